//! The last exchanges, without secrets.
//!
//! Most of them are never looked at, so they are kept as they happened, and each loses its secrets when it is shown.

mod wanted;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use b24_contract::{Exchange, RawExchange};
use serde::Serialize;

use crate::settings::Settings;
pub(crate) use wanted::Wanted;

/// Bytes of requests and answers that a journal keeps, whatever their number.
const BYTES: usize = 64 * 1024 * 1024;

/// A ring of exchanges, numbered from 1.
#[derive(Default)]
pub(crate) struct Journal {
    ring: Mutex<Ring>,
}

#[derive(Default)]
struct Ring {
    kept: VecDeque<Arc<Kept>>,
    last: u64,
    bytes: usize,
}

/// An exchange with its secrets, which only [`Kept::show`] lets out, without them.
struct Kept {
    number: u64,
    /// All of it but the parameters, whose tree may take many times the memory of its text.
    raw: RawExchange,
    params: String,
    /// The settings in force, which know the secrets.
    settings: Arc<Settings>,
}

/// An exchange with its number.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    number: u64,
    exchange: Exchange,
}

/// A part of the journal.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    /// Exchanges in the order in which they ended.
    exchanges: Vec<Entry>,
    /// Number of the last exchange that was ever journalled; 0 before the first.
    last: u64,
    /// How many of the exchanges asked for are no longer kept.
    lost: u64,
    /// How many were passed over because of a condition.
    skipped: u64,
    /// Number of the last exchange that was looked at: what `after` should be for the next page.
    through: u64,
}

impl Journal {
    /// Adds an exchange that happened under these settings, and drops the oldest ones beyond their capacity.
    pub(crate) fn push(&self, mut raw: RawExchange, settings: Arc<Settings>) {
        let capacity = settings.config.journal;
        let params = raw.params.take().to_string();
        let mut ring = self.lock();
        ring.last += 1;
        let kept = Kept { number: ring.last, raw, params, settings };
        ring.bytes += kept.bytes();
        ring.kept.push_back(Arc::new(kept));
        while ring.kept.len() > capacity || ring.bytes > BYTES {
            let Some(oldest) = ring.kept.pop_front() else { break };
            ring.bytes -= oldest.bytes();
        }
    }

    /// The exchanges that are asked for.
    pub(crate) fn page(&self, wanted: &Wanted) -> Page {
        let mut asked = Vec::new();
        let mut page = {
            let ring = self.lock();
            let before = ring.kept.front().map_or(ring.last, |oldest| oldest.number - 1);
            let lost = before.saturating_sub(wanted.after);
            let through = before.max(wanted.after);
            let mut page = Page { exchanges: Vec::new(), last: ring.last, lost, skipped: 0, through };
            let start = ring.kept.partition_point(|kept| kept.number <= wanted.after);
            for kept in ring.kept.iter().skip(start) {
                if asked.len() >= wanted.limit.0 {
                    break;
                }
                page.through = kept.number;
                if wanted.includes(&kept.raw) {
                    asked.push(Arc::clone(kept));
                } else {
                    page.skipped += 1;
                }
            }
            page
        };
        // Taking the secrets out of large exchanges is work that calls need not wait for.
        page.exchanges = asked.iter().map(|kept| kept.show()).collect();
        page
    }

    /// Number of the last exchange.
    pub(crate) fn last(&self) -> u64 {
        self.lock().last
    }

    /// Drops all exchanges; numbers go on.
    pub(crate) fn clear(&self) {
        let mut ring = self.lock();
        *ring = Ring { last: ring.last, ..Ring::default() };
    }

    /// Drops all exchanges; numbers start anew.
    pub(crate) fn reset(&self) {
        *self.lock() = Ring::default();
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The exchange without its secrets.
    fn show(&self) -> Entry {
        let params = serde_json::from_str(&self.params).expect("it was written as JSON by `push`");
        let raw = RawExchange { params, ..self.raw.clone() };
        Entry { number: self.number, exchange: Exchange::new(raw, &self.settings.secrets()) }
    }

    fn bytes(&self) -> usize {
        let RawExchange { method, target, raw_body, body, .. } = &self.raw;
        self.params.len() + method.len() + target.len() + raw_body.as_ref().map_or(0, String::len) + body.len()
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::Secret;
    use serde_json::{Value, json};

    use super::wanted::Limit;
    use super::*;
    use crate::Config;

    fn settings(change: impl FnOnce(&mut Config)) -> Arc<Settings> {
        let mut config = Config::default();
        change(&mut config);
        Arc::new(Settings::new(config).expect("a configuration"))
    }

    fn journal(pushed: usize, bytes: usize, capacity: usize) -> Journal {
        let journal = Journal::default();
        let settings = settings(|config| config.journal = capacity);
        for _ in 0..pushed {
            journal.push(RawExchange { body: vec![b'x'; bytes], ..RawExchange::default() }, Arc::clone(&settings));
        }
        journal
    }

    fn part(journal: &Journal, after: u64, limit: usize) -> Page {
        journal.page(&Wanted { after, limit: Limit(limit), ..Wanted::default() })
    }

    fn numbers(page: &Page) -> Vec<u64> {
        page.exchanges.iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn the_oldest_exchanges_make_room() {
        let page = part(&journal(5, 10, 3), 0, 10);
        assert_eq!((numbers(&page), page.last, page.lost), (vec![3, 4, 5], 5, 2));
        let page = part(&journal(2, 10, 0), 0, 10);
        assert_eq!((numbers(&page), page.last, page.lost), (vec![], 2, 2));
    }

    #[test]
    fn all_that_an_exchange_holds_counts_as_its_size() {
        let large = || "x".repeat(BYTES / 2 + 1);
        let journal = Journal::default();
        for raw in [
            RawExchange { params: large().into(), ..RawExchange::default() },
            RawExchange { raw_body: Some(large()), ..RawExchange::default() },
            RawExchange { method: large(), ..RawExchange::default() },
            RawExchange { target: large(), ..RawExchange::default() },
            RawExchange { body: large().into(), ..RawExchange::default() },
        ] {
            journal.push(raw, settings(|_| ()));
            assert_eq!(journal.lock().kept.len(), 1, "two take more than there is room for");
        }
    }

    #[test]
    fn an_exchange_is_shown_without_the_secrets_of_its_time() {
        let code = |code: &'static str| move |config: &mut Config| config.set_webhook_code(Secret::new(code));
        let journal = Journal::default();
        for code in [settings(code("first-canary")), settings(code("second-canary"))] {
            let params = json!({ "x": "first-canary second-canary", "deep": [{ "a": 1.5 }] });
            journal.push(RawExchange { params, ..RawExchange::default() }, code);
        }
        let page = part(&journal, 0, 9);
        let shown: Vec<&Value> = page.exchanges.iter().map(|entry| entry.exchange.params()).collect();
        assert_eq!(*shown[0], json!({ "x": "*** second-canary", "deep": [{ "a": 1.5 }] }));
        assert_eq!(shown[1]["x"], "first-canary ***");
    }

    #[test]
    fn pages_follow_each_other() {
        let journal = journal(5, 10, 10);
        assert_eq!(numbers(&part(&journal, 0, 2)), [1, 2]);
        assert_eq!(numbers(&part(&journal, 2, 2)), [3, 4]);
        assert!(numbers(&part(&journal, 5, 2)).is_empty());
        assert_eq!(part(&journal, u64::MAX, 2).lost, 0);
    }

    #[test]
    fn a_page_tells_what_it_passed_over_and_where_to_go_on() {
        let journal = Journal::default();
        let settings = settings(|config| config.journal = 5);
        for status in [200, 404, 200, 200, 404, 404, 200] {
            journal.push(RawExchange { status, ..RawExchange::default() }, Arc::clone(&settings));
        }
        let wanted = |after, limit| {
            let status = "404".to_owned().try_into().expect("a status");
            journal.page(&Wanted { after, limit: Limit(limit), status, ..Wanted::default() })
        };
        let told = |page: Page| (numbers(&page), page.lost, page.skipped, page.through);
        assert_eq!(told(wanted(0, 1)), (vec![5], 2, 2, 5));
        assert_eq!(told(wanted(5, 9)), (vec![6], 0, 1, 7));
        assert_eq!(told(wanted(7, 9)), (vec![], 0, 0, 7));
        assert_eq!(told(wanted(0, 0)), (vec![], 2, 0, 2));
    }

    #[test]
    fn numbers_go_on_after_clearing_and_start_anew_after_a_reset() {
        let journal = journal(2, 10, 10);
        journal.clear();
        assert_eq!((journal.last(), part(&journal, 0, 9).lost), (2, 2));
        journal.reset();
        assert_eq!((journal.last(), part(&journal, 0, 9).lost), (0, 0));
    }
}
