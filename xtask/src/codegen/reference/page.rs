//! The page of one method.

use super::markdown::{code, fold, inline, sentence, source};
use super::{calls, errors, members, rules, schemas};
use crate::codegen::model::{Contract, Example, Method};
use crate::codegen::request;

/// Lines above which a payload is folded.
const LONG: usize = 30;

/// Its text.
pub(super) fn of_method(contract: &Contract, method: &Method) -> String {
    let mut text = format!("# {}\n\n{}\n\n", method.name, sentence(&method.summary));
    if !method.description.trim().is_empty() {
        text.push_str(&format!("{}\n\n", method.description.trim()));
    }
    text.push_str(&facts(method));
    text.push_str("## Call\n\n");
    text.push_str(&calls::blocks(method));
    text.push_str("## Parameters\n\n");
    text.push_str(&parameters(contract, method));
    text.push_str("## Result\n\n");
    text.push_str(&result(contract, method));
    text.push_str("## Errors\n\n");
    text.push_str(&own_errors(contract, method));
    if !method.rules.is_empty() {
        text.push_str("## Behaviour\n\n");
        text.extend(method.rules.iter().map(rules::item));
    }
    if !method.examples.is_empty() {
        text.push_str("## Documented payloads\n\n");
        for kind in ["request", "answer", "result", "error"] {
            text.extend(
                method.examples.iter().filter(|example| example.kind == kind).map(|found| example(method, found)),
            );
        }
    }
    text.push_str(&see_also(contract, method));
    text
}

/// What matters before calling.
fn facts(method: &Method) -> String {
    let right = method.permission.as_ref().map_or_else(
        || "none".to_owned(),
        |permission| format!("{} on {}", permission.right, plural(&permission.entity)),
    );
    let effect = if method.effect == "read" { "only reads" } else { "writes" };
    let again = match method.idempotent.as_str() {
        "yes" => "yes",
        "by-outcome" => "yes, but the second answer may differ from the first",
        _ => "no: it would do its work twice",
    };
    format!(
        "- **Scope:** {}\n- **Right:** {right}\n- **Effect:** {effect}\n- **May be sent again when its answer was lost:** \
         {again}\n- **Source:** {}\n\n",
        scopes(method),
        source(&method.source)
    )
}

/// The scopes of which the credential needs one.
fn scopes(method: &Method) -> String {
    method.scopes.iter().map(|scope| inline(scope)).collect::<Vec<_>>().join(" or ")
}

fn plural(entity: &str) -> String {
    entity.strip_suffix('y').map_or_else(|| format!("{entity}s"), |stem| format!("{stem}ies"))
}

fn parameters(contract: &Contract, method: &Method) -> String {
    let table = members::members(contract, &method.parameters, "Parameter");
    let table = if table.is_empty() { "None.\n\n" } else { &table };
    format!("{table}{}\n\n", schemas::checked(contract, &format!("{}.params", method.name)))
}

fn result(contract: &Contract, method: &Method) -> String {
    let resolved = request::resolve(contract, &method.result);
    let described = method.result["description"].as_str().or(resolved["description"].as_str()).unwrap_or_default();
    let kind = members::kind(contract, &method.result);
    let described = if described.is_empty() { String::new() } else { format!(" {}", sentence(described)) };
    let pages = if method.paged { " The answer has `total`, and `next` where another page follows." } else { "" };
    let members = match members::long_elsewhere(contract, members::list(contract, &method.result)) {
        Some(shared) => format!("Its members are those of {}.\n\n", members::link(shared)),
        None => members::members(contract, members::entry(contract, &method.result), "Member"),
    };
    let [result, answer] =
        ["result", "answer"].map(|part| schemas::checked(contract, &format!("{}.{part}", method.name)));
    format!("A value of type *{kind}*.{described}{pages}\n\n{members}{result}\n\n{answer}\n\n")
}

fn own_errors(contract: &Contract, method: &Method) -> String {
    let shared = "Besides, every method can answer with a [system error](errors.md).\n\n";
    if method.errors.is_empty() {
        return format!("None of its own. {shared}");
    }
    format!("{}{shared}{}", errors::overview(&method.errors), errors::details(contract, &method.errors))
}

fn example(method: &Method, example: &Example) -> String {
    let head = match (example.kind.as_str(), example.status) {
        ("request", _) => "Request".to_owned(),
        ("result", _) => "Member `result` of the answer".to_owned(),
        ("answer", Some(status)) => format!("Answer, status {status}"),
        (_, Some(status)) => format!("Error, status {status}"),
        (_, None) => "Answer".to_owned(),
    };
    let shown = example.clause.as_ref().map_or_else(String::new, |clause| format!(" It shows {}.", inline(clause)));
    let payload = code("json", &format!("{:#}", example.payload));
    let long = payload.lines().count() > LONG;
    let payload = if long { fold("The payload", false, &payload) } else { payload };
    format!(
        "**{head}.** {} ({}){shown} {}.\n\n{payload}",
        sentence(&example.says),
        source(&example.source),
        cases(method, example)
    )
}

/// The cases that use a payload: it is valid, and a request that only reads is sent as well.
fn cases(method: &Method, example: &Example) -> String {
    let sent = example.kind == "request" && method.effect == "read" && example.payload.get("auth").is_none();
    let kept = inline(&example.id);
    if sent { format!("Cases {kept} and {}", inline(&format!("{}/sent", example.id))) } else { format!("Case {kept}") }
}

fn see_also(contract: &Contract, method: &Method) -> String {
    let link = |name: &String| match contract.methods.iter().find(|method| method.name == *name) {
        Some(other) => format!("- [{name}]({name}.md): {}\n", other.summary),
        None => format!("- {}\n", inline(name)),
    };
    let links: String = method.see_also.iter().map(link).collect();
    if links.is_empty() { links } else { format!("## See also\n\n{links}") }
}
