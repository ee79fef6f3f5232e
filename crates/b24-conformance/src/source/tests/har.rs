//! HAR files in the shapes of several tools. Each has the same two calls, and something that is none.

use super::*;

const ANSWER: &str = r#"{"result":[],"time":{}}"#;

/// A file with one entry.
fn one(request: Value, response: Value) -> String {
    let entry = json!({ "startedDateTime": "2026-11-22T10:00:00.5+03:00", "time": 120.5, "request": request, "response": response });
    json!({ "log": { "version": "1.2", "creator": {}, "entries": [entry] } }).to_string()
}

fn get(post_data: Value) -> Value {
    json!({ "method": "POST", "url": "https://a.example/rest/1/code/crm.company.contact.items.get", "headers": [],
        "postData": post_data })
}

fn ok() -> Value {
    json!({ "status": 200, "headers": [], "content": { "size": 23, "text": ANSWER } })
}

#[test]
fn files_of_every_tool_say_the_same() {
    for (tool, text) in [
        ("chrome", include_str!("har/chrome.har")),
        ("firefox", include_str!("har/firefox.har")),
        ("safari", include_str!("har/safari.har")),
        ("mitmproxy", include_str!("har/mitmproxy.har")),
        ("charles", include_str!("har/charles.har")),
        ("fiddler", include_str!("har/fiddler.har")),
    ] {
        reads(
            &format!("{tool}.har"),
            text,
            &[
                "1 no call",
                r#"2 crm.company.contact.items.get request {"id":"32"} answer 200 {"result":[]}"#,
                r#"3 crm.company.contact.add request {"id":"32","fields":{"CONTACT_ID":"7"}} answer 400 {"error":"","error_description":"Not found"}"#,
            ],
        );
    }
}

#[test]
fn bodies_are_read_as_recorders_write_them() {
    let request = |post_data| {
        let read = entries("x.har", &one(get(post_data), ok()), &Hints::default()).expect("readable");
        read[0].replace("1 crm.company.contact.items.get ", "").replace(&format!("answer 200 {ANSWER}"), "")
    };
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n32\r\n--x--\r\n";
    for post_data in [
        json!({ "mimeType": "application/json; charset=UTF-8", "text": r#"{"id":"32"}"# }),
        json!({ "mimeType": "application/json", "text": "eyJpZCI6\nIjMyIn0=", "encoding": "base64" }),
        json!({ "mimeType": "application/x-www-form-urlencoded", "text": "id=32", "params": [{ "name": "id", "value": "9" }] }),
        json!({ "mimeType": "application/x-www-form-urlencoded", "params": [{ "name": "id", "value": "32" }] }),
        json!({ "mimeType": "multipart/form-data; boundary=x", "text": multipart }),
        json!({ "mimeType": "multipart/form-data", "text": multipart, "params": [] }),
        json!({ "mimeType": "multipart/form-data", "params": [{ "name": "id", "value": "32" }, { "name": "f", "fileName": "a" }] }),
    ] {
        assert_eq!(request(post_data.clone()), r#"request {"id":"32"} "#, "{post_data}");
    }
    assert_eq!(request(Value::Null), "request {} ");
    assert_eq!(request(json!({ "mimeType": "application/json", "text": "?", "encoding": "rot13" })), "");
}

#[test]
fn an_answer_may_be_missing_empty_or_encoded() {
    let answer = |response| {
        let read = entries("x.har", &one(get(Value::Null), response), &Hints::default()).expect("readable");
        read[0].replace("1 crm.company.contact.items.get request {}", "")
    };
    let with = |content| json!({ "status": 200, "headers": [], "content": content });
    assert_eq!(answer(with(json!({ "size": 2, "text": "e30=", "encoding": "base64" }))), " answer 200 {}");
    assert_eq!(answer(with(json!({ "size": 3, "text": "//4A", "encoding": "base64" }))), " answer 200 Binary(3)");
    assert_eq!(answer(with(json!({ "size": 0, "mimeType": "x-unknown" }))), " answer 200 Empty");
    for response in [
        with(json!({ "size": 23, "_transferSize": 10 })),
        with(Value::Null),
        json!({ "status": 0, "headers": [], "content": { "size": 0 }, "_error": "net::ERR_ABORTED" }),
        Value::Null,
    ] {
        assert_eq!(answer(response.clone()), "", "{response}");
    }
}

#[test]
fn time_and_duration_are_kept() {
    let mut seen = None;
    let text = one(get(Value::Null), ok());
    read("x.har", text.as_bytes(), &Hints::default(), &mut |entry| {
        if let Item::Call(recorded) = entry.item {
            seen = Some((recorded.exchange.started(), recorded.exchange.seconds()));
        }
    })
    .expect("readable");
    assert_eq!(seen, Some((1_795_330_800.5, 0.1205)));
}

#[test]
fn a_large_file_is_read_entry_by_entry() {
    /// Gives a HAR file with as many entries as are asked for, piece by piece.
    struct Endless {
        left: usize,
        piece: Vec<u8>,
        at: usize,
    }
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.piece.len() {
                if self.left == 0 {
                    return Ok(0);
                }
                self.left -= 1;
                let end = if self.left == 0 { "]}}" } else { "," };
                let filler = "x".repeat(1 << 16);
                self.piece =
                    format!(r#"{{"request":{{"method":"GET","url":"https://a.example/{filler}"}}}}{end}"#).into();
                self.at = 0;
            }
            let length = buffer.len().min(self.piece.len() - self.at);
            buffer[..length].copy_from_slice(&self.piece[self.at..self.at + length]);
            self.at += length;
            Ok(length)
        }
    }
    let mut count = 0_u64;
    let source = Endless { left: 200, piece: br#"{"log":{"entries":["#.to_vec(), at: 0 };
    read("x.har", source, &Hints::default(), &mut |entry| {
        count += 1;
        assert_eq!(entry.place, Some(count), "entries come as they are read");
    })
    .expect("readable");
    assert_eq!(count, 200);
}
