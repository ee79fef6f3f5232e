//! The last exchanges, without secrets.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use b24_contract::Exchange;
use serde::Serialize;

/// Bytes of requests and answers that a journal keeps, whatever their number.
const BYTES: usize = 64 * 1024 * 1024;

/// A ring of exchanges, numbered from 1.
#[derive(Default)]
pub(crate) struct Journal {
    ring: Mutex<Ring>,
}

#[derive(Default)]
struct Ring {
    entries: VecDeque<Entry>,
    last: u64,
    bytes: usize,
}

/// An exchange with its number.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    number: u64,
    exchange: Exchange,
    #[serde(skip)]
    bytes: usize,
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
}

impl Journal {
    /// Adds an exchange that took `bytes`, and drops the oldest ones beyond `capacity`.
    pub(crate) fn push(&self, exchange: Exchange, bytes: usize, capacity: usize) {
        let mut ring = self.lock();
        ring.last += 1;
        ring.bytes += bytes;
        let entry = Entry { number: ring.last, exchange, bytes };
        ring.entries.push_back(entry);
        while ring.entries.len() > capacity || ring.bytes > BYTES {
            let Some(oldest) = ring.entries.pop_front() else { break };
            ring.bytes -= oldest.bytes;
        }
    }

    /// At most `limit` exchanges with a number greater than `after`.
    pub(crate) fn page(&self, after: u64, limit: usize) -> Page {
        let ring = self.lock();
        let kept = ring.entries.front().map_or(ring.last, |oldest| oldest.number - 1);
        let start = ring.entries.partition_point(|entry| entry.number <= after);
        let exchanges = ring.entries.iter().skip(start).take(limit).cloned().collect();
        Page { exchanges, last: ring.last, lost: kept.saturating_sub(after) }
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

#[cfg(test)]
mod tests {
    use b24_contract::RawExchange;

    use super::*;

    fn journal(pushed: usize, bytes: usize, capacity: usize) -> Journal {
        let journal = Journal::default();
        for _ in 0..pushed {
            journal.push(Exchange::new(RawExchange::default(), &[]), bytes, capacity);
        }
        journal
    }

    fn numbers(page: &Page) -> Vec<u64> {
        page.exchanges.iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn the_oldest_exchanges_make_room() {
        let page = journal(5, 10, 3).page(0, 10);
        assert_eq!((numbers(&page), page.last, page.lost), (vec![3, 4, 5], 5, 2));
        let page = journal(5, BYTES / 2, 100).page(0, 10);
        assert_eq!((numbers(&page), page.lost), (vec![4, 5], 3));
        let page = journal(2, 10, 0).page(0, 10);
        assert_eq!((numbers(&page), page.last, page.lost), (vec![], 2, 2));
    }

    #[test]
    fn pages_follow_each_other() {
        let journal = journal(5, 10, 10);
        assert_eq!(numbers(&journal.page(0, 2)), [1, 2]);
        assert_eq!(numbers(&journal.page(2, 2)), [3, 4]);
        assert!(numbers(&journal.page(5, 2)).is_empty());
        assert_eq!(journal.page(u64::MAX, 2).lost, 0);
    }

    #[test]
    fn numbers_go_on_after_clearing_and_start_anew_after_a_reset() {
        let journal = journal(2, 10, 10);
        journal.clear();
        assert_eq!((journal.last(), journal.page(0, 9).lost), (2, 2));
        journal.reset();
        assert_eq!((journal.last(), journal.page(0, 9).lost), (0, 0));
    }
}
