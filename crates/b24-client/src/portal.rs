//! One portal, as one caller sees it.

use std::fmt;
use std::sync::Arc;

use b24_contract::Secret;
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::transport::Transport;
use crate::{Answer, Companies, Company, CompanyId, Contact, ContactId, Contacts, Error, PortalBuilder};

/// A portal with the credential to call it. Cloning is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Portal {
    transport: Arc<Transport>,
}

impl Portal {
    /// A portal by the URL of an incoming webhook, such as `https://example.bitrix24.com/rest/1/your-code/`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] for an address that cannot be used.
    pub fn webhook(url: &str) -> Result<Self, Error> {
        Self::builder().webhook(url)
    }

    /// A portal by its REST endpoint, such as `https://example.bitrix24.com/rest/`, and an access token.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] for an address that cannot be used.
    pub fn oauth(endpoint: &str, token: Secret) -> Result<Self, Error> {
        Self::builder().oauth(endpoint, token)
    }

    /// Options such as timeouts, a certificate authority or a proxy.
    pub fn builder() -> PortalBuilder {
        PortalBuilder::default()
    }

    pub(crate) fn new(transport: Transport) -> Self {
        Self { transport: Arc::new(transport) }
    }

    /// A company, to reach its links. Nothing is sent until a method of it is called.
    pub fn company(&self, id: impl Into<CompanyId>) -> Company {
        Company::new(self.clone(), id.into())
    }

    /// A contact, to reach its links. Nothing is sent until a method of it is called.
    pub fn contact(&self, id: impl Into<ContactId>) -> Contact {
        Contact::new(self.clone(), id.into())
    }

    /// The companies of the portal, to create, read, change, delete and list them.
    pub fn companies(&self) -> Companies {
        Companies::new(self.clone())
    }

    /// The contacts of the portal, to create, read, change, delete and list them.
    pub fn contacts(&self) -> Contacts {
        Contacts::new(self.clone())
    }

    /// Calls any REST method. `parameters` is anything that serialises to an object; `()` stands for none.
    ///
    /// ```no_run
    /// # async fn example(portal: b24_client::Portal) -> Result<(), b24_client::Error> {
    /// let answer = portal.call("crm.company.get", serde_json::json!({ "id": 32 })).await?;
    /// println!("{}", answer.result["TITLE"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidMethod`] and [`Error::InvalidParameters`] before anything is sent, and whatever can happen to
    /// a call.
    pub async fn call(&self, method: &str, parameters: impl Serialize) -> Result<Answer<Value>, Error> {
        if !is_method_name(method) {
            return Err(Error::InvalidMethod);
        }
        let parameters = encode(&parameters)
            .map_err(|problem| Error::InvalidParameters { method: self.transport.shown(method), problem })?;
        self.transport.send(method, parameters).await?.decode()
    }

    pub(crate) fn transport(&self) -> &Arc<Transport> {
        &self.transport
    }
}

/// Whether a name can be sent as one segment of a path. `.` and `..` would name another place.
fn is_method_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

/// Parameters as the JSON object that is sent.
fn encode(parameters: &impl Serialize) -> Result<Bytes, &'static str> {
    let json = serde_json::to_vec(parameters).map_err(|_| "they cannot be written as JSON")?;
    match json.first() {
        Some(b'{') => Ok(json.into()),
        Some(b'n') => Ok(Bytes::from_static(b"{}")),
        _ => Err("they are no object"),
    }
}

impl fmt::Debug for Portal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Portal").field(&self.transport).finish()
    }
}
