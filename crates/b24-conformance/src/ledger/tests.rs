//! A ledger as it is written, cut off, and read again.

use super::*;
use crate::event::Created;
use crate::ledger::read::Entry;

const PORTAL: &str = "https://example.bitrix24.com";

fn company(id: i64) -> Created {
    Created { kind: "company".to_owned(), id }
}

fn making(origin: &str) -> Line {
    Line::Making { kind: "company".to_owned(), origin: origin.to_owned() }
}

fn made(id: i64, origin: &str) -> Line {
    Line::Made { record: company(id), origin: Some(origin.to_owned()) }
}

/// A ledger that says of one record that it is there, of one that it is gone, of one that nobody knows, and of one that
/// was refused.
fn written(dir: &Path) -> Ledger {
    let mut ledger = Ledger::create(dir, PORTAL, "19aab-3f", 0.0).expect("a ledger");
    for lines in [
        vec![making("19aab-3f/1"), making("19aab-3f/2")],
        vec![made(7, "19aab-3f/1"), made(8, "19aab-3f/2")],
        vec![Line::Removed { record: company(8) }, making("19aab-3f/3"), making("19aab-3f/4")],
        vec![Line::NotMade { origin: "19aab-3f/3".to_owned() }],
    ] {
        ledger.enter(&lines).expect("entered");
    }
    ledger
}

fn entries(dir: &Path) -> Vec<Entry> {
    find(dir, PORTAL).expect("read").into_iter().flat_map(|found| found.entries).collect()
}

fn expected() -> Vec<Entry> {
    vec![
        Entry { record: Some(company(7)), origin: Some("19aab-3f/1".to_owned()) },
        Entry { record: None, origin: Some("19aab-3f/4".to_owned()) },
    ]
}

#[test]
fn what_is_left_is_read_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    drop(written(dir.path()));
    assert_eq!(entries(dir.path()), expected());
    assert!(find(dir.path(), "https://other.bitrix24.com").expect("read").is_empty());
    assert!(find(&dir.path().join("none"), PORTAL).expect("read").is_empty());
}

#[test]
fn wherever_a_ledger_is_cut_off_what_stands_before_counts() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = written(dir.path()).path.clone();
    let whole = std::fs::read(&path).expect("read");
    let mut most = 0;
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).expect("written");
        most = most.max(entries(dir.path()).len());
    }
    assert!(most >= 2);
    std::fs::write(&path, &whole[..whole.len() - 10]).expect("written");
    let known = entries(dir.path());
    assert!(expected().iter().all(|entry| known.contains(entry)), "{known:?}");
}

#[test]
fn a_ledger_is_known_to_be_in_use_and_goes_when_it_is_closed() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let ledger = written(dir.path());
    assert!(find(dir.path(), PORTAL).expect("read")[0].running);
    ledger.close();
    assert!(find(dir.path(), PORTAL).expect("read").is_empty());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a temporary folder");
    let ledger = written(&dir.path().join("state/ledger"));
    let mode = std::fs::metadata(&ledger.path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_ledger_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("file");
    std::fs::write(&file, "").expect("written");
    let error = Ledger::create(&file, PORTAL, "19aab-3f", 0.0).expect_err("a file is no folder");
    assert!(error.to_string().contains("file"), "{error}");
}
