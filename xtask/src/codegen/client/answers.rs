//! `answers.rs`: each method's operation with the type of its result, and the table that the suite's round trips go
//! through.

use std::fmt::Write as _;

use super::replacement::result_type;
use crate::codegen::model::Contract;
use crate::codegen::names::{pascal, snake};
use crate::codegen::rust;
use crate::error::Error;

/// The file in its final form.
pub(super) fn text(contract: &Contract) -> Result<String, Error> {
    let (mut operations, mut arms) = (String::new(), String::new());
    for method in &contract.methods {
        let (name, function) = (pascal(&method.name), snake(&method.name));
        let result = result_type(contract, method);
        let _ = writeln!(
            operations,
            "impl Operation for types::{name}Params {{
                const METHOD: Method = Method::{name};
                type Result = {result};

                async fn attempt(&self, client: &Client) -> Decoded<Self::Result> {{
                    client.{function}(self).await
                }}
            }}"
        );
        let _ = writeln!(arms, "Method::{name} => through::<types::{name}Params>(answer),");
    }
    let code = format!(
        "//! Each method's operation, and the type of its result.
use b24_contract::Method;
use serde_json::Value;
use crate::Error;
use crate::generated::operations::{{Client, types}};
use crate::operation::{{Decoded, Operation}};
use crate::round_trip::through;

/// Takes an answer through the type that the method's operation returns, and back.
pub(crate) fn round_trip(method: Method, answer: &Value) -> Result<Value, Error> {{
    match method {{ {arms} }}
}}

{operations}
"
    );
    rust::formatted("answers.rs", &code)
}
