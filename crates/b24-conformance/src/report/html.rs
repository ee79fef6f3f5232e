//! The report for a browser: one page that needs nothing else.

mod escape;

use std::fmt::Write as _;

use b24_contract::ClauseId;

use self::escape::escaped;
use super::gathered::Gathered;
use crate::event::{CaseFinished, Created, Event, Evidence};
use crate::outcome::{Counts, Outcome};

const STYLE: &str = include_str!("html/style.css");

/// A run as one HTML page without scripts. Whatever went wrong is open, all else is folded away.
pub fn html(events: &[Event]) -> String {
    let run = Gathered::of(events);
    let mut page = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    let portal = run.started.and_then(|started| started.portal.as_deref()).unwrap_or("no portal");
    let _ = write!(page, "<title>Check of {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n", escaped(portal));
    head(&mut page, &run, portal);
    departures(&mut page, &run);
    for (group, cases) in &run.groups {
        section(&mut page, &run, group, cases);
    }
    if let Some(summary) = run.summary {
        let sandbox = run.started.is_some_and(|started| started.sandbox);
        left_behind(&mut page, if sandbox { &[] } else { &summary.created });
        unchecked(&mut page, &summary.unchecked);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn head(page: &mut String, run: &Gathered<'_>, portal: &str) {
    let counts: Counts = run.cases().map(|case| case.outcome).collect();
    let worst = run.cases().map(|case| case.outcome).max().unwrap_or_default();
    let verdict = match worst {
        Outcome::Skip => "Nothing was checked",
        Outcome::Pass | Outcome::Note => "The contract held",
        Outcome::Fail => "The contract was violated",
        Outcome::Error => "Some cases broke",
    };
    let _ = writeln!(page, "<header class=\"{}\">\n<h1>{verdict}</h1>\n<p>{}</p>", worst.word(), escaped(portal));
    let _ = writeln!(page, "<p>{}</p>", counted(&counts));
    let mut facts = Vec::new();
    if let Some(started) = run.started {
        facts.push(format!("contract {}", started.contract));
        facts.push(format!("seed {}", started.seed));
    }
    match run.summary {
        Some(summary) => facts.extend([
            format!("{} of {} clauses", summary.clauses_checked, summary.clauses_total),
            format!("{} requests", summary.requests),
            format!("{:.1} s", summary.seconds),
        ]),
        None => facts.push("the run was cut off".to_owned()),
    }
    let _ = writeln!(page, "<p class=\"facts\">{}</p>\n</header>", escaped(&facts.join(" · ")));
}

/// Links to the cases that failed, broke or noted something, the worst first.
fn departures(page: &mut String, run: &Gathered<'_>) {
    let mut cases: Vec<_> = run.cases().filter(|case| case.outcome > Outcome::Pass).collect();
    if cases.is_empty() {
        return;
    }
    cases.sort_by_key(|case| std::cmp::Reverse(case.outcome));
    page.push_str("<nav>\n<ul>\n");
    for case in cases {
        let (word, id) = (case.outcome.word(), escaped(&case.id));
        let _ = writeln!(page, "<li class=\"{word}\"><b class=\"badge\">{word}</b> <a href=\"#{id}\">{id}</a></li>");
    }
    page.push_str("</ul>\n</nav>\n");
}

fn section(page: &mut String, run: &Gathered<'_>, group: &str, cases: &[&CaseFinished]) {
    let counts: Counts = cases.iter().map(|case| case.outcome).collect();
    let open = if counts.fail + counts.error + counts.note > 0 { " open" } else { "" };
    let _ = writeln!(page, "<details class=\"group\"{open}>");
    let _ = writeln!(page, "<summary><h2>{}</h2> {}</summary>\n<ul>", escaped(group), counted(&counts));
    for case in cases {
        one_case(page, run, case);
    }
    page.push_str("</ul>\n</details>\n");
}

/// The records that the run left on the portal, where there are any.
fn left_behind(page: &mut String, records: &[Created]) {
    if records.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<details class=\"group\">\n<summary><h2>records that the run left on the portal</h2> {}</summary>\n<ul>",
        records.len()
    );
    for record in records {
        let _ = writeln!(page, "<li>{} {}</li>", escaped(&record.kind), record.id);
    }
    page.push_str("</ul>\n</details>\n");
}

/// The clauses that nothing touched, where there are any.
fn unchecked(page: &mut String, clauses: &[ClauseId]) {
    if clauses.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<details class=\"group\">\n<summary><h2>clauses that nothing touched</h2> {}</summary>\n<ul>",
        clauses.len()
    );
    for clause in clauses {
        let _ = writeln!(page, "<li><code>{}</code></li>", escaped(clause.as_str()));
    }
    page.push_str("</ul>\n</details>\n");
}

fn one_case(page: &mut String, run: &Gathered<'_>, case: &CaseFinished) {
    let word = case.outcome.word();
    let _ = write!(page, "<li class=\"{word}\" id=\"{}\">", escaped(&case.id));
    let _ = write!(page, "<b class=\"badge\">{word}</b> <code>{}</code> {}", escaped(&case.id), escaped(&case.says));
    if let Some(remark) = &case.remark {
        let _ = write!(page, " <em>{}</em>", escaped(remark));
    }
    page.push('\n');
    for evidence in &case.evidence {
        one_evidence(page, run, evidence);
    }
    page.push_str("</li>\n");
}

fn one_evidence(page: &mut String, run: &Gathered<'_>, evidence: &Evidence) {
    let _ = writeln!(page, "<div class=\"evidence {}\">", evidence.outcome.word());
    let times = if evidence.times > 1 { format!(" ({} times)", evidence.times) } else { String::new() };
    let _ = writeln!(page, "<p><code>{}</code> {}{times}</p>", escaped(&evidence.pointer), escaped(&evidence.message));
    let _ = writeln!(page, "<dl>\n<dt>clause</dt><dd><code>{}</code></dd>", escaped(evidence.clause.as_str()));
    let _ = writeln!(page, "<dt>says</dt><dd>{}</dd>", escaped(evidence.says.trim()));
    let source = match &evidence.url {
        Some(url) => format!("<a href=\"{}\">{}</a>", escaped(url), escaped(url)),
        None => escaped(&evidence.source),
    };
    let _ = writeln!(page, "<dt>source</dt><dd>{source}</dd>\n</dl>");
    if !evidence.replay.is_empty() {
        let _ = writeln!(page, "<pre>{}</pre>", escaped(&evidence.replay.join("\n")));
    }
    if let Some(exchange) = evidence.exchange.as_ref().and_then(|name| run.exchange(name)) {
        let shown = serde_json::to_string_pretty(exchange).unwrap_or_default();
        let _ = writeln!(page, "<details><summary>the exchange</summary><pre>{}</pre></details>", escaped(&shown));
    } else if let Some(answer) = &evidence.answer {
        let _ = writeln!(page, "<pre>{}</pre>", escaped(answer));
    }
    page.push_str("</div>\n");
}

fn counted(counts: &Counts) -> String {
    Outcome::ALL
        .into_iter()
        .rev()
        .filter(|&outcome| counts.of(outcome) > 0)
        .map(|outcome| format!("<span class=\"{0}\">{1} {0}</span>", outcome.word(), counts.of(outcome)))
        .collect::<Vec<_>>()
        .join(" ")
}
