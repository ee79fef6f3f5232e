//! Portals that are ill: what answers, or does not, is no Bitrix24.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// What is wrong with a portal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ill {
    /// It is closed for maintenance: 503 and a page in HTML.
    Html,
    /// It takes connections and never answers.
    Silent,
    /// It closes the connection in the middle of an answer.
    HalfWay,
    /// It answers ten megabytes of JSON.
    TenMegabytes,
    /// It answers bytes that are no UTF-8.
    NoText,
    /// It answers every call with the same object.
    Same(&'static str),
}

/// A portal that is ill, on a free port, until the test ends.
pub(crate) struct IllPortal {
    /// The address of a webhook of it.
    pub(crate) webhook: String,
    asked: Receiver<()>,
}

impl IllPortal {
    pub(crate) fn start(ill: Ill) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (ask, asked) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let ask = ask.clone();
                std::thread::spawn(move || answer(stream, ill, &ask));
            }
        });
        Self { webhook: format!("http://{address}/rest/1/not-a-real-code/"), asked }
    }

    /// Whether a call comes; waits a moment for it.
    pub(crate) fn is_called(&self) -> bool {
        self.asked.recv_timeout(Duration::from_millis(20)).is_ok()
    }
}

/// The address of a webhook where nobody listens: the port was free a moment ago.
pub(crate) fn nowhere() -> String {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    format!("http://{free}/rest/1/not-a-real-code/")
}

fn answer(mut stream: TcpStream, ill: Ill, ask: &Sender<()>) {
    let mut buffer = [0; 65536];
    let _ = stream.read(&mut buffer);
    // Most tests do not wait for it.
    let _ = ask.send(());
    let (status, kind, body, length) = match ill {
        Ill::Html => ("503 Service Unavailable", "text/html", b"<html>closed</html>".to_vec(), None),
        Ill::Silent => {
            // Until the caller gives up.
            let _ = stream.read(&mut buffer);
            return;
        }
        Ill::HalfWay => ("200 OK", "application/json; charset=utf-8", br#"{"result":["#.to_vec(), Some(400)),
        Ill::TenMegabytes => ("200 OK", "application/json; charset=utf-8", ten_megabytes(), None),
        Ill::NoText => ("200 OK", "application/json; charset=utf-8", b"{\"result\":\"\xff\xfe\"}".to_vec(), None),
        Ill::Same(body) => ("200 OK", "application/json; charset=utf-8", body.as_bytes().to_vec(), None),
    };
    let length = length.unwrap_or(body.len());
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    // The caller may hang up early.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn ten_megabytes() -> Vec<u8> {
    let mut body = br#"{"result":""#.to_vec();
    body.resize(10_000_000, b'x');
    body.extend(b"\"}");
    body
}
