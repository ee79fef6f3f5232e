//! A page of how portals stand to every clause, and of how far each clause itself can be trusted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use b24_contract::{ClauseId, Contract};

use super::{Standing, Standings};
use crate::coverage;

/// Kinds of sources, the surest first, with what each means.
const KINDS: [(&str, &str); 5] = [
    ("documented", "a page of the documentation says it"),
    ("observed", "a recorded answer of a real portal shows it"),
    ("asserted", "the tests of an official SDK expect it"),
    ("inferred", "it follows from something else that is known"),
    ("unknown", "no source says; what a portal does is told, not judged"),
];

/// Every clause with its source, and how each of some portals, by name, stands to it, as Markdown.
pub fn markdown(contract: &Contract, portals: &[(&str, &Standings)]) -> String {
    let mut groups: BTreeMap<String, Vec<ClauseId>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, Vec<[usize; 3]>> = BTreeMap::new();
    for clause in coverage::clauses(contract) {
        let row = counts.entry(kind(contract, &clause)).or_insert_with(|| vec![[0; 3]; portals.len()]);
        for (counts, (_, portal)) in row.iter_mut().zip(portals) {
            counts[rank(&portal.to(&clause))] += 1;
        }
        groups.entry(clause.group().to_owned()).or_default().push(clause);
    }
    let mut page = String::new();
    summary(&mut page, portals, &counts);
    for (group, clauses) in groups {
        let heads: String = portals.iter().map(|(name, _)| format!(" {name} |")).collect();
        let lines: String = portals.iter().map(|_| "---|").collect();
        let _ = write!(page, "\n## {group}\n\n| clause | source |{heads}\n|---|---|{lines}\n");
        for clause in clauses {
            let cells: String = portals.iter().map(|(_, portal)| format!(" {} |", cell(&portal.to(&clause)))).collect();
            let name = clause.as_str().strip_prefix(&group).unwrap_or(clause.as_str()).trim_start_matches('/');
            let _ = writeln!(page, "| `{}` | {} |{cells}", escaped(name), kind(contract, &clause));
        }
    }
    page
}

fn summary(page: &mut String, portals: &[(&str, &Standings)], counts: &BTreeMap<&str, Vec<[usize; 3]>>) {
    let heads: String = portals.iter().map(|(name, _)| format!(" {name}: holds | departs | not checked |")).collect();
    let lines: String = portals.iter().map(|_| "--:|--:|--:|").collect();
    let _ = write!(page, "| source | meaning |{heads}\n|---|---|{lines}\n");
    for (kind, meaning) in KINDS {
        let Some(row) = counts.get(kind) else { continue };
        let cells: String = row.iter().flatten().map(|count| format!(" {count} |")).collect();
        let _ = writeln!(page, "| {kind} | {meaning} |{cells}");
    }
}

/// Place of a standing in a row of counts.
fn rank(standing: &Standing) -> usize {
    match standing {
        Standing::Held { .. } => 0,
        Standing::Departed { .. } => 1,
        Standing::Unchecked => 2,
    }
}

fn kind(contract: &Contract, clause: &ClauseId) -> &'static str {
    contract.source_of(clause).map_or("unknown", |source| source.kind())
}

fn cell(standing: &Standing) -> String {
    match standing {
        Standing::Unchecked => "not checked".to_owned(),
        Standing::Held { variant: None } => "holds".to_owned(),
        Standing::Held { variant: Some(variant) } => format!("holds: {}", escaped(variant)),
        Standing::Departed { found, .. } => {
            let found: Vec<String> = found.iter().map(|found| escaped(found)).collect();
            format!("**departs**: {}", found.join("; "))
        }
    }
}

/// Text for a cell of a table.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
