//! The reference says of each clause which cases check it.

use std::collections::BTreeMap;
use std::path::Path;

use b24_book::pages;
use b24_contract::{ClauseId, Method, contract};

#[test]
fn the_page_of_a_clause_names_its_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let pages: BTreeMap<_, _> =
        pages(&root).expect("the book can be read").into_iter().map(|page| (page.path, page.text)).collect();
    let mut cases: BTreeMap<ClauseId, Vec<String>> = BTreeMap::new();
    for case in b24_conformance::plan(contract()) {
        for clause in &case.clauses {
            cases.entry(clause.clone()).or_default().push(case.id.clone());
        }
    }
    let mut missing = Vec::new();
    for (clause, cases) in &cases {
        let path = format!("docs/src/generated/{}.md", page_of(clause.as_str()));
        let Some(page) = pages.get(&path) else {
            missing.push(format!("{path}, of {clause}, does not exist"));
            continue;
        };
        // Rules about payloads as such are checked by two cases for each schema, which their page says in one phrase.
        let shown = |case: &&String| {
            let family = case.rsplit_once('/').map(|(_, how)| format!("`…/{how}`"));
            let quoted = [format!("`{case}`"), format!("<code>{case}</code>")];
            quoted.iter().any(|quoted| page.contains(quoted)) || family.is_some_and(|family| page.contains(&family))
        };
        missing.extend(cases.iter().filter(|case| !shown(case)).map(|case| format!("{path} lacks {case} at {clause}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The page that a clause is told of on.
fn page_of(clause: &str) -> &str {
    if let Some((schema, _)) = clause.split_once('#') {
        let method = schema.rsplit_once('.').map(|(method, _)| method);
        return method.filter(|method| Method::parse(method).is_some()).unwrap_or("schemas");
    }
    match clause.split('/').next().unwrap_or_default() {
        "system" => "errors",
        group if Method::parse(group).is_some() => group,
        _ => "protocol",
    }
}
