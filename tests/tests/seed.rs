//! The same seed sends the same requests, up to the ids that a portal assigns.

use std::collections::HashMap;

use b24_conformance::{Event, Options, run};
use b24_contract::{Exchange, batch};
use b24_sandbox::{Sandbox, SeedData};
use b24_tests::{SEED, target};

/// Cases about links: random ones, batches, and every rule of theirs.
const LINKS: &str = "company.contact";

/// What a run sent to a portal that holds so many companies already: everything that goes over the wire, in order, with
/// each record that it made called by its number instead of its id.
async fn requests(seed: u64, companies: u32) -> Vec<String> {
    let sandbox = Sandbox::builder().seed(SEED).seed_data(SeedData::Companies(companies)).start().await;
    let sandbox = sandbox.expect("a sandbox starts on a free port");
    let options = Options {
        seed,
        cases: 3,
        write: true,
        keep_records: true,
        // What the portal holds already decides what is sampled of it.
        sample: 0,
        filter: Some(LINKS.to_owned()),
        ..Options::default()
    };
    let mut sent = Vec::new();
    let mut made: HashMap<String, usize> = HashMap::new();
    let mut see = |exchange: &Exchange| {
        let body = exchange.raw_body().unwrap_or_default();
        let (via, who) = (exchange.encoding(), exchange.credential());
        let text = format!("{} {} {who} {via:?} {} {body}", exchange.verb(), exchange.target(), exchange.params());
        sent.push(text);
        let commands = batch::unfold(exchange).into_iter().map(|command| command.exchange);
        for call in commands.chain([exchange.clone()]) {
            let adds = ["crm.company.add", "crm.contact.add"].contains(&call.method().to_lowercase().as_str());
            let id = call.json().and_then(|answer| answer.get("result")?.as_i64()).filter(|_| adds);
            if let Some(id) = id {
                let number = made.len();
                made.entry(id.to_string()).or_insert(number);
            }
        }
    };
    run(&target(sandbox.announcement()), &options, |event| {
        if let Event::Exchange(recorded) = event {
            see(&recorded.exchange);
        }
    })
    .await
    .expect("the run ends");
    assert!(made.len() > 100, "the run made {} records", made.len());
    sent.iter().map(|text| named(text, &made)).collect()
}

/// A text with numbers that are ids of records replaced by the records' own numbers.
fn named(text: &str, made: &HashMap<String, usize>) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let parts = text.split_inclusive(|c| !is_digit(c)).map(|part| {
        let digits = part.trim_end_matches(|c| !is_digit(c));
        match made.get(digits) {
            Some(number) => format!("record {number}{}", &part[digits.len()..]),
            None => part.to_owned(),
        }
    });
    parts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seed_decides_every_request_up_to_ids() {
    let (one, other) = (requests(SEED, 4000).await, requests(SEED, 4500).await);
    assert!(one.len() > 500, "{} requests", one.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
    assert_ne!(one, requests(SEED + 1, 4000).await);
}

#[test]
fn only_whole_numbers_are_ids() {
    let made = HashMap::from([("12".to_owned(), 0), ("3".to_owned(), 1)]);
    assert_eq!(
        named(r#"{"id":"12","SORT":123,"items":[3,12]}"#, &made),
        r#"{"id":"record 0","SORT":123,"items":[record 1,record 0]}"#
    );
}
