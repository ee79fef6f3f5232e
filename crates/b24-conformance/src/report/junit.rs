//! The report that CI systems read.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};

use super::Run;
use super::run::Group;
use crate::event::{CaseFinished, Evidence};
use crate::outcome::{Counts, Outcome};

/// A run as JUnit XML: a suite a group, a test case a case. Violations are failures, cases that broke are errors; a
/// note is a passed test with its text as output, and so is a remark. The settings are properties of the first suite. A run
/// that was cut off has an error more, so that no half of a run looks like a whole one.
pub fn junit(run: &Run) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing into memory does not fail.
    let _ = write(&mut writer, run);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Out = Writer<Vec<u8>>;

fn write(writer: &mut Out, run: &Run) -> std::io::Result<()> {
    writer.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let cut_off = run.is_cut_off().then(cut_off);
    let all: Vec<&CaseFinished> = run.cases().map(|case| &case.end).chain(cut_off.as_ref()).collect();
    let portals = run.portals().join(" ");
    let name = if portals.is_empty() { "b24-conformance" } else { &portals };
    let suites = writer.create_element("testsuites").with_attributes(numbers(name, &all).iter().map(pair));
    suites.write_inner_content(|writer| {
        let mut settings = settings(run);
        for Group { name, cases } in &run.groups {
            let cases: Vec<&CaseFinished> = cases.iter().map(|case| &case.end).collect();
            suite(writer, name, &cases, &std::mem::take(&mut settings))?;
        }
        cut_off.iter().try_for_each(|case| suite(writer, &case.group, &[case], &settings))
    })?;
    Ok(())
}

/// What stands for the end that a run does not have.
fn cut_off() -> CaseFinished {
    CaseFinished {
        id: "the run/ended".to_owned(),
        group: "the run".to_owned(),
        says: "The run went on to its end".to_owned(),
        clauses: Vec::new(),
        offline: true,
        outcome: Outcome::Error,
        remark: Some("the run was cut off".to_owned()),
        variant: None,
        evidence: Vec::new(),
        requests: 0,
        seconds: 0.0,
    }
}

/// The settings of the first run, by name.
fn settings(run: &Run) -> Vec<(String, String)> {
    let Some(started) = run.started.first() else { return Vec::new() };
    let mut settings = vec![("contract".to_owned(), started.contract.clone())];
    settings.extend(started.configuration.entries());
    settings
}

fn suite(writer: &mut Out, name: &str, cases: &[&CaseFinished], settings: &[(String, String)]) -> std::io::Result<()> {
    let suite = writer.create_element("testsuite").with_attributes(numbers(name, cases).iter().map(pair));
    suite.write_inner_content(|writer| {
        if !settings.is_empty() {
            writer.create_element("properties").write_inner_content(|writer| {
                for (name, value) in settings {
                    let attributes = [("name", clean(name)), ("value", clean(value))];
                    writer.create_element("property").with_attributes(attributes.iter().map(pair)).write_empty()?;
                }
                Ok(())
            })?;
        }
        cases.iter().try_for_each(|case| write_case(writer, case))
    })?;
    Ok(())
}

fn numbers(name: &str, cases: &[&CaseFinished]) -> Vec<(&'static str, String)> {
    let counts: Counts = cases.iter().map(|case| case.outcome).collect();
    let seconds: f64 = cases.iter().map(|case| case.seconds).sum();
    vec![
        ("name", clean(name)),
        ("tests", counts.total().to_string()),
        ("failures", counts.fail.to_string()),
        ("errors", counts.error.to_string()),
        ("skipped", counts.skip.to_string()),
        ("time", format!("{seconds:.3}")),
    ]
}

fn pair<'a>((name, value): &'a (&'static str, String)) -> (&'a str, &'a str) {
    (name, value)
}

fn write_case(writer: &mut Out, case: &CaseFinished) -> std::io::Result<()> {
    let time = format!("{:.3}", case.seconds);
    let element = writer.create_element("testcase").with_attributes([
        ("classname", clean(&case.group).as_str()),
        ("name", clean(&case.id).as_str()),
        ("time", time.as_str()),
    ]);
    let remark = clean(case.remark.as_deref().unwrap_or_default());
    match case.outcome {
        Outcome::Pass if case.remark.is_none() => element.write_empty()?,
        Outcome::Skip => element.write_inner_content(|writer| {
            writer.create_element("skipped").with_attribute(("message", remark.as_str())).write_empty()?;
            Ok(())
        })?,
        Outcome::Pass | Outcome::Note => element.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(BytesText::new(&told(case)))?;
            Ok(())
        })?,
        Outcome::Fail | Outcome::Error => element.write_inner_content(|writer| {
            let name = if case.outcome == Outcome::Fail { "failure" } else { "error" };
            let first = case.evidence.first();
            let message = first.map_or(remark.clone(), |evidence| clean(&evidence.message));
            let kind = first.map_or("b24-conformance".to_owned(), |evidence| clean(evidence.clause.as_str()));
            writer
                .create_element(name)
                .with_attributes([("message", message.as_str()), ("type", kind.as_str())])
                .write_text_content(BytesText::new(&told(case)))?;
            Ok(())
        })?,
    };
    Ok(())
}

/// All that was found, as text.
fn told(case: &CaseFinished) -> String {
    let mut lines = vec![case.says.clone()];
    lines.extend(case.remark.clone());
    lines.extend(case.evidence.iter().flat_map(evidence_lines));
    clean(&lines.join("\n"))
}

fn evidence_lines(evidence: &Evidence) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("{} {} {}", evidence.outcome.word(), evidence.pointer, evidence.message),
        format!("clause: {}", evidence.clause),
        format!("says: {}", evidence.says.trim()),
        format!("source: {}", evidence.url.as_deref().unwrap_or(&evidence.source)),
    ];
    lines.extend(
        evidence
            .expected
            .iter()
            .map(|expected| format!("expected until {}: {} ({})", expected.expires, expected.reason, expected.owner)),
    );
    lines.extend(evidence.answer.iter().map(|answer| format!("answer: {answer}")));
    lines.extend(evidence.replay.iter().cloned());
    lines
}

/// Text without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests;
