//! Takes an answer through this client's types and back.

use b24_contract::{Method, Secret};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Received, Undecodable};
use crate::operation::Operation;
use crate::reply::tracked;
use crate::{Answer, Error, ErrorEnvelope};

/// Decodes an answer of a method into the type that this client has for it, and encodes that again. An answer with
/// the member `error` is taken for an [`ErrorEnvelope`]. For conformance suites: what comes back must equal what went
/// in, numbers by value.
///
/// ```
/// # fn main() -> Result<(), b24_client::Error> {
/// use b24_contract::Method;
/// use serde_json::json;
///
/// let answer = json!({ "result": [{ "CONTACT_ID": 7, "SORT": 1e2, "ROLE_ID": 0, "IS_PRIMARY": "Y", "UF": null }] });
/// let again = b24_client::round_trip(Method::CrmCompanyContactItemsGet, &answer)?;
/// assert_eq!(again["result"][0]["SORT"], 100);
/// assert_eq!(again["result"][0]["UF"], json!(null));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Undecodable`], with the place, for what the types cannot hold.
pub fn round_trip(method: Method, answer: &Value) -> Result<Value, Error> {
    if answer.get("error").is_some() {
        return again::<ErrorEnvelope>(method, answer);
    }
    crate::generated::answers::round_trip(method, answer)
}

/// Takes an answer through the type of an operation's answers and back.
pub(crate) fn through<O: Operation>(answer: &Value) -> Result<Value, Error> {
    again::<Answer<O::Result>>(O::METHOD, answer)
}

fn again<T: DeserializeOwned + Serialize>(method: Method, answer: &Value) -> Result<Value, Error> {
    let json = Bytes::from(answer.to_string());
    tracked::<T>(&json).and_then(|typed| serde_json::to_value(typed).map_err(|error| (".".to_owned(), error))).map_err(
        |(path, error)| {
            let nothing = Secret::new("");
            let received = Received::new(method.name(), 200, json.clone(), &nothing);
            Error::Undecodable(Box::new(Undecodable::new(received, &path, &error, &nothing)))
        },
    )
}
