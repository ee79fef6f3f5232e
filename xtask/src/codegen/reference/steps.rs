//! Steps of a rule or provocation, one a line: what is made, what is sent, what must hold.

use serde_json::Value;

use super::markdown::code;

/// A block of all steps; nothing without any.
pub(super) fn block(rule: &Value) -> String {
    let mut lines = Vec::new();
    if let Some(given) = rule["given"].as_array().filter(|given| !given.is_empty()) {
        lines.push(format!("given  {}", given.iter().map(record).collect::<Vec<_>>().join(", ")));
    }
    if rule.get("call").is_some() {
        lines.push(format!("when   {}", members(rule, &["given"])));
    }
    if let Some(when) = rule.get("when") {
        lines.push(format!("when   {}", members(when, &[])));
    }
    for expectation in rule["then"].as_array().into_iter().flatten() {
        lines.push(format!("then   {}", members(expectation, &[])));
    }
    if lines.is_empty() { String::new() } else { code("text", &lines.join("\n")) }
}

/// A record to make: `company $c`, `link $c $a SORT 100`.
fn record(record: &Value) -> String {
    let member = |(name, value): (&String, &Value)| match value {
        Value::Array(ends) => format!("{name} {}", ends.iter().map(plain).collect::<Vec<_>>().join(" ")),
        value => format!("{name} {}", plain(value)),
    };
    record.as_object().into_iter().flatten().map(member).collect::<Vec<_>>().join(" ")
}

/// A call or an expectation: the call first, then its other members by name.
fn members(step: &Value, hidden: &[&str]) -> String {
    let mut parts = Vec::new();
    if let Some(call) = step["call"].as_str() {
        let params = step.get("params").map(|params| format!(" {params}")).unwrap_or_default();
        parts.push(format!("{call}{params}"));
    }
    let others = step.as_object().into_iter().flatten();
    let others =
        others.filter(|(name, _)| !["call", "params"].contains(&name.as_str()) && !hidden.contains(&name.as_str()));
    parts.extend(others.map(|(name, value)| match value {
        Value::Bool(true) if name != "result" => name.clone(),
        value => format!("{name} {}", plain(value)),
    }));
    parts.join(", ")
}

/// A value; a text without quotes.
fn plain(value: &Value) -> String {
    value.as_str().filter(|text| !text.is_empty()).map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn steps_read_in_order() {
        let rule = json!({
            "given": [{ "company": "$c" }, { "contact": "$a" }, { "link": ["$c", "$a"], "SORT": 100 }],
            "when": { "call": "crm.x.get", "params": { "id": "$c" }, "via": "form" },
            "then": [{ "status": 200, "success": true }, { "call": "crm.x.list", "count": 1 }, { "result": true }],
        });
        insta::assert_snapshot!(block(&rule));
        let provocation =
            json!({ "given": [{ "company": "$c" }], "call": "crm.x.get", "params": { "id": 0 }, "as": "denied" });
        insta::assert_snapshot!(block(&provocation));
    }
}
