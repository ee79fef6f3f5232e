//! What the judge finds in exchanges, and what it does not.

mod batch;
mod documented;

use serde_json::json;

use super::*;
use crate::{ErrorAnswer, ExampleKind, MASK, RawExchange, Secret};

const GET: &str = "crm.company.contact.items.get";

/// An answer to a call over JSON.
fn answered(method: &str, status: u16, body: &Value) -> Exchange {
    raw(method, "", status, "application/json; charset=utf-8", body.to_string().as_bytes())
}

fn raw(method: &str, suffix: &str, status: u16, content_type: &str, body: &[u8]) -> Exchange {
    let raw = RawExchange {
        method: method.to_owned(),
        verb: "POST".to_owned(),
        target: format!("/{method}{suffix}"),
        status,
        headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
        body: body.to_vec(),
        ..RawExchange::default()
    };
    Exchange::new(raw, &[])
}

fn example(id: &str) -> Value {
    contract().examples.iter().find(|example| example.id.as_str() == id).expect("known id").payload.clone()
}

/// The answer of the documentation page, with a change.
fn page(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = example("crm.company.contact.items.get/example/answer");
    change(&mut body);
    body
}

fn failed(code: &str, text: &str) -> Value {
    json!({ "error": code, "error_description": text })
}

fn summary(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|Finding { clause, pointer, message, binds }| {
            format!("{} {clause} at {pointer:?}: {message}", if *binds { "fails" } else { "notes" })
        })
        .collect()
}

#[track_caller]
fn finds(exchange: &Exchange, expected: &[&str]) {
    assert_eq!(summary(&judge(exchange)), expected);
}

#[test]
fn a_broken_schema_is_found_at_the_clause_that_people_know() {
    finds(
        &answered(GET, 200, &page(|body| body["result"][1]["SORT"] = json!("110"))),
        &[r#"fails ContactBinding#/properties/SORT at "/result/1/SORT": string where integer belongs"#],
    );
    finds(
        &answered(GET, 200, &page(|body| body["result"][0]["IS_PRIMARY"] = json!("yes"))),
        &[r#"fails ContactBinding#/properties/IS_PRIMARY at "/result/0/IS_PRIMARY": value is not one of "Y" or "N""#],
    );
    finds(
        &answered(GET, 200, &page(|body| body["result"][2] = json!(["7"]))),
        &[r#"fails ContactBinding# at "/result/2": array where object belongs"#],
    );
    finds(
        &answered(GET, 200, &page(|body| drop(body["result"][2].as_object_mut().map(|row| row.remove("SORT"))))),
        &[r#"fails ContactBinding#/properties/SORT at "/result/2": `SORT` is missing"#],
    );
    finds(
        &answered(GET, 200, &page(|body| body["result"] = json!({}))),
        &[r#"fails crm.company.contact.items.get.result# at "/result": object where array belongs"#],
    );
    finds(
        &answered(GET, 200, &page(|body| drop(body.as_object_mut().map(|body| body.remove("time"))))),
        &[r#"fails SuccessEnvelope#/properties/time at "": `time` is missing"#],
    );
    finds(
        &answered(GET, 200, &page(|body| drop(body.as_object_mut().map(|body| body.remove("result"))))),
        &[r#"fails crm.company.contact.items.get.answer#/properties/result at "": `result` is missing"#],
    );
    finds(
        &answered(GET, 200, &page(|body| body["time"]["date_start"] = json!("yesterday"))),
        &[
            r#"fails Time#/properties/date_start at "/time/date_start": value does not match "^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-]([01]\d|2[0-3]):[0-5]\d$""#,
        ],
    );
    finds(
        &answered(GET, 200, &page(|body| body["time"]["date_start"] = json!("2024-02-30T16:46:31+02:00"))),
        &[r#"fails protocol/time/dates at "/time/date_start": `date_start` is not `start`, cut to the second"#],
    );
}

#[test]
fn members_that_the_contract_does_not_know_are_fine() {
    let more = page(|body| {
        body["total"] = json!(3);
        body["result"][0]["UF_NEW"] = json!([]);
        body["time"]["operating"] = json!(0.5);
    });
    finds(&answered(GET, 200, &more), &[]);
}

#[test]
fn status_and_envelope_must_agree() {
    finds(
        &answered(GET, 201, &page(|_| ())),
        &[r#"fails protocol/errors/status at "": a success under status 201 where 200 belongs"#],
    );
    finds(
        &answered(GET, 500, &page(|_| ())),
        &[r#"fails protocol/errors/status at "": a success under status 500 where 200 belongs"#],
    );
    finds(
        &answered(GET, 200, &failed("", "The parameter ownerEntityID is invalid or not defined.")),
        &[r#"fails protocol/errors/status at "": an error under status 200 where 400 or more belongs"#],
    );
    finds(
        &answered(GET, 200, &json!([1])),
        &[r#"fails SuccessEnvelope# at "": JSON that is no object where an object belongs"#],
    );
}

#[test]
fn an_error_must_be_well_formed() {
    finds(
        &answered(GET, 400, &json!({ "message": "no" })),
        &[
            r#"fails ErrorEnvelope#/properties/error at "": `error` is missing"#,
            r#"fails ErrorEnvelope#/properties/error_description at "": `error_description` is missing"#,
        ],
    );
    let text = "The parameter ownerEntityID is invalid or not defined.";
    finds(
        &answered(GET, 400, &json!({ "error": "", "error_description": text, "result": [], "time": {} })),
        &[
            r#"fails ErrorEnvelope# at "": `result` does not belong here"#,
            r#"notes protocol/errors/no-time at "/time": an error with `time`"#,
        ],
    );
    finds(
        &answered(GET, 400, &json!({ "error": { "code": "X" }, "error_description": "x" })),
        &[r#"fails ErrorEnvelope#/properties/error at "/error": object where string belongs"#],
    );
}

#[test]
fn an_error_that_is_off_in_one_part_is_taken_for_its_neighbour() {
    finds(
        &answered(GET, 500, &failed("access_denied", "Access denied")),
        &[r#"fails crm.company.contact.items.get/access-denied at "": status 500 where 403 or 400 belongs"#],
    );
    finds(
        &answered(GET, 401, &failed("expired_token", "Too old")),
        &[
            r#"fails system/expired-token at "/error_description": text "Too old" where "The access token provided has expired" belongs"#,
        ],
    );
    finds(
        &answered(GET, 503, &failed("SLOW_DOWN", "Too many requests")),
        &[r#"fails system/query-limit-exceeded at "/error": code "SLOW_DOWN" where "QUERY_LIMIT_EXCEEDED" belongs"#],
    );
    finds(
        &answered(GET, 500, &failed("authorization_error", "Unable to authorize user")),
        &[r#"notes system/authorization-error at "": status 500 where 401 belongs"#],
    );
}

#[test]
fn an_error_that_no_source_knows_is_shown() {
    finds(
        &answered(GET, 418, &failed("TEAPOT", "Short and stout")),
        &[
            r#"fails protocol/errors/known at "": crm.company.contact.items.get has no error of status 418, code "TEAPOT" and text "Short and stout""#,
        ],
    );
    finds(
        &answered(GET, 400, &failed("", "Something else")),
        &[
            r#"fails protocol/errors/known at "": crm.company.contact.items.get has no error of status 400, code "" and text "Something else""#,
        ],
    );
}

#[test]
fn of_several_errors_that_match_the_one_with_these_words_is_named() {
    let named =
        |method, status, code, text| error_of(&answered(method, status, &failed(code, text))).map(|clause| clause.id);
    let add = "crm.contact.add";
    assert_eq!(named(add, 400, "", "Disk resource exhausted"), Some("crm.contact.add/disk-exhausted"));
    assert_eq!(named(add, 400, "", "Any other words"), Some("crm.contact.add/name-missing"));
    assert_eq!(named(GET, 401, "NO_AUTH_FOUND", "Wrong authorization data"), Some("system/no-auth-found"));
    assert_eq!(named(GET, 404, "error_method_not_found", "?"), Some("system/method-not-found"));
    assert_eq!(named(GET, 400, "", "Any other words"), None);
    assert_eq!(error_of(&answered(GET, 200, &page(|_| ()))), None);
    let wrong = answered(GET, 401, &failed("NO_AUTH_FOUND", "Wrong authorization data"));
    assert!(is_error(&wrong, ErrorClause::by_id("system/invalid-credentials").expect("known id")));
    assert!(!is_error(&wrong, ErrorClause::by_id("system/expired-token").expect("known id")));
}

#[test]
fn a_method_that_the_contract_does_not_describe_is_judged_by_what_all_share() {
    let method = "crm.lead.get";
    finds(&answered(method, 200, &page(|body| body["result"] = json!({ "ID": "1" }))), &[]);
    finds(&answered(method, 400, &failed("", "Lead is not found")), &[]);
    finds(&answered(method, 400, &failed("ACCESS_DENIED", "Access denied")), &[]);
    finds(
        &answered(method, 400, &failed("expired_token", "The access token provided has expired")),
        &[r#"fails system/expired-token at "": status 400 where 401 belongs"#],
    );
    finds(
        &answered(method, 200, &json!({ "result": true })),
        &[r#"fails SuccessEnvelope#/properties/time at "": `time` is missing"#],
    );
}

#[test]
fn a_body_that_is_no_json_is_named_but_not_shown() {
    for (body, found) in [
        (&b""[..], "an empty body"),
        (b"<html><body>canary</body></html>", "markup"),
        (b"{\"result\": \"canary", "text that is no JSON"),
        (b"\xff\xfe\xfd", "3 bytes that are no UTF-8"),
    ] {
        finds(
            &raw(GET, ".json", 503, "text/html", body),
            &[&format!(r#"fails protocol/answer/json at "": {found} under status 503 where JSON belongs"#)],
        );
    }
}

#[test]
fn the_content_type_is_judged_where_headers_are_known() {
    let body = page(|_| ()).to_string();
    for fine in ["application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
        finds(&raw(GET, "", 200, fine, body.as_bytes()), &[]);
    }
    finds(
        &raw(GET, ".json", 200, "text/html", body.as_bytes()),
        &[r#"fails protocol/answer/content-type at "": `text/html` where `application/json; charset=utf-8` belongs"#],
    );
    let mut bare =
        RawExchange { method: GET.to_owned(), status: 200, body: body.into_bytes(), ..RawExchange::default() };
    finds(&Exchange::new(bare.clone(), &[]), &[]);
    bare.headers.push(("date".to_owned(), "today".to_owned()));
    finds(
        &Exchange::new(bare, &[]),
        &[
            r#"fails protocol/answer/content-type at "": no content type where `application/json; charset=utf-8` belongs"#,
        ],
    );
}

#[test]
fn xml_is_judged_by_its_content_type_only() {
    for suffix in [".xml", ".XML/", ".xml?a=b.json"] {
        finds(&raw(GET, suffix, 200, "text/xml; charset=utf-8", b"<response/>"), &[]);
    }
    finds(
        &raw(GET, ".xml", 200, "application/json; charset=utf-8", b"{}"),
        &[
            r#"fails protocol/answer/content-type at "": `application/json; charset=utf-8` where `text/xml; charset=utf-8` belongs"#,
        ],
    );
    finds(
        &raw(GET, "?x=.xml", 200, "text/xml; charset=utf-8", b"<response/>"),
        &[r#"fails protocol/answer/json at "": markup under status 200 where JSON belongs"#],
    );
}

#[test]
fn answers_without_a_body_by_nature_are_not_judged() {
    for verb in ["OPTIONS", "head"] {
        let raw = RawExchange { method: GET.to_owned(), verb: verb.to_owned(), status: 204, ..RawExchange::default() };
        finds(&Exchange::new(raw, &[]), &[]);
    }
}

#[test]
fn requests_are_judged_after_they_are_normalised() {
    let get = Method::parse(GET).expect("a method of the contract");
    for fine in [json!({ "id": 32 }), json!({ "ID": "32" }), json!({ "Id": 32, "auth": "***", "bx24_sdk_ver": "1" })] {
        assert_eq!(request(get, &fine), [], "{fine}");
    }
    for nothing in [json!([]), json!({}), json!(null)] {
        assert_eq!(
            summary(&request(get, &nothing)),
            [r#"fails crm.company.contact.items.get.params#/properties/id at "": `id` is missing"#]
        );
    }
    assert_eq!(
        summary(&request(get, &json!({ "ID": ["canary"] }))),
        [r#"fails crm.company.contact.items.get.params#/properties/id at "/id": array where integer belongs"#]
    );
    assert_eq!(
        summary(&request(get, &json!("canary"))),
        ["fails crm.company.contact.items.get.params# at \"\": string where object belongs"]
    );
    let add = Method::parse("crm.company.contact.add").expect("a method of the contract");
    let strings = json!({ "id": "1", "FIELDS": { "CONTACT_ID": "7", "SORT": "-5" } });
    assert_eq!(request(add, &strings), []);
}

#[test]
fn a_schema_that_does_not_exist_is_never_kept() {
    assert_eq!(
        summary(&value("NoSuchSchema", &json!(1))),
        ["notes NoSuchSchema# at \"\": the contract has no such schema"]
    );
}

#[test]
fn every_schema_clause_that_can_be_broken_is_a_location_of_the_contract() {
    let locations = contract().schema_locations();
    for example in contract().examples.iter().filter(|example| example.kind == ExampleKind::Answer) {
        for mutation in crate::mutate::mutate(&format!("{}.answer", example.method), &example.payload) {
            assert!(locations.iter().any(|(clause, _)| *clause == mutation.clause), "{}", mutation.clause);
        }
    }
}

#[test]
fn every_schema_of_the_contract_compiles() {
    let components = contract().openapi["components"]["schemas"].as_object().expect("components");
    for name in components.keys() {
        let findings = value(name, &json!(null));
        assert!(findings.iter().all(|finding| !finding.message.contains("no such schema")), "{name}");
    }
}

#[test]
fn findings_show_no_values() {
    let canary = "canary-4242-canary";
    let body = page(|body| {
        body["result"] =
            json!([{ "CONTACT_ID": canary, "SORT": canary, "ROLE_ID": canary, "IS_PRIMARY": canary }, canary]);
        body["time"]["date_start"] = json!(canary);
        body["time"]["start"] = json!(canary);
    });
    let findings = judge(&answered(GET, 200, &body));
    assert!(findings.len() >= 7, "{findings:#?}");
    assert!(!format!("{findings:?}").contains(canary), "{findings:#?}");
}

#[test]
fn what_was_removed_from_an_error_is_not_shown() {
    let raw = RawExchange {
        method: GET.to_owned(),
        status: 418,
        body: failed("TEAPOT", "no user for fake-secret-42").to_string().into_bytes(),
        ..RawExchange::default()
    };
    let findings = judge(&Exchange::new(raw, &[Secret::new("fake-secret-42")]));
    assert!(findings[0].message.contains(&format!("no user for {MASK}")), "{findings:?}");
}
