//! What a shell makes of the lines.

use std::process::Command;

use b24_contract::Encoding;
use b24_contract::rule::Call;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::variable::{Held, Variables};
use crate::wire::encode;

fn numbers() -> Variables {
    Variables::from([("c".to_owned(), Held::Number(7))])
}

/// Stands in for `jq`, which not every machine has: prints its arguments between angle brackets.
const JQ: &str = "jq() { printf '<%s>' \"$*\"; }";

/// What a shell makes of a line: the arguments that `curl` gets, with the variables set.
fn arguments(line: &str) -> Vec<String> {
    let script = format!("{JQ}\ncurl() {{ printf '%s\\000' \"$@\"; }}\n{line}");
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("B24_PORTAL", "http://127.0.0.1:1/rest/1/code/")
        .env("B24_TOKEN", "token")
        .env("c", "7")
        .env("t", "x \"&\"")
        .output()
        .expect("a POSIX shell runs");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_terminator('\0').map(str::to_owned).collect()
}

fn pasted(value: Value) -> Vec<String> {
    let call: Call = serde_json::from_value(value).expect("a call of the grammar");
    arguments(&line(&compose(&call, Brackets::Raw).for_values(&numbers())))
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

/// What the variables hold after lines whose `curl` gives this answer.
fn taken(answer: &Value, takes: &[(&str, &str)], shown: &str) -> String {
    let call: Call = serde_json::from_value(json!({ "call": "m" })).expect("a call");
    let takes = takes.iter().map(|(name, pointer)| ((*name).to_owned(), (*pointer).to_owned())).collect();
    let lines = lines(&compose(&call, Brackets::Raw), &takes).join("\n");
    let script = format!("{JQ}\ncurl() {{ printf %s '{answer}'; }}\n{lines}\nprintf %s \"{shown}\"");
    let output = Command::new("sh").args(["-c", &script]).output().expect("a POSIX shell runs");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_line_that_makes_a_record_keeps_its_id() {
    let answer = json!({ "result": 4711, "time": { "start": 1 } });
    assert_eq!(taken(&answer, &[("new", RESULT)], "$new"), "4711");
}

#[test]
fn what_is_taken_from_an_answer_is_kept() {
    let answer = json!({ "result": { "PHONE": [{ "ID": "12" }] }, "total": 3 });
    let takes = [("p", "/result/PHONE/0/ID"), ("t", "/result/it's~1")];
    assert_eq!(taken(&answer, &takes[..1], "$p"), r#"<-r .["result"]["PHONE"][0]["ID"]>"#);
    assert_eq!(taken(&answer, &takes, "$answer"), answer.to_string());
    assert_eq!(taken(&answer, &takes, "$t"), r#"<-r .["result"]["it's/"]>"#);
}

#[test]
fn text_is_written_as_the_place_wants_it() {
    let call: Call =
        serde_json::from_value(json!({ "call": "m", "params": { "a": "$t", "b": "<$t>" } })).expect("a call");
    let json = arguments(&line(&compose(&call, Brackets::Raw)));
    assert_eq!(
        json.last().map(String::as_str),
        Some(r#"{"a":<-rn --arg v x "&" $v|@json>,"b":"<<-rn --arg v x "&" $v|@json[1:-1]>>"}"#)
    );
    let form = arguments(&line(&compose(&Call { via: Encoding::Form, ..call }, Brackets::Raw)));
    assert_eq!(
        form.last().map(String::as_str),
        Some(r#"a=<-rn --arg v x "&" $v|@uri>&b=%3C<-rn --arg v x "&" $v|@uri>%3E"#)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_escapes_its_quotes(text in "[ -~é\n]{0,20}") {
        let template = Template::with_variables(&text);
        let expected = template.fill_variables(|name| if name == "c" { "7".to_owned() } else { String::new() });
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
