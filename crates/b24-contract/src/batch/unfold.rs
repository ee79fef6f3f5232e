//! A batch as the exchanges of its commands.

use serde_json::{Map, Value};

use super::section::entry;
use super::{METHOD, commands, substitute};
use crate::component::escaped;
use crate::{ErrorAnswer, ErrorClause, Exchange};

/// Members of a successful answer by the section of a batch that has them.
const SECTIONS: [(&str, &str); 4] =
    [("result", "result"), ("total", "result_total"), ("next", "result_next"), ("time", "result_time")];

/// The section of errors.
const ERRORS: &str = "result_error";

/// A command of a batch as an exchange of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfolded {
    /// Key of the command.
    pub key: String,
    /// What was called and what came of it. References in the parameters are replaced where they lead somewhere, unless all
    /// of them together are too large. The body is the answer that the call would have had by itself: `result`, `time`,
    /// `total` and `next`, or `error` and its description. The status of a success is 200; that of an error, which has none
    /// inside a batch, is the one that the contract gives to such an error, else 400. There are no headers.
    pub exchange: Exchange,
}

impl Unfolded {
    /// Where a pointer into the body of the command's exchange leads in the body of the batch.
    pub fn pointer_in_batch(&self, pointer: &str) -> String {
        let key = escaped(&self.key);
        let succeeded = |body: &Value| body.get("result").is_some() && body.get("error").is_none();
        if !self.exchange.json().is_some_and(succeeded) {
            return format!("/result/{ERRORS}/{key}{pointer}");
        }
        let (member, rest) = match pointer.strip_prefix('/') {
            Some(path) => path.split_at(path.find('/').unwrap_or(path.len())),
            None => ("result", ""),
        };
        let section = SECTIONS.iter().find(|(name, _)| *name == member).map_or(member, |(_, section)| section);
        format!("/result/{section}/{key}{rest}")
    }
}

/// The exchanges of the commands that ran, in their order. Of an exchange that is no batch, or whose answer has no
/// sections, there are none. A command that is in no section did not run.
pub fn unfold(exchange: &Exchange) -> Vec<Unfolded> {
    let sections = exchange.json().and_then(|body| body.get("result")).and_then(Value::as_object);
    let (Some(sections), true) = (sections, exchange.method().eq_ignore_ascii_case(METHOD)) else { return Vec::new() };
    let mut params = exchange.params().as_object().into_iter().flatten();
    let cmd = params.rfind(|(name, _)| name.eq_ignore_ascii_case("cmd"));
    let mut results = Map::new();
    let mut unfolded = Vec::new();
    for command in cmd.and_then(|(_, cmd)| commands(cmd)).into_iter().flatten() {
        let key = command.key;
        let (method, params) = command.command.map_or_else(|_| Default::default(), |call| (call.method, call.params));
        let of = |section: &str| sections.get(section).and_then(|section| entry(section, &key));
        let params = Value::Object(substitute(&params, &results).unwrap_or(params));
        let (status, body) = if let Some(error) = of(ERRORS) {
            (status_of(&method, error), error.clone())
        } else if let Some(result) = of("result") {
            results.insert(key.clone(), result.clone());
            let members =
                SECTIONS.iter().filter_map(|(name, section)| Some(((*name).to_owned(), of(section)?.clone())));
            (200, members.collect())
        } else {
            continue;
        };
        unfolded.push(Unfolded { exchange: exchange.command(method, params, status, body), key });
    }
    unfolded
}

/// The status that the contract gives to an error of a method: that of the answer with this code and text, else with
/// this code, else with this text; 400 for one that the contract does not know.
///
/// An error inside a batch has no status, and neither has one that was saved without it.
pub fn status_of(method: &str, error: &Value) -> u16 {
    const USUAL: u16 = 400;
    let member = |name: &str| error.get(name).and_then(Value::as_str);
    let (Some(code), Some(text)) = (member("error"), member("error_description")) else { return USUAL };
    let answers =
        || ErrorClause::of_method(method).flat_map(|clause| clause.answers.iter().map(move |answer| (clause, answer)));
    let has_code = |answer: &ErrorAnswer| answer.code.eq_ignore_ascii_case(code);
    let whole = |clause: &ErrorClause, answer: &ErrorAnswer| clause.matches(answer.status, code, text);
    let found = answers().find(|(clause, answer)| whole(clause, answer));
    let found = found.or_else(|| answers().find(|(_, answer)| !code.is_empty() && has_code(answer)));
    found.or_else(|| answers().find(|(_, answer)| answer.has_text(text))).map_or(USUAL, |(_, answer)| answer.status)
}
