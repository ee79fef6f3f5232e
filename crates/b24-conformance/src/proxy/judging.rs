//! Judges what passed through, on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use http::{HeaderMap, Uri};

use super::copy::{Fate, Shared};
use super::decompress::plain;
use crate::capture::{Answered, Captured, Sent};
use crate::source::{Entry, Item};
use crate::{Error, Judged, Validator};

/// Calls that wait to be judged.
const WAITING: usize = 256;

/// Why a call is not judged that is longer than the limit, before or after its encoding was taken off.
pub(super) const TOO_LONG: &str = "longer than what is judged";

/// A call that passed through.
pub(super) struct Passed {
    /// HTTP method.
    pub(super) verb: String,
    /// Its address at the upstream.
    pub(super) uri: Uri,
    /// Headers of the request.
    pub(super) headers: HeaderMap,
    /// Body of the request.
    pub(super) body: Shared,
    /// Status, headers and body of the answer, if the upstream gave one.
    pub(super) answer: Option<(u16, HeaderMap, Shared)>,
    /// When it began, in Unix seconds.
    pub(super) started: f64,
    /// How long it took, in seconds.
    pub(super) seconds: f64,
    /// Bytes of the longest body that is judged.
    pub(super) longest: usize,
}

enum Message {
    Passed(Box<Passed>),
    Stop,
}

/// What is waiting to be judged, before anybody judges it.
#[derive(Debug)]
pub(super) struct Judge {
    inlet: Inlet,
    outlet: Receiver<Message>,
}

/// Where calls go to be judged.
#[derive(Debug, Clone)]
pub(super) struct Inlet {
    sender: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

/// Judging that goes on.
pub(super) struct Judging {
    inlet: Inlet,
    thread: JoinHandle<Validator>,
}

impl Default for Judge {
    fn default() -> Self {
        let (sender, outlet) = sync_channel(WAITING);
        Self { inlet: Inlet { sender, lost: Arc::default() }, outlet }
    }
}

impl Inlet {
    /// Hands over a call, or counts it when too many are waiting.
    pub(super) fn put(&self, passed: Passed) {
        if self.sender.try_send(Message::Passed(Box::new(passed))).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Judge {
    /// Where calls go.
    pub(super) fn inlet(&self) -> Inlet {
        self.inlet.clone()
    }

    /// Begins to judge.
    pub(super) fn start(
        self,
        mut validator: Validator,
        mut on_judged: impl FnMut(&Judged) + Send + 'static,
    ) -> Judging {
        let Self { inlet, outlet } = self;
        let lost = Arc::clone(&inlet.lost);
        let thread = std::thread::spawn(move || {
            let mut number = 0;
            while let Ok(Message::Passed(passed)) = outlet.recv() {
                number += 1;
                on_judged(&judge(&mut validator, number, *passed));
            }
            for _ in 0..lost.load(Ordering::Relaxed) {
                validator.pass_over("more calls at a time than could be judged");
            }
            validator
        });
        Judging { inlet, thread }
    }
}

impl Judging {
    /// Judges what is still waiting, and gives back what was found.
    pub(super) async fn finish(self) -> Result<Validator, Error> {
        let Self { inlet, thread } = self;
        let joined = tokio::task::spawn_blocking(move || {
            // It fails only when the thread has ended, which joining tells.
            let _ = inlet.sender.send(Message::Stop);
            thread.join()
        });
        match joined.await {
            Ok(Ok(validator)) => Ok(validator),
            _ => Err(Error::Client { reason: "judging broke off".to_owned() }),
        }
    }
}

fn judge(validator: &mut Validator, number: u64, passed: Passed) -> Judged {
    let headers = texts(&passed.headers);
    let mut reasons = Vec::new();
    let body = match taken(&passed.body, &headers, passed.longest) {
        Ok(body) => Sent::Body(body),
        Err(reason) => {
            reasons.push(format!("a request that is {reason}"));
            Sent::Lost
        }
    };
    let answer = match passed.answer {
        Some((status, headers, body)) => {
            let headers = texts(&headers);
            let body = taken(&body, &headers, passed.longest);
            Some(Answered {
                status,
                headers,
                body: body.map_err(|reason| reasons.push(format!("an answer that is {reason}"))).ok(),
            })
        }
        None => {
            reasons.push("the upstream gave no answer".to_owned());
            None
        }
    };
    let captured = Captured {
        verb: passed.verb,
        path: passed.uri.path().to_owned(),
        query: passed.uri.query().unwrap_or_default().to_owned(),
        headers,
        body,
        answer,
        started: passed.started,
        seconds: passed.seconds,
    };
    let item = Item::from(captured.see());
    if matches!(item, Item::Call(_)) {
        reasons.iter().for_each(|reason| validator.not_judged(reason));
    }
    validator.judge(None, Entry { place: Some(number), item })
}

/// A body as it was meant, or why it is not judged.
fn taken(body: &Shared, headers: &[(String, String)], longest: usize) -> Result<Vec<u8>, String> {
    let (bytes, fate) = body.with(|copy| (std::mem::take(&mut copy.bytes), copy.fate));
    let encoding = headers.iter().find(|(name, _)| name == "content-encoding").map(|(_, value)| value.as_str());
    match fate {
        Fate::Whole => plain(bytes, encoding, longest),
        Fate::TooLong => Err(TOO_LONG.to_owned()),
        Fate::NoRoom => Err("larger than the memory that was left".to_owned()),
        Fate::Broken => Err("cut off".to_owned()),
        Fate::Unfinished => Err("not read to its end".to_owned()),
    }
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
