//! Every clause and example has an id that is unique and says where it stands; retired ids are not used again.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Finding;
use crate::codegen::load::{Document, Spec};

/// Findings of this family.
pub(super) fn findings(spec: &Spec) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for Place { document, pointer, id, prefix } in places(spec) {
        if !id.starts_with(&prefix) {
            let message = format!("the id {id:?} must begin with {prefix:?}");
            findings.push(Finding::at(document, &pointer, message));
        }
        let here = format!("{}#{pointer}", document.path);
        if let Some(first) = seen.get(&id) {
            findings.push(Finding::at(document, &pointer, format!("the id {id:?} is taken by {first}")));
        } else {
            seen.insert(id, here);
        }
    }
    for (index, id) in retired(spec) {
        if let Some(place) = seen.get(id) {
            let message = format!("{id:?} is retired and used again by {place}; ids are permanent, take a new one");
            findings
                .extend(spec.retired.as_ref().map(|document| Finding::at(document, format!("/{index}/id"), message)));
        }
    }
    findings
}

/// Ids in `retired.yaml` with their index.
fn retired(spec: &Spec) -> impl Iterator<Item = (usize, &str)> {
    let entries = spec.retired.as_ref().and_then(|document| document.value.as_array());
    entries.into_iter().flatten().enumerate().filter_map(|(index, entry)| Some((index, entry["id"].as_str()?)))
}

/// An id where it is given.
struct Place<'a> {
    document: &'a Document,
    pointer: String,
    id: String,
    prefix: String,
}

fn places(spec: &Spec) -> Vec<Place<'_>> {
    let mut places = listed(&spec.errors, &spec.errors.value, "", "system/");
    for document in &spec.protocol {
        places.extend(listed(document, &document.value, "", "protocol/"));
    }
    for method in &spec.methods {
        let prefix = format!("{}/", method.folder);
        places.extend(listed(&method.operation, &method.operation.value["errors"], "/errors", &prefix));
        if let Some(rules) = &method.rules {
            places.extend(listed(rules, &rules.value, "", &prefix));
        }
        for example in &method.examples {
            let id = example.value["id"].as_str().unwrap_or_default().to_owned();
            let prefix = format!("{prefix}example/");
            places.push(Place { document: example, pointer: "/id".into(), id, prefix });
        }
    }
    places
}

/// Ids of a list of clauses that stands at `pointer`.
fn listed<'a>(document: &'a Document, list: &Value, pointer: &str, prefix: &str) -> Vec<Place<'a>> {
    let entries = list.as_array().into_iter().flatten().enumerate();
    let place = |(index, entry): (usize, &Value)| {
        let id = entry["id"].as_str()?.to_owned();
        Some(Place { document, pointer: format!("{pointer}/{index}/id"), id, prefix: prefix.to_owned() })
    };
    entries.filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds, spec};

    #[test]
    fn ids_are_unique_and_placed() {
        let cases = [
            ("system error elsewhere", spec().replaced("errors.yaml", "system/no-auth", "protocol/no-auth")),
            (
                "own error of another method",
                spec().replaced("methods/a.get/method.yaml", "a.get/bad-id", "b.get/bad-id"),
            ),
            (
                "protocol rule elsewhere",
                spec().replaced("protocol/forms.yaml", "protocol/forms/webhook", "a.get/webhook"),
            ),
            (
                "example without its part",
                spec().replaced("methods/a.get/examples/answer.json", "a.get/example/answer", "a.get/answer"),
            ),
            ("taken twice", spec().replaced("methods/a.get/rules.yaml", "a.get/order", "a.get/bad-id")),
            ("used again", spec().file("retired.yaml", "- { id: a.get/order, since: 0.2.0, why: It was wrong. }\n")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
