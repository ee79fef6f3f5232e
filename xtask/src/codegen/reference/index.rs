//! `index.md`: every method at a glance.

use serde_json::Value;

use super::markdown::{inline, sentence, table};
use crate::codegen::model::{Contract, Method};

/// Its text: one table a tag, in the order of the tags.
pub(super) fn page(contract: &Contract) -> String {
    let mut text = String::from(
        "# All methods\n\nEach page tells parameters, result, errors and behaviour of a method, with calls to copy. What \
         they share is told in [Protocol](protocol.md), [System errors](errors.md) and [Shared schemas](schemas.md).\n\n",
    );
    for tag in contract.root["tags"].as_array().into_iter().flatten() {
        let name = tag["name"].as_str().unwrap_or_default();
        let rows: Vec<_> = contract.methods.iter().filter(|method| method.tag == name).map(row).collect();
        if !rows.is_empty() {
            text.push_str(&format!("## {}\n\n", title(tag)));
            text.push_str(&table(&["Method", "What it does", "Effect", "Scope"], &rows));
        }
    }
    text
}

fn title(tag: &Value) -> &str {
    tag["description"].as_str().unwrap_or_default().trim_end_matches('.')
}

fn row(method: &Method) -> Vec<String> {
    let scopes = method.scopes.iter().map(|scope| inline(scope)).collect::<Vec<_>>().join(" or ");
    let effect = if method.effect == "read" { "reads" } else { "writes" };
    vec![format!("[{0}]({0}.md)", method.name), sentence(&method.summary), effect.to_owned(), scopes]
}
