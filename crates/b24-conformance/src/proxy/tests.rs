//! What passes through the proxy, byte for byte, and what is said of it.

use std::sync::Mutex;

use b24_contract::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::*;
use crate::{Departure, Event, Meaning, RunKind, Validation};

/// A server that answers each connection with the same bytes and keeps what it was sent.
async fn canned(answer: impl Into<Vec<u8>>) -> (String, Arc<Mutex<Vec<u8>>>) {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let seen: Arc<Mutex<Vec<u8>>> = Arc::default();
    let keeper = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (keeper, answer) = (Arc::clone(&keeper), answer.clone());
            tokio::spawn(async move {
                let request = whole_request(&mut stream).await;
                keeper.lock().expect("no panic").extend(request);
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (address, seen)
}

/// Reads a request up to the end that its length gives.
async fn whole_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
            if request.len() >= end + 4 + length.unwrap_or(0_usize) {
                return request;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ => return request,
        }
    }
}

/// A running proxy, and what it has told so far.
struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    done: JoinHandle<Result<Validator, Error>>,
    told: Arc<Mutex<Vec<Departure>>>,
}

impl Running {
    async fn before(upstream: &str, options: &ProxyOptions) -> Self {
        let upstream = Upstream::parse(&Secret::new(upstream)).expect("an address");
        let proxy = Proxy::bind(([127, 0, 0, 1], 0).into(), upstream, options).await.expect("a free port");
        let (address, stop) = (proxy.address(), CancellationToken::new());
        let told: Arc<Mutex<Vec<Departure>>> = Arc::default();
        let teller = Arc::clone(&told);
        let on_judged = move |judged: &Judged| teller.lock().expect("no panic").extend(judged.departures.clone());
        let done = tokio::spawn(proxy.run(Validator::new(Validation::default()), stop.clone(), on_judged));
        Self { address, stop, done, told }
    }

    /// Sends bytes and gives back everything that comes until the connection ends.
    async fn send(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).await.expect("the proxy listens");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        // A connection that breaks off ends the answer too.
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }

    async fn end(self) -> Validator {
        self.stop.cancel();
        self.done.await.expect("no panic").expect("the proxy ends in good order")
    }
}

const PATH: &str = "/rest/1/canary0code/crm.company.contact.items.get";

fn post(body: &str) -> String {
    let length = body.len();
    format!(
        "POST {PATH}?x=it's&y[]=%5b HTTP/1.1\r\nhost: here\r\nconnection: close, x-hop\r\nx-hop: 1\r\nx-own: 2\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn body_of(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("headers end");
    &answer[end + 4..]
}

#[tokio::test]
async fn a_call_arrives_as_it_was_sent_and_its_answer_too() {
    let upstream = answer("200 OK\r\ncontent-type: application/json; charset=utf-8", b"{ \"result\" : [7] }\n");
    let (address, seen) = canned(upstream).await;
    let proxy = Running::before(&address, &ProxyOptions::default()).await;
    let got = proxy.send(&post("{ \"id\" : \"abc\" }")).await;
    assert!(got.starts_with(b"HTTP/1.1 200 OK\r\n"), "{}", String::from_utf8_lossy(&got));
    assert_eq!(body_of(&got), b"{ \"result\" : [7] }\n");
    let seen = String::from_utf8(seen.lock().expect("no panic").clone()).expect("text");
    assert!(seen.starts_with(&format!("POST {PATH}?x=it's&y[]=%5b HTTP/1.1\r\n")), "{seen}");
    assert!(seen.ends_with("\r\n\r\n{ \"id\" : \"abc\" }"), "{seen}");
    assert!(seen.contains("x-own: 2") && !seen.contains("x-hop") && !seen.contains("host: here"), "{seen}");
    let validator = proxy.end().await;
    let lines: String = validator.findings().departures.into_iter().map(Departure::line).collect();
    assert!(
        lines.contains(
            "call 1 /id crm.company.contact.items.get.params#/properties/id string where integer belongs (request of"
        ),
        "{lines}"
    );
    assert!(lines.contains("call 1 /result/0 ContactBinding# integer where object belongs (answer to"), "{lines}");
}

#[tokio::test]
async fn bodies_that_cannot_be_judged_pass_all_the_same() {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(br#"{"result":[7]}"#).expect("into memory");
    let gzip = gzip.finish().expect("into memory");
    let long = vec![b' '; 200_000];
    for (head, body, expected) in [
        ("200 OK\r\ncontent-encoding: gzip", gzip.as_slice(), Ok("ContactBinding#")),
        ("503 Service Unavailable", b"<html>", Ok("protocol/answer/json")),
        ("200 OK", b"\xff\xfe", Ok("protocol/answer/json")),
        ("302 Found\r\nlocation: https://b.example/rest/1/canary0code/x", b"", Ok("protocol/answer/json")),
        ("200 OK\r\ncontent-encoding: br", b"abc", Err("an answer that is nothing here undoes the encoding br")),
        ("200 OK", long.as_slice(), Err("an answer that is longer than what is judged")),
    ] {
        let (address, _) = canned(answer(head, body)).await;
        let options = ProxyOptions { longest: 100_000, ..ProxyOptions::default() };
        let proxy = Running::before(&address, &options).await;
        assert!(body_of(&proxy.send(&post("{\"id\":32}")).await) == body, "{head}");
        let validator = proxy.end().await;
        let findings = validator.findings();
        match expected {
            Ok(clause) => assert!(findings.departures.iter().any(|found| found.clause.as_str() == clause), "{head}"),
            Err(reason) => assert_eq!(findings.counted.not_judged.get(reason), Some(&1), "{:?}", findings.counted),
        }
        let events = validator.finished();
        assert!(!format!("{events:?}{}", validator.text()).contains("canary0"), "{head}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_cut_off_for_the_client_too() {
    let (address, _) = canned(&b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"result\""[..]).await;
    let proxy = Running::before(&address, &ProxyOptions::default()).await;
    assert_eq!(body_of(&proxy.send(&post("{}")).await), b"{\"result\"");
    let validator = proxy.end().await;
    assert_eq!(validator.findings().counted.not_judged.get("an answer that is cut off"), Some(&1));
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_is_told_without_secrets() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port").local_addr().expect("bound");
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let mute = silent.local_addr().expect("bound");
    let options = ProxyOptions { timeout: Duration::from_millis(200), ..ProxyOptions::default() };
    for (address, status) in [(free, "502"), (mute, "504")] {
        let proxy = Running::before(&format!("http://{address}/rest/1/canary0code/"), &options).await;
        let got = String::from_utf8(proxy.send("GET /profile HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await);
        let got = got.expect("text");
        assert!(got.starts_with(&format!("HTTP/1.1 {status} ")) && got.contains("gave no answer"), "{got}");
        assert!(!got.contains("canary0"), "{got}");
        let validator = proxy.end().await;
        assert_eq!(validator.findings().counted.not_judged.get("the upstream gave no answer"), Some(&1));
        assert_eq!(validator.findings().methods["profile"].calls, 1);
    }
}

#[tokio::test]
async fn memory_that_is_short_costs_judgement_and_no_answer() {
    let (address, _) = canned(answer("200 OK", &vec![b' '; 5000])).await;
    let proxy = Running::before(&address, &ProxyOptions { memory: 4000, ..ProxyOptions::default() }).await;
    for _ in 0..3 {
        assert_eq!(body_of(&proxy.send(&post("{\"id\":32}")).await).len(), 5000);
    }
    let validator = proxy.end().await;
    let not_judged = &validator.findings().counted.not_judged;
    assert_eq!(not_judged.get("an answer that is larger than the memory that was left"), Some(&3));
}

#[tokio::test]
async fn thousands_of_calls_leave_counts_and_one_of_each_kind() {
    let body = br#"{"result":[7]}"#;
    let (address, _) = canned(answer("200 OK", body)).await;
    let proxy = Running::before(&address, &ProxyOptions::default()).await;
    for _ in 0..20 {
        let calls = (0..100).map(|_| {
            proxy.send("GET /rest/crm.company.contact.items.get?id=32 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        });
        for got in futures_join(calls).await {
            assert_eq!(body_of(&got), body);
        }
    }
    let told = Arc::clone(&proxy.told);
    let validator = proxy.end().await;
    let findings = validator.findings();
    let lost: u64 = findings.counted.not_judged.values().sum();
    assert_eq!(findings.counted.entries, 2000);
    assert_eq!(findings.counted.calls + lost, 2000);
    assert!(findings.departures.len() < 5, "{:?}", findings.departures);
    assert_eq!(findings.departures[0].times, findings.counted.calls);
    assert_eq!(told.lock().expect("no panic").iter().filter(|told| told.times == 1).count(), findings.departures.len());
    assert_eq!(validator.meaning(), Meaning::Violated);
    assert!(matches!(validator.started(RunKind::Proxy, None), Event::Started(_)));
}

/// Awaits all of some futures at the same time.
async fn futures_join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, output) in &mut pending {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    pending.into_iter().filter_map(|(_, output)| output).collect()
}
