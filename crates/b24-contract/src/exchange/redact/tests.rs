//! No secret survives, wherever it stands and however it is written.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::Encoding;

/// The artefacts that an exchange can end up in.
fn printed(exchange: &Exchange) -> String {
    let json = serde_json::to_string(exchange).expect("an exchange is data");
    format!("{json}\n{exchange:?}\n{exchange:#?}")
}

fn made(raw: RawExchange, secret: &str) -> Exchange {
    Exchange::new(raw, &[Secret::new(secret)])
}

#[test]
fn a_secret_goes_from_every_field() {
    let raw = RawExchange {
        method: "crm.canary42".to_owned(),
        verb: "canary42".to_owned(),
        target: "/rest/1/canary42/x?y=canary%34%32&z=1".to_owned(),
        credential: "canary42".to_owned(),
        encoding: Encoding::Form,
        params: json!({ "a": { "b": ["x canary42 y"] }, "canary42": 1 }),
        raw_body: Some("{\"a\": \"can\\u0061ry42".to_owned()),
        status: 200,
        headers: vec![("X-canary42".to_owned(), "v".to_owned()), ("Location".to_owned(), "/canary42/".to_owned())],
        body: br#"{"result":"canary42","canary42":[{"canary42":null}]}"#.to_vec(),
        started: 1.5,
        seconds: 0.25,
    };
    let exchange = made(raw, "canary42");
    assert!(!printed(&exchange).contains("anary42"), "{exchange:#?}");
    assert_eq!(exchange.target(), "/rest/1/***/x?y=***&z=1");
    assert_eq!(exchange.params(), &json!({ "a": { "b": ["x *** y"] }, "***": 1 }));
    assert_eq!(exchange.raw_body(), Some("{\"a\": \"***"));
    assert_eq!(exchange.header("location"), Some("/***/"));
    assert_eq!(exchange.json(), Some(&json!({ "result": "***", "***": [{ "***": null }] })));
    assert_eq!((exchange.status(), exchange.started(), exchange.seconds()), (200, 1.5, 0.25));
}

#[test]
fn a_secret_goes_in_every_spelling() {
    let mask = Mask::of(vec!["s/e c\"é"]);
    for spelling in [
        "s/e c\"é",
        "s%2Fe%20c%22%C3%A9",
        "s%2fe+c%22%c3%a9",
        "%73%2F%65+c\"é",
        "s%252Fe%2520c%2522%25C3%25A9",
        "s\\/e c\\\"\\u00E9",
        "s\\u002fe\\u0020c\\\"é",
        "s/e c&quot;&#233;",
        "s&#x2F;e c&#34;&#xe9;",
        "s%5C%2Fe%20c%5C%22%C3%A9",
    ] {
        assert_eq!(mask.text(&format!("<{spelling}>")), "<***>", "{spelling}");
    }
    assert_eq!(mask.text("s/e c'é"), "s/e c'é");
}

#[test]
fn neighbours_and_overlaps_leave_one_mask() {
    let mask = Mask::of(vec!["abab", "babX"]);
    assert_eq!(mask.text("-ababab-abab abab-ababX"), "-***-*** ***-***");
}

#[test]
fn a_secret_made_of_masks_is_masked_too() {
    for secret in ["****", "a***", "***a", "**aa**"] {
        let mask = Mask::of(vec![secret]);
        for text in [secret.repeat(3), format!("aaaa{secret}"), format!("{secret}aaaa**"), "a".repeat(40) + secret] {
            assert!(!mask.text(&text).contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn many_secrets_take_no_longer_than_few() {
    let secrets: Vec<Secret> = (0..1000).map(|number| Secret::new(format!("canary-{number:04}-{number:04}"))).collect();
    let text = "a text of canaries such as canary-0999-0998 and %63anary-0500-0500, ".repeat(2_000);
    let started = std::time::Instant::now();
    let masked = Mask::new(&secrets).text(&text);
    assert_eq!(masked.matches("***").count(), 2_000);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn short_secrets_leave_the_text_readable() {
    let secrets = ["", "a", "abc", "ключ"].map(Secret::new);
    assert_eq!(Mask::new(&secrets).text("a abc ключ"), "a abc ***");
}

#[test]
fn numbers_equal_to_a_secret_are_masked() {
    let mask = Mask::of(vec!["12345678"]);
    assert_eq!(mask.json(json!([12345678, 123456789, -1, 1.5])), json!(["***", 123456789, -1, 1.5]));
}

#[test]
fn keys_that_become_equal_stay_apart() {
    let mask = Mask::of(vec!["canary42"]);
    let masked = mask.json(json!({ "canary42": 1, "canar%7942": 2, "***": 3, "canar\\u007942": 4 }));
    assert_eq!(masked, json!({ "***": 1, "***#1": 2, "***#2": 3, "***#3": 4 }));
}

#[test]
fn auth_loses_its_value_in_parameters_in_any_case() {
    for name in ["auth", "AUTH", "Auth", " auth"] {
        assert_eq!(Mask::new(&[]).params(json!({ name: { "x": ["tok"] } })), json!({ name: "***" }));
    }
    let untouched = json!({ "author": "tok", "fields": { "auth": "column", "TITLE": "auth=1" }, "id": 1 });
    assert_eq!(Mask::new(&[]).params(untouched.clone()), untouched);
    assert_eq!(Mask::new(&[]).params(json!([1])), json!([1]));
    assert_eq!(
        Mask::new(&[]).params(json!({ "cmd": { "a": "crm.company.get?id=1&auth=tok&x=2" } })),
        json!({ "cmd": { "a": "crm.company.get?id=1&auth=***&x=2" } }),
    );
}

#[test]
fn auth_loses_its_value_in_the_text_of_a_request() {
    for (text, expected) in [
        ("/m.json?auth=tok&id=1", "/m.json?auth=***&id=1"),
        ("/m?id=1&AUTH=tok%26en", "/m?id=1&AUTH=***"),
        ("/m?%61uth=tok", "/m?%61uth=***"),
        ("/m?auth%5Baccess_token%5D=tok&auth[x]=tok", "/m?auth%5Baccess_token%5D=***&auth[x]=***"),
        ("/m?auth[x]y=tok&auth[x[y]]=tok&auth[x=tok", "/m?auth[x]y=***&auth[x[y]]=***&auth[x=***"),
        ("/m?auth%00x=tok&a=auth[&b=auth]=c", "/m?auth%00x=***&a=auth[&b=auth]=c"),
        ("cmd[0]=crm.x%3Fid%3D1%26auth%3Dtok", "cmd[0]=crm.x%3Fid%3D1%26auth%3D***"),
        ("id=1&auth=", "id=1&auth="),
        ("author=1&auth_id=2&oauth=3&x=auth&y[auth]z", "author=1&auth_id=2&oauth=3&x=auth&y[auth]z"),
        (r#"{"id": 32, "auth": "tok""#, r#"{"id": 32, "auth": "***""#),
        (r#"{"id": 32, "auth": "tok"#, r#"{"id": 32, "auth": "***"#),
        (r#"{"auth" : "t\"ok\\", "id":1}"#, r#"{"auth" : "***", "id":1}"#),
        (r#"{"Auth":["t]","k"],"id":1}"#, r#"{"Auth":***,"id":1}"#),
        (r#"{"auth":{"a":{"b":"tok"}"#, r#"{"auth":***"#),
        (r#"{"auth":tok, "id":1}"#, r#"{"auth":***, "id":1}"#),
        (r#"{'auth':'tok', 'id':1}"#, r#"{'auth':'***', 'id':1}"#),
        (r#"{"\u0061uth":"tok"}"#, r#"{"\u0061uth":"***"}"#),
        (r#"{"x":"{\"auth\":\"tok\"}"}"#, r#"{"x":"{\"auth\":\"***\"}"}"#),
        (
            "--b\r\nContent-Disposition: form-data; name=\"auth\"\r\nX: y\r\n\r\ntok\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"auth\"\r\nX: y\r\n\r\n***\r\n--b--\r\n",
        ),
        (
            "--b\ncontent-disposition: form-data; name=AUTH\n\nt\nok",
            "--b\ncontent-disposition: form-data; name=AUTH\n\n***",
        ),
        (
            "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nauth\r\n\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nauth\r\n\r\n--b--",
        ),
    ] {
        assert_eq!(Mask::new(&[]).request(text), expected, "{text}");
    }
}

#[test]
fn commands_of_a_batch_lose_whatever_they_call_auth() {
    let commands = [
        "profile?auth=canary42",
        "profile?x=1&%61UTH=canary42",
        "profile?auth%00x=canary42",
        "profile?auth[a]x=canary42&b=1",
        "profile%3Fauth=canary42",
        "profile%3fx=1&auth[a]=canary42",
    ];
    for command in commands {
        let target = format!("/batch?cmd[0]={}", utf8_percent_encode(command, NON_ALPHANUMERIC));
        let params = json!({ "cmd": { "key": command }, "CMD": [command] });
        let shown = printed(&made(RawExchange { target, params, ..RawExchange::default() }, "another secret"));
        assert!(!shown.contains("canary42") && shown.contains("***"), "{shown}");
    }
}

#[test]
fn secret_headers_lose_their_values() {
    let raw = RawExchange {
        headers: ["Set-Cookie", "cookie", "Authorization", "PROXY-authorization", "X-Other"]
            .map(|name| (name.to_owned(), "value".to_owned()))
            .to_vec(),
        ..RawExchange::default()
    };
    let exchange = Exchange::new(raw, &[]);
    for name in SECRET_HEADERS {
        assert_eq!(exchange.header(name), Some("***"), "{name}");
    }
    assert_eq!(exchange.header("x-other"), Some("value"));
}

#[test]
fn bodies_are_told_apart() {
    let body = |content_type: &str, bytes: &[u8]| {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        let raw = RawExchange { headers, body: bytes.to_vec(), ..RawExchange::default() };
        Exchange::new(raw, &[]).body().clone()
    };
    assert_eq!(body("application/json", b""), AnswerBody::Empty);
    assert_eq!(body("text/html", b"[1]"), AnswerBody::Json(json!([1])));
    assert_eq!(body("text/html", b"1"), AnswerBody::Text("1".to_owned()));
    assert_eq!(body("application/JSON; charset=utf-8", b"1"), AnswerBody::Json(json!(1)));
    assert_eq!(body("application/json", b"{\"result\":"), AnswerBody::Text("{\"result\":".to_owned()));
    assert_eq!(body("application/json", b"\xff\xfe"), AnswerBody::Binary(2));
}

#[test]
fn a_raw_exchange_prints_nothing() {
    let raw = RawExchange { params: json!({ "auth": "canary42" }), ..RawExchange::default() };
    assert_eq!(format!("{raw:?}"), "RawExchange { .. }");
}

#[test]
fn an_exchange_read_from_a_file_loses_its_secrets_again() {
    let file = json!({
        "method": "m", "verb": "POST", "target": "/m?auth=canary42", "credential": "oauth", "encoding": "json",
        "params": { "auth": "canary42" }, "raw_body": "auth=canary42", "status": 200,
        "headers": [["Set-Cookie", "canary42"]], "body": "empty", "started": 0.0, "seconds": 0.0,
    });
    let exchange: Exchange = serde_json::from_value(file).expect("the form that exchanges are written in");
    assert!(!printed(&exchange).contains("canary42"), "{exchange:#?}");
    let again: Exchange = serde_json::from_str(&serde_json::to_string(&exchange).expect("data")).expect("own form");
    assert_eq!(again, exchange);
}

/// The ways in which a secret can be written.
fn forms(secret: &str) -> Vec<String> {
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let json = serde_json::to_string(secret).expect("text");
    let json = json[1..json.len() - 1].to_owned();
    vec![
        secret.to_owned(),
        secret.replace(' ', "+"),
        percent.to_lowercase(),
        percent.replace('%', "%25"),
        json.replace('\\', "%5c").replace('"', "%22"),
        json,
        secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
        secret.chars().map(|c| format!("&#x{:X};", u32::from(c))).collect(),
        percent,
    ]
}

/// A text with the secret somewhere inside, in any of its forms.
fn planted(secret: &str) -> impl Strategy<Value = String> + use<> {
    let rest = || "[ -~]{0,12}|(?s).{0,6}";
    (rest(), prop::sample::select(forms(secret)), rest()).prop_map(|(a, b, c)| format!("{a}{b}{c}"))
}

/// Every text in a JSON value, keys included.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(key, member)| std::iter::once(key.as_str()).chain(texts(member))).collect()
        }
        _ => Vec::new(),
    }
}

/// JSON that has texts of `leaf` as values and keys.
fn nested(leaf: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Value> {
    let value =
        prop_oneof![leaf.clone().prop_map(Value::String), any::<i64>().prop_map(Value::from), Just(Value::Null)];
    value.prop_recursive(3, 12, 3, move |inner| {
        let object = prop::collection::vec((leaf.clone(), inner.clone()), 0..3)
            .prop_map(|members| Value::Object(members.into_iter().collect()));
        prop_oneof![prop::collection::vec(inner, 0..3).prop_map(Value::Array), object]
    })
}

fn secret_and_raw() -> impl Strategy<Value = (String, RawExchange)> {
    "[A-Za-z0-9/+=\"\\\\& é_.~-]{8,16}".prop_flat_map(|secret| {
        let text = || planted(&secret).boxed();
        let body = prop_oneof![text(), nested(text()).prop_map(|json| json.to_string())];
        let texts = (text(), text(), text(), text(), prop::option::of(text()));
        (texts, nested(text()), prop::collection::vec((text(), text()), 0..3), body).prop_map(
            move |((method, verb, target, credential, raw_body), params, headers, body)| {
                let body = body.into_bytes();
                let raw = RawExchange {
                    method,
                    verb,
                    target,
                    credential,
                    params,
                    raw_body,
                    headers,
                    body,
                    ..Default::default()
                };
                (secret.clone(), raw)
            },
        )
    })
}

proptest! {
    #[test]
    fn a_canary_never_appears((secret, raw) in secret_and_raw()) {
        let exchange = made(raw, &secret);
        prop_assert!(!printed(&exchange).contains(&secret), "{secret} in {exchange:#?}");
        let data = serde_json::to_value(&exchange).expect("an exchange is data");
        for form in forms(&secret) {
            prop_assert!(texts(&data).iter().all(|text| !text.contains(&form)), "{form} in {data:#}");
        }
    }

    #[test]
    fn what_holds_no_secret_stays_as_it_is(text in "(?s).{0,60}") {
        let mask = Mask::of(vec!["a-canary-that-is-nowhere"]);
        prop_assert_eq!(mask.text(&text), text);
    }

    #[test]
    fn masking_ends_for_any_text(text in "[auth=&?:\"'{}\\[\\]\\\\%*\r\n-]{0,60}", secret in "[auth=*:]{4,6}") {
        let mask = Mask::of(vec![&secret]);
        let masked = mask.request(&text);
        prop_assert!(!masked.contains(&secret));
        prop_assert_eq!(mask.request(&masked), masked);
    }
}
