//! `answers.rs`: which type each method's answer has, as a table that the suite's round trips go through.

use std::fmt::Write as _;

use super::replacement::answer_type;
use crate::codegen::model::Contract;
use crate::codegen::names::pascal;
use crate::codegen::rust;
use crate::error::Error;

/// The file in its final form.
pub(super) fn text(contract: &Contract) -> Result<String, Error> {
    let mut arms = String::new();
    for method in &contract.methods {
        let answer = answer_type(contract, method);
        let _ = writeln!(arms, "Method::{} => through::<{answer}>(method, answer),", pascal(&method.name));
    }
    let code = format!(
        "//! The type of each method's answer.
use b24_contract::Method;
use serde_json::Value;
use crate::Error;
use crate::round_trip::through;

/// Takes an answer through the type that the method's operation returns, and back.
pub(crate) fn round_trip(method: Method, answer: &Value) -> Result<Value, Error> {{
    match method {{ {arms} }}
}}
"
    );
    rust::formatted("answers.rs", &code)
}
