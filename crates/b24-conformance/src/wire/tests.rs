//! Requests as they go over the wire, and as lines to paste.

use b24_contract::rule::Call;
use serde_json::json;

use super::compose::Body;
use super::template::Hole;
use super::*;
use crate::variable::{Held, Takes};

fn call(value: Value) -> Call {
    serde_json::from_value(value).expect("a call of the grammar")
}

fn shown(template: &Template) -> String {
    let fill = |hole: &Hole| {
        Ok::<_, ()>(match hole {
            Hole::Webhook(credential) => format!("<webhook {credential:?}>"),
            Hole::Endpoint => "<endpoint>".to_owned(),
            Hole::Control => "<control>".to_owned(),
            Hole::Token(credential) => format!("<token {credential:?}>"),
            Hole::Variable(name, _) => format!("<{name}>"),
        })
    };
    template.fill(fill).expect("every hole is filled").replace('\r', "")
}

/// A request as it goes over the wire, and as it is shown to be sent again.
fn both(request: &Request) -> String {
    let numbers = ["c", "a"].map(|name| (name.to_owned(), Held::Number(7))).into();
    let request = &request.clone().for_values(&numbers);
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", shown(&request.query)) };
    let mut lines = vec![format!("{} {}{}{query}", request.verb, shown(&request.base), shown(&request.path))];
    lines.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    match &request.body {
        None => {}
        Some(Body::Text(text)) => lines.extend([String::new(), shown(text)]),
        Some(Body::Parts(parts)) => lines.extend([String::new(), shown(&encode::multipart(parts))]),
    }
    lines.push(format!("$ {}", curl::lines(request, &Takes::new()).join("\n$ ")));
    lines.join("\n")
}

const METHOD: &str = "crm.company.contact.add";

#[test]
fn every_encoding_carries_parameters_and_token() {
    let params = json!({ "id": "$c", "fields": { "CONTACT_ID": "$a", "SORT": -5, "IS_PRIMARY": "Y" } });
    let mut requests = Vec::new();
    for via in ["json", "form", "multipart", "query"] {
        for (credential, auth_in) in [("webhook", "body"), ("oauth", "body"), ("oauth", "query")] {
            let call =
                call(json!({ "call": METHOD, "params": params, "via": via, "as": credential, "auth-in": auth_in }));
            requests.push(both(&compose(&call, Brackets::Raw)));
        }
    }
    for via in ["form", "query"] {
        let call = call(json!({ "call": METHOD, "params": params, "via": via, "verb": "POST" }));
        requests.push(both(&compose(&call, Brackets::Encoded)));
    }
    insta::assert_snapshot!(requests.join("\n\n"));
}

#[test]
fn credentials_stand_where_they_belong() {
    let names =
        ["denied", "reader", "inactive", "no-scope", "expired", "wrong-token", "wrong-webhook", "wrong-user", "none"];
    let requests = names.map(|name| both(&compose(&call(json!({ "call": METHOD, "as": name })), Brackets::Raw)));
    insta::assert_snapshot!(requests.join("\n\n"));
}

#[test]
fn whatever_a_rule_says_about_a_request_is_sent() {
    let calls = [
        json!({ "call": METHOD, "path": "//{method}/", "query": "a=1&b[]=$c" }),
        json!({ "call": METHOD, "path": "/{method}.xml", "verb": "DELETE" }),
        json!({ "call": METHOD, "verb": "OPTIONS", "headers": { "Origin": "https://app.example" } }),
        json!({ "call": METHOD, "body": "", "content-type": "application/json" }),
        json!({ "call": METHOD, "body": "{\"id\": \"$c\", 'x", "content-type": "application/json" }),
        json!({ "call": METHOD, "body": "@file", "as": "oauth" }),
    ];
    insta::assert_snapshot!(calls.map(|value| both(&compose(&call(value), Brackets::Raw))).join("\n\n"));
}

#[test]
fn an_error_is_planted_by_a_call_to_the_control_interface() {
    insta::assert_snapshot!(both(&Request::plant("system/expired-token", 1)));
}

#[test]
fn a_call_to_read_shows_names_in_place_of_values() {
    let call = call(json!({ "call": METHOD, "params": { "id": "$c", "fields": { "CONTACT_ID": "$a" } } }));
    insta::assert_snapshot!(curl::of_call(&call));
}

#[test]
fn a_portal_of_its_own_is_opened_and_called_by_what_it_announces() {
    let takes = [("own", "/name"), ("own_webhook", "/webhook")].map(|(name, at)| (name.to_owned(), at.to_owned()));
    let opened = Request::control("POST", "/portals", Some(&json!({ "config": { "seed": 7 } })));
    let called = call(json!({ "call": "profile", "path": "{method}" }));
    let called = compose(&called, Brackets::Raw).below("own_webhook");
    let mut lines = curl::lines(&opened, &takes.into());
    lines.extend(curl::lines(&called, &Takes::new()));
    lines.extend(curl::lines(&Request::control("DELETE", "/portals/${own}", None), &Takes::new()));
    insta::assert_snapshot!(lines.join("\n"), @r#"
    answer=$(curl -sS "${B24_CONTROL%/}/portals" -H 'content-type: application/json' -d '{"config":{"seed":7}}')
    own=$(printf %s "${answer}" | jq -r '.["name"]')
    own_webhook=$(printf %s "${answer}" | jq -r '.["webhook"]')
    curl -sS "${own_webhook}profile" -H 'content-type: application/json' -d '{}'
    curl -sS -X DELETE "${B24_CONTROL%/}/portals/${own}" -o /dev/null
    "#);
    assert_eq!(called.variables(), ["own_webhook".to_owned()].into());
}
