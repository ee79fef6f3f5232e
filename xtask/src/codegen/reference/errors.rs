//! Errors: what they look like, who says so, and what a client may do.

use super::markdown::{inline, sentence, source, table};
use super::{cases, steps};
use crate::codegen::model::{Contract, ErrorClause};

/// `errors.md`: the errors that every method can answer with.
pub(super) fn page(contract: &Contract) -> String {
    format!(
        "# System errors\n\nEvery method can answer with these. Codes compare without regard to letter case.\n\n{}{}",
        overview(&contract.errors),
        details(contract, &contract.errors)
    )
}

/// One row an error, as its chosen source describes it.
pub(super) fn overview(errors: &[ErrorClause]) -> String {
    let row = |error: &ErrorClause| {
        let answer = error.ranked().first().copied()?;
        Some(vec![
            answer.status.to_string(),
            inline(&answer.code),
            answer.text.clone(),
            format!("[{}](#{})", sentence(&error.when), anchor(error)),
        ])
    };
    table(&["Status", "Code", "Text", "When"], &errors.iter().filter_map(row).collect::<Vec<_>>())
}

/// One section an error.
pub(super) fn details(contract: &Contract, errors: &[ErrorClause]) -> String {
    errors.iter().map(|error| detail(contract, error)).collect()
}

/// The anchor that mdBook makes of an error's heading.
fn anchor(error: &ErrorClause) -> &str {
    error.short()
}

fn detail(contract: &Contract, error: &ErrorClause) -> String {
    let mut text = format!("### {}\n\n{} {}\n\n", error.short(), sentence(&error.when), advice(error));
    let rows: Vec<_> = error
        .ranked()
        .into_iter()
        .map(|answer| {
            vec![answer.status.to_string(), inline(&answer.code), answer.text.clone(), source(&answer.source)]
        })
        .collect();
    text.push_str(&table(&["Status", "Code", "Text", "Source"], &rows));
    if error.answers.len() > 1 {
        text.push_str("Any of these passes; the sandbox sends the first. ");
    }
    if error.any_text {
        text.push_str("Any text passes. ");
    }
    if let Some(why) = &error.why {
        text.push_str(&sentence(why));
    }
    let mut text = format!("{}\n\n", text.trim_end());
    if let Some(provoke) = &error.provoke {
        text.push_str("A request that meets it:\n\n");
        text.push_str(&steps::block(provoke));
    }
    let cases = cases::listed(&cases::of_error(contract, error));
    text.push_str(&format!("Clause {}; {cases}.\n\n", inline(&error.id)));
    text
}

/// What a client may do.
fn advice(error: &ErrorClause) -> &'static str {
    match error.retry.as_str() {
        "after-wait" => "Wait and send the call again; it was not executed.",
        "after-refresh" => "Refresh the access token and send the call once more.",
        "if-idempotent" => "The call may have been executed: send it again only where that does no harm.",
        _ => "The same call fails again.",
    }
}
