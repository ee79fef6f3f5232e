//! A canary as webhook code and as token appears in nothing that the suite gives out.

use crate::portal::{CANARY, Portal, answer, json, only, ran, success};
use b24_conformance::report::{Run, Terminal, html, junit, run_file};
use b24_conformance::{Options, Target};

const TOKEN: &str = "canary0token0canary";

/// A target whose portal answers with whatever it was sent, canaries included.
async fn echo() -> Target {
    let portal = Portal::start(|number, request| {
        let echoed = format!("{}\n{}", request.head, request.body);
        let reversed: String = request.head.split('/').rev().collect();
        match number % 4 {
            _ if number == 0 => success(),
            0 => json(
                "200 OK",
                &serde_json::json!({ "result": echoed, "time": { &request.head: &request.body } }).to_string(),
            ),
            1 => json(
                "400 Bad Request",
                &serde_json::json!({ "error": CANARY, "error_description": echoed }).to_string(),
            ),
            2 => answer("500 Internal Server Error", "text/html", format!("<p>{reversed}{TOKEN}").as_bytes()),
            _ => answer(&format!("302 {CANARY}"), &format!("text/{CANARY}"), b""),
        }
    })
    .await;
    let announced = serde_json::json!({
        "webhook": format!("http://{}/rest/1/{CANARY}/", portal.address()),
        "denied": format!("http://{}/rest/2/{CANARY}2/", portal.address()),
        "oauth": { "endpoint": format!("http://{}/rest/", portal.address()), "access_token": TOKEN },
    });
    serde_json::from_value(announced).expect("a target")
}

fn clean(name: &str, text: &str) {
    for canary in [CANARY, TOKEN] {
        if let Some(at) = text.find(canary) {
            panic!("{name} holds a canary: …{}…", &text[at.saturating_sub(80)..(at + 40).min(text.len())]);
        }
    }
}

#[tokio::test]
async fn no_artefact_holds_a_canary() {
    let target = echo().await;
    clean("Debug of the target", &format!("{target:?}"));
    let options = Options { filter: None, write: true, probe_auth: true, strict: true, ..only("") };
    let (verdict, events) = ran(&target, &options).await;
    clean("the verdict", &format!("{verdict:?}"));
    clean("Debug of the events", &format!("{events:?}"));
    clean("the run file", &events.iter().map(run_file::line).collect::<String>());
    clean("the JUnit report", &junit(&Run::of(&events)));
    clean("the HTML report", &html(&Run::of(&events)));
    let mut terminal = Terminal::new(true);
    clean("the terminal report", &events.iter().map(|event| terminal.text(event)).collect::<String>());
    assert!(events.len() > 100, "the portal was hardly asked");
}

#[tokio::test]
async fn no_error_holds_a_canary() {
    let portal = Portal::start(|_, request| {
        let echoed = serde_json::json!({ "error": "INVALID_CREDENTIALS", "error_description": "Invalid request credentials", "x": request.head });
        json("401 Unauthorized", &echoed.to_string())
    })
    .await;
    let refused = ran(&portal.target(), &only("protocol")).await.0.expect_err("refused");
    clean("a refusal", &format!("{refused} {refused:?}"));
    let hanging = Portal::start(|_, _| crate::portal::Act::Hang(Vec::new())).await;
    let silent = ran(&hanging.target(), &only("protocol")).await.0.expect_err("no answer");
    clean("a timeout", &format!("{silent} {silent:?}"));
}
