//! Rules: behaviour with its provenance.

use serde_json::Value;

use super::markdown::{fold, html_code, inline, sentence, source};
use super::steps;
use crate::codegen::model::{Contract, Source};

/// `protocol.md`: what all methods share.
pub(super) fn page(contract: &Contract) -> String {
    let mut text = String::from("# Protocol\n\nWhat holds for every method.\n\n");
    let mut group = "";
    for rule in &contract.protocol {
        let id = rule["id"].as_str().unwrap_or_default();
        let own = id.split('/').nth(1).unwrap_or_default();
        if own != group {
            text.push_str(&format!("## {}\n\n", capital(own)));
            group = own;
        }
        text.push_str(&item(rule));
    }
    text
}

/// One rule with its sources, and the steps that check it.
pub(super) fn item(rule: &Value) -> String {
    let text = |member: &str| rule[member].as_str().unwrap_or_default();
    let mut item = format!("**{}** {}", sentence(text("says")), note(&rule["source"]));
    if let Some(why) = rule["why"].as_str() {
        item.push_str(&format!(" {}", sentence(why)));
    }
    item.push_str("\n\n");
    for alternative in rule["alternatives"].as_array().into_iter().flatten() {
        let says = alternative["says"].as_str().unwrap_or_default();
        item.push_str(&format!("- Or: {} {}\n", sentence(says), note(&alternative["source"])));
    }
    if rule.get("alternatives").is_some() {
        item.push('\n');
    }
    item.push_str(&check(rule));
    item
}

/// The source of a statement, in parentheses.
fn note(value: &Value) -> String {
    serde_json::from_value::<Source>(value.clone())
        .map_or_else(|_| String::new(), |found| format!("({})", source(&found)))
}

/// How the rule is checked: its steps, or a case in Rust.
fn check(rule: &Value) -> String {
    let id = rule["id"].as_str().unwrap_or_default();
    match rule["checked-by"].as_str() {
        Some("payload-decodes") => format!("Clause {}; one case a schema, `…/decodes`.\n\n", inline(id)),
        Some("payload-rejected") => format!("Clause {}; one case a schema, `…/rejected`.\n\n", inline(id)),
        Some(_) => format!("Clause and case {}, written in Rust.\n\n", inline(id)),
        None => fold(&format!("Clause and case {}", html_code(id)), false, &steps::block(rule)),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
