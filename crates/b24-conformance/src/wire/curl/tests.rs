//! What a shell makes of the lines.

use std::process::Command;

use b24_contract::rule::Call;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::wire::encode;

/// What a shell makes of a line: the arguments that `curl` gets, with the variables set.
fn arguments(line: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\000' \"$@\"; }}\n{line}");
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("B24_WEBHOOK", "http://127.0.0.1:1/rest/1/code/")
        .env("B24_TOKEN", "token")
        .env("c", "7")
        .output()
        .expect("a POSIX shell runs");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_terminator('\0').map(str::to_owned).collect()
}

fn pasted(value: Value) -> Vec<String> {
    let call: Call = serde_json::from_value(value).expect("a call of the grammar");
    arguments(&line(&compose(&call, Brackets::Raw), None))
}

#[test]
fn a_pasted_line_sends_what_the_suite_sent() {
    let quoted = json!({ "call": "m", "params": { "id": "$c", "t": "it's \"$c\" `x` \\ !" }, "as": "webhook" });
    assert_eq!(
        pasted(quoted),
        [
            "-sS",
            "http://127.0.0.1:1/rest/1/code/m",
            "-H",
            "content-type: application/json",
            "-d",
            r#"{"id":7,"t":"it's \"7\" `x` \\ !"}"#
        ]
    );
    let token = json!({ "call": "m", "via": "multipart", "params": { "a": { "b": "$c;x" } }, "as": "oauth" });
    assert_eq!(pasted(token)[2..], ["--form-string", "a[b]=7;x", "--form-string", "auth=token"]);
    let query = json!({ "call": "m", "via": "query", "params": { "a": { "b": "$c" } } });
    assert_eq!(pasted(query), ["-sS", "--globoff", "http://127.0.0.1:1/rest/1/code/m?a[b]=7"]);
}

#[test]
fn a_line_that_makes_a_record_keeps_its_id() {
    let call: Call = serde_json::from_value(json!({ "call": "m" })).expect("a call");
    let line = line(&compose(&call, Brackets::Raw), Some("new"));
    let script =
        format!("curl() {{ echo '{{\"result\": 4711,\"time\":{{\"start\":1}}}}'; }}\n{line}\nprintf %s \"$new\"");
    let output = Command::new("sh").args(["-c", &script]).output().expect("a POSIX shell runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "4711");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_escapes_its_quotes(text in "[ -~é\n]{0,20}") {
        let template = Template::with_variables(&text);
        let expected = template.fill_ids(|name| if name == "c" { "7".to_owned() } else { String::new() });
        prop_assert_eq!(arguments(&format!("curl {}", word(&template))), [expected]);
    }

    #[test]
    fn a_json_body_arrives_as_it_is(text in "\\PC{0,20}") {
        let text = text.replace('$', "");
        let body = encode::json(json!({ "t": text }).as_object().expect("an object"), None);
        let arrived = arguments(&format!("curl {}", word(&body)));
        prop_assert_eq!(serde_json::from_str::<Value>(&arrived[0]).expect("JSON"), json!({ "t": text }));
    }
}
