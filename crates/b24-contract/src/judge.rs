//! Judges an exchange by the contract: schema, envelope, error clause, time.

mod answer;
mod error;
pub(crate) mod schema;
mod time;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::component::params_of;
use crate::{ClauseId, ErrorClause, Exchange, Method, batch, contract, normalise};

/// A departure from the contract in one exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The clause that was broken.
    pub clause: ClauseId,
    /// JSON pointer into the answer's body; empty for the answer as a whole.
    pub pointer: String,
    /// What was found and what belongs there, without values of the body. Of an error, its code and text are shown.
    pub message: String,
    /// Whether the clause is documented, so that the departure is a failure and no note.
    pub binds: bool,
}

impl Finding {
    fn new(clause: ClauseId, pointer: &str, message: impl Into<String>) -> Self {
        let binds = contract().source_of(&clause).is_some_and(|source| source.binds());
        Self { clause, pointer: pointer.to_owned(), message: message.into(), binds }
    }

    /// A finding on a rule or an error.
    fn on(clause: &str, pointer: &str, message: impl Into<String>) -> Self {
        Self::new(ClauseId::new(clause), pointer, message)
    }
}

/// Judges one exchange. Nothing found means that the answer keeps the contract.
///
/// Of a method that the contract does not describe only the envelope, and errors that any method can answer with, are
/// judged. An XML answer is judged by its content type. Answers to `HEAD` and `OPTIONS` are not judged. What a batch says
/// of each of its commands is judged as the answer that the command would have had by itself, without a status.
pub fn judge(exchange: &Exchange) -> Vec<Finding> {
    let mut findings = answer::judge(exchange);
    for command in batch::unfold(exchange) {
        for finding in answer::judge(&command.exchange) {
            let finding = Finding { pointer: command.pointer_in_batch(&finding.pointer), ..finding };
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// Judges the parameters of a call, normalised as a portal would read them. Pointers lead into the normalised
/// parameters. An empty list stands for no parameters, and so does `null`.
pub fn request(method: Method, params: &Value) -> Vec<Finding> {
    let params = match params {
        Value::Object(params) => params.clone(),
        Value::Array(items) if items.is_empty() => Map::new(),
        Value::Null => Map::new(),
        other => return value(&params_of(method), other),
    };
    value(&params_of(method), &Value::Object(normalise(method, params)))
}

/// Judges a value by a named schema of the contract's components, such as `ContactBinding` or
/// `crm.company.contact.items.get.result`. A name that the contract does not know is a finding.
pub fn value(component: &str, value: &Value) -> Vec<Finding> {
    schema::judge(component, value)
}

/// The error of the contract that an answer is. Of several that match, it is the one whose chosen answer has these very
/// words, or another answer; of those the method's own go first. `None` for a success and for an error that no clause describes.
pub fn error_of(exchange: &Exchange) -> Option<&'static ErrorClause> {
    let sent = error::Sent::of(exchange)?;
    let matching: Vec<_> = ErrorClause::of_method(exchange.method()).filter(|clause| sent.is(clause)).collect();
    let chosen = matching.iter().find(|clause| sent.is_answer(clause.chosen()));
    let literal = || matching.iter().find(|clause| clause.answers.iter().any(|answer| sent.is_answer(answer)));
    chosen.or_else(literal).or(matching.first()).copied()
}

/// Whether an answer is this error, in the words of any of its sources. One answer can be several errors.
pub fn is_error(exchange: &Exchange, clause: &ErrorClause) -> bool {
    error::Sent::of(exchange).is_some_and(|sent| sent.is(clause))
}

#[cfg(test)]
mod tests;
