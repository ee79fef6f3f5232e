//! What a rule expects of an answer, in words.

use b24_contract::rule::Expectation;
use serde_json::Value;

/// One line for the call that is sent first, if there is one, and one for each thing that must hold.
pub(super) fn lines(expected: &Expectation) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(expected.call.as_ref().map(|call| format!("then {}", b24_conformance::curl::of_call(call))));
    let mut says = |line: String| lines.push(format!("- {line}"));
    if let Some(status) = expected.status {
        says(format!("the status is {status}"));
    }
    if let Some(error) = &expected.error {
        says(format!("it is the error {error}"));
    }
    if expected.success {
        says("it is a success".to_owned());
    }
    if let Some(result) = &expected.result {
        says(format!("the result is {result}"));
    }
    if let Some(members) = &expected.contains {
        says(format!("the result, or one of its entries, has {}", Value::Object(members.clone())));
    }
    if let Some(members) = &expected.every {
        says(format!("every entry of the result has {}", Value::Object(members.clone())));
    }
    expected.includes.iter().for_each(|entry| says(format!("the result has the entry {entry}")));
    expected.lacks.iter().for_each(|entry| says(format!("the result does not have the entry {entry}")));
    if let Some(count) = expected.count {
        says(format!("the result has {count} entries"));
    }
    expected.values.iter().for_each(|(pointer, value)| says(format!("{pointer} is {value}")));
    expected.keys.iter().for_each(|(pointer, names)| says(format!("{pointer} has the members {}", names.join(", "))));
    expected.present.iter().for_each(|pointer| says(format!("{pointer} is there")));
    expected.absent.iter().for_each(|pointer| says(format!("{pointer} is not there")));
    expected.answer_headers.iter().for_each(|(name, pattern)| says(format!("the header {name} matches {pattern}")));
    expected.xml.iter().for_each(|element| says(format!("the XML answer has {element}")));
    if expected.empty_body {
        says("it has no body".to_owned());
    }
    lines
}
