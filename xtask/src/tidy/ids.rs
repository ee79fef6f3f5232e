//! Ids are permanent: none of an earlier commit is gone unless `spec/retired.yaml` says so.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Finding;
use super::tree::{Tree, lines};

const LIST: &str = "spec/dist/clauses.json";
const RETIRED: &str = "spec/retired.yaml";

/// The lists of the last commit and the one before it, where git has them. A check in CI runs on a commit, so the last
/// one alone would compare the list with itself.
pub(super) fn baselines(root: &Path) -> Vec<String> {
    let list = |commit: &str| {
        let place = format!("{commit}:{LIST}");
        let output = Command::new("git").args(["show", &place]).current_dir(root).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    ["HEAD", "HEAD^"].into_iter().filter_map(list).collect()
}

pub(super) fn findings(tree: &Tree, baselines: &[String]) -> Vec<Finding> {
    let live = ids(tree.text(LIST).unwrap_or_default());
    let retired: BTreeSet<String> = entries(tree.text(RETIRED).unwrap_or_default()).into_iter().collect();
    let earlier: BTreeSet<String> = baselines.iter().flat_map(|list| ids(list)).collect();
    let mut findings = Vec::new();
    for id in &earlier {
        if !live.contains(id) && !retired.contains(id) {
            let message = format!("{id:?} is gone; ids are permanent, restore it or retire it in {RETIRED}");
            findings.push(Finding::new(LIST, 1, "id", message));
        }
    }
    for id in retired.intersection(&live) {
        let text = tree.text(RETIRED).unwrap_or_default();
        let line = lines(text).find(|(_, text)| text.contains(id.as_str())).map_or(1, |(line, _)| line);
        findings.push(Finding::new(RETIRED, line, "id", format!("{id:?} is retired and still there")));
    }
    findings
}

/// Every id of a list.
fn ids(list: &str) -> BTreeSet<String> {
    let kinds: Value = serde_json::from_str(list).unwrap_or_default();
    let all = kinds.as_object().into_iter().flatten().flat_map(|(_, ids)| ids.as_array().into_iter().flatten());
    all.filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

/// Ids of `retired.yaml`; its grammar is a matter of codegen.
fn entries(text: &str) -> Vec<String> {
    let list: Value = serde_saphyr::from_str(text).unwrap_or_default();
    let entries = list.as_array().into_iter().flatten();
    entries.filter_map(|entry| entry["id"].as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, tree};
    use super::*;

    const EARLIER: &str = r#"{ "errors": ["system/a", "system/b"], "rules": ["protocol/c"] }"#;

    #[test]
    fn an_id_may_go_only_when_it_is_retired() {
        let now = r#"{ "errors": ["system/a", "system/new"], "rules": [] }"#;
        let retired =
            "- id: protocol/c\n  since: 0.2.0\n  why: It was wrong.\n- id: system/a\n  since: 0.2.0\n  why: Not yet.\n";
        let tree = tree(&[(LIST, now), (RETIRED, retired)]);
        insta::assert_snapshot!(shown(&findings(&tree, &[EARLIER.to_owned()])));
    }

    #[test]
    fn nothing_is_missing_without_an_earlier_commit() {
        assert_eq!(findings(&tree(&[(LIST, "{}")]), &[]), []);
    }
}
