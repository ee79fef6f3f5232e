//! What calls look like from outside, and what must not be left of them.

use serde_json::json;

use super::*;

const GET: &str = "crm.company.contact.items.get";

fn answered(body: &str) -> Option<Answered> {
    Some(Answered { status: 200, headers: Vec::new(), body: Some(body.as_bytes().to_vec()) })
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn call(path: &str, query: &str) -> Captured {
    let (path, query) = (path.to_owned(), query.to_owned());
    Captured { verb: "POST".to_owned(), path, query, answer: answered("{}"), ..Captured::default() }
}

#[track_caller]
fn exchange(captured: Captured) -> Exchange {
    match captured.see() {
        Seen::Call { exchange, .. } => *exchange,
        other => panic!("{other:?} is no call"),
    }
}

#[test]
fn a_call_is_recognised_in_every_form_of_its_address() {
    for path in [
        format!("/rest/1/canary/{GET}"),
        format!("/rest/1/canary//{GET}.json/"),
        format!("/rest/{GET}.xml"),
        format!("/sub/folder/rest/1/canary/{GET}"),
    ] {
        let exchange = exchange(call(&path, ""));
        assert_eq!(exchange.method(), GET, "{path}");
        assert!(exchange.target().contains(GET) && !exchange.target().contains("canary"), "{}", exchange.target());
    }
    assert!(matches!(call("/rest/api/1/canary/crm.company.get", "").see(), Seen::Rest3));
    for path in ["/", "/logo.png", "/restful/a", "/upload/rest.png", "/rest"] {
        assert!(matches!(call(path, "").see(), Seen::NoCall), "{path}");
    }
    assert!(matches!(Captured { verb: "OPTIONS".to_owned(), ..call("/rest/profile", "") }.see(), Seen::NoCall));
}

#[test]
fn parameters_are_read_in_every_encoding_and_from_what_recorders_decoded() {
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"fields[CONTACT_ID]\"\r\n\r\n7\r\n--b--\r\n";
    let fields = |name: &str| Sent::Fields(vec![(name.to_owned(), "7".to_owned())]);
    for (kind, body, encoding) in [
        ("application/json", Sent::Body(br#"{"fields":{"CONTACT_ID":"7"}}"#.to_vec()), Encoding::Json),
        ("application/x-www-form-urlencoded", Sent::Body(b"fields[CONTACT_ID]=7".to_vec()), Encoding::Form),
        ("multipart/form-data; boundary=b", Sent::Body(multipart.as_bytes().to_vec()), Encoding::Multipart),
        ("application/x-www-form-urlencoded", fields("fields[CONTACT_ID]"), Encoding::Form),
        ("application/x-www-form-urlencoded", fields("fields%5BCONTACT_ID%5D"), Encoding::Form),
        ("Multipart/Form-Data", fields("fields[CONTACT_ID]"), Encoding::Multipart),
    ] {
        let headers = headers(&[("Content-Type", kind)]);
        let exchange = exchange(Captured { headers, body, ..call("/rest/1/code/crm.company.contact.add", "id=32") });
        assert_eq!(*exchange.params(), json!({ "id": "32", "fields": { "CONTACT_ID": "7" } }), "{kind}");
        assert_eq!(exchange.encoding(), encoding, "{kind}");
    }
}

#[test]
fn what_nobody_kept_is_not_known() {
    let known = |captured: Captured| match captured.see() {
        Seen::Call { request, answer, .. } => (request, answer),
        other => panic!("{other:?} is no call"),
    };
    assert_eq!(known(call("/rest/profile", "")), (true, true));
    assert_eq!(known(Captured { body: Sent::Lost, ..call("/rest/profile", "") }), (false, true));
    assert_eq!(known(Captured { answer: None, ..call("/rest/profile", "") }), (true, false));
    let lost = Some(Answered { status: 200, headers: Vec::new(), body: None });
    assert_eq!(known(Captured { answer: lost, ..call("/rest/profile", "") }), (true, false));
}

#[test]
fn pseudo_headers_are_none_of_the_answer() {
    let answer = Answered {
        status: 200,
        headers: headers(&[(":status", "200"), ("Content-Type", "application/json")]),
        body: Some(b"{}".to_vec()),
    };
    let exchange = exchange(Captured { answer: Some(answer), ..call("/rest/profile", "") });
    assert_eq!((exchange.header(":status"), exchange.header("content-type")), (None, Some("application/json")));
}

#[test]
fn no_secret_of_a_call_is_left_wherever_it_is_repeated() {
    let secrets = ["canary0path", "canary0auth", "canary0bearer", "canary0cookie0long", "canary0sessid"];
    let echo = |secret: &str| answered(&json!({ "result": { "echo": [secret], secret: 1 } }).to_string());
    for secret in secrets {
        let captured = Captured {
            headers: headers(&[
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Authorization", "Bearer canary0bearer"),
                ("Cookie", "lang=en; PHPSESSID=canary0cookie0long"),
            ]),
            body: Sent::Body(b"AUTH=canary0auth&sessid=canary0sessid&id=32".to_vec()),
            answer: echo(secret),
            ..call("/rest/1/canary0path/profile", "x=canary0path")
        };
        let shown = serde_json::to_string(&exchange(captured)).expect("JSON");
        assert!(!shown.contains("canary0"), "{secret} is in {shown}");
    }
}

#[test]
fn what_stands_in_place_of_a_name_is_taken_for_a_secret() {
    for path in ["/rest/canary0code/crm.company.get", "/rest/canary0code", "/rest/1/code/canary0code"] {
        let shown = serde_json::to_string(&exchange(call(path, ""))).expect("JSON");
        assert!(!shown.contains("canary0"), "{shown}");
    }
    assert_eq!(exchange(call("/rest/1/code/crm.own.method", "")).method(), "crm.own.method");
}

#[test]
fn the_credential_is_named_by_its_kind() {
    assert_eq!(exchange(call("/rest/1/code/profile", "")).credential(), "webhook");
    assert_eq!(exchange(call("/rest/profile", "auth=token")).credential(), "oauth");
    assert_eq!(exchange(call("/rest/profile", "")).credential(), "none");
}
