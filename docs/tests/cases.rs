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
    // Walks and samples go over whole families of clauses; what they are about is told in the guide.
    let roams = |id: &str| ["walk/", "sample/"].iter().any(|kind| id.starts_with(kind));
    for case in b24_conformance::plan(contract()).into_iter().filter(|case| !roams(&case.id)) {
        for clause in &case.clauses {
            cases.entry(clause.clone()).or_default().push(case.id.clone());
        }
    }
    let mut missing = Vec::new();
    for (clause, cases) in &cases {
        for case in cases {
            // A documented payload stands on the page of its method, whatever it is evidence for.
            let page = case.split_once("/example/").map_or_else(|| page_of(clause.as_str()), |(method, _)| method);
            let path = format!("docs/src/generated/{page}.md");
            let text = pages.get(&path).map(String::as_str).unwrap_or_default();
            // Rules about payloads as such are checked by a case for each schema, which their page says in one phrase.
            let family = case.rsplit_once('/').map(|(_, how)| format!("`…/{how}`"));
            let shown = [Some(format!("`{case}`")), Some(format!("<code>{case}</code>")), family];
            if !shown.iter().flatten().any(|shown| text.contains(shown)) {
                missing.push(format!("{path} lacks the case {case} of {clause}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_page_names_a_case_that_does_not_check_its_clause() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let plan = b24_conformance::plan(contract());
    let mut told = 0;
    let mut wrong = Vec::new();
    for page in pages(&root).expect("the book can be read") {
        for line in page.text.lines() {
            let Some((clause, cases)) = statement(line) else { continue };
            told += 1;
            for case in cases {
                // A schema's cases check each of its places, and the families `…/how` what is said of payloads as such.
                let checks =
                    |of: &str| of == clause || of.strip_prefix(clause).is_some_and(|rest| rest.starts_with('#'));
                let is = |id: &str| case.strip_prefix('…').map_or(id == case, |how| id.ends_with(how));
                let known =
                    plan.iter().any(|known| is(&known.id) && known.clauses.iter().any(|of| checks(of.as_str())));
                if !known {
                    wrong.push(format!("{}: {case} does not check {clause}", page.path));
                }
            }
        }
    }
    assert!(told > 100, "only {told} statements were found: do the pages still write them so?");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The clause or schema that a line is about, and the cases that it names.
fn statement(line: &str) -> Option<(&str, Vec<&str>)> {
    let line = line.strip_prefix("<summary>").unwrap_or(line);
    let is_one = ["Clause ", "Clause and case ", "Schema "].iter().any(|word| line.starts_with(word));
    let quoted: Vec<&str> = if line.contains("<code>") {
        line.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next()).collect()
    } else {
        line.split('`').skip(1).step_by(2).collect()
    };
    let (clause, cases) = quoted.split_first().filter(|_| is_one && line.contains("case"))?;
    let cases = if line.starts_with("Clause and case") { vec![*clause] } else { cases.to_vec() };
    Some((clause, cases))
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
