//! Every link of the book leads somewhere, and every page is in its list of chapters.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};

use b24_book::{Page, anchors, links, pages};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read() -> BTreeMap<String, Page> {
    let pages = pages(&root()).expect("the book can be read");
    pages.into_iter().map(|page| (page.path.clone(), page)).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let pages = read();
    let anchors: BTreeMap<&str, HashSet<String>> =
        pages.values().map(|page| (page.path.as_str(), anchors(&page.text))).collect();
    let mut broken = Vec::new();
    for page in pages.values() {
        for link in links(&page.text) {
            if let Err(reason) = leads_somewhere(&page.path, &link.target, &anchors) {
                broken.push(format!("{}:{}: {}: {reason}", page.path, link.line, link.target));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a link on a page leads to a file, and to a heading of it; of other people's addresses only the shape is
/// looked at.
fn leads_somewhere(page: &str, target: &str, anchors: &BTreeMap<&str, HashSet<String>>) -> Result<(), &'static str> {
    if let Some(address) = target.strip_prefix("https://") {
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        let plain = |text: &str| text.chars().all(|letter| letter.is_ascii_graphic());
        let shaped = host.contains('.') && plain(host) && plain(path) && !path.contains("//");
        return if shaped { Ok(()) } else { Err("is no address") };
    }
    if target.contains("://") {
        return Err("is not encrypted");
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() { page.to_owned() } else { beside(page, file) };
    if !root().join(&path).exists() {
        return Err("does not exist");
    }
    if page.starts_with("docs/src/") && !path.starts_with("docs/src/") {
        return Err("leads out of the book");
    }
    let known = anchor.is_empty() || anchors.get(path.as_str()).is_some_and(|anchors| anchors.contains(anchor));
    if known { Ok(()) } else { Err("there is no such heading") }
}

/// The path of a file that is named from a page.
fn beside(page: &str, file: &str) -> String {
    let mut parts: Vec<String> = page.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in Path::new(file).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

#[test]
fn every_page_is_in_the_list_of_chapters_once() {
    let pages = read();
    let summary = &pages["docs/src/SUMMARY.md"];
    let mut listed: Vec<String> = links(&summary.text).into_iter().map(|link| link.target).collect();
    listed.sort();
    let chapter = |page: &Page| Some(page.path.strip_prefix("docs/src/")?.to_owned());
    let mut written: Vec<String> = pages.values().filter_map(chapter).filter(|path| path != "SUMMARY.md").collect();
    written.sort();
    let missing: Vec<String> = written
        .iter()
        .filter(|path| !listed.contains(path))
        .map(|path| format!("- [{}]({path})", path.trim_start_matches("generated/").trim_end_matches(".md")))
        .collect();
    assert!(missing.is_empty(), "docs/src/SUMMARY.md misses\n{}", missing.join("\n"));
    assert_eq!(listed, written, "docs/src/SUMMARY.md lists a page twice, or one that does not exist");
}
