//! `contract.json`: the whole contract as data.

use serde_json::{Map, Value, json};

use crate::codegen::model::{Contract, ErrorClause, Method};

/// The document that `b24-contract` embeds.
pub(super) fn contract(contract: &Contract, openapi: &Value) -> Value {
    let own_rules = contract.methods.iter().flat_map(|method| &method.rules);
    let rules: Vec<&Value> = contract.protocol.iter().chain(own_rules).collect();
    let errors: Vec<Value> = contract.all_errors().map(|(method, error)| entry(method, error)).collect();
    let examples: Vec<Value> = contract
        .methods
        .iter()
        .flat_map(|method| method.examples.iter().map(|example| with_method(&example.raw, &method.name)))
        .collect();
    json!({
        "version": contract.version(),
        "openapi": openapi,
        "errors": errors,
        "rules": rules,
        "examples": examples,
    })
}

fn entry(method: Option<&Method>, error: &ErrorClause) -> Value {
    let mut entry = Map::new();
    entry.insert("id".into(), json!(error.id));
    if let Some(method) = method {
        entry.insert("method".into(), json!(method.name));
    }
    if let Some(why) = &error.why {
        entry.insert("why".into(), json!(why));
    }
    if let Some(provoke) = &error.provoke {
        entry.insert("provoke".into(), provoke.clone());
    }
    Value::Object(entry)
}

fn with_method(example: &Value, method: &str) -> Value {
    let mut example = example.clone();
    example["method"] = json!(method);
    example
}
