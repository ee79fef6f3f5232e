//! Every report of a run with every outcome.

use super::*;
use crate::Event;

fn terminal_text(events: &[Event], color: bool) -> String {
    let mut terminal = Terminal::new(color);
    events.iter().map(|event| terminal.text(event)).collect()
}

#[test]
fn the_terminal_shows_every_outcome() {
    insta::assert_snapshot!(terminal_text(&sample::run(), false));
}

#[test]
fn the_terminal_stays_short_when_everything_held() {
    insta::assert_snapshot!(terminal_text(&sample::all_held(), false));
}

#[test]
fn a_brief_report_shows_what_did_not_pass() {
    let mut terminal = Terminal::new(false).brief();
    insta::assert_snapshot!(sample::run().iter().map(|event| terminal.text(event)).collect::<String>());
}

#[test]
fn colours_add_nothing_but_colour() {
    let colored = terminal_text(&sample::run(), true);
    let mut plain = String::new();
    for (place, part) in colored.split('\u{1b}').enumerate() {
        plain.push_str(if place == 0 { part } else { part.split_once('m').expect("a colour ends in m").1 });
    }
    assert_eq!(plain, terminal_text(&sample::run(), false));
    assert_ne!(colored, plain);
}

#[test]
fn junit_tells_failures_errors_and_skips_apart() {
    let xml = junit(&Run::of(&sample::run()));
    insta::assert_snapshot!(xml);
    for (element, expected) in [("<failure ", 1), ("<error ", 1), ("<skipped ", 2), ("<testcase ", 7)] {
        assert_eq!(xml.matches(element).count(), expected, "{element}");
    }
    assert!(!xml.contains('\u{1b}'), "XML cannot hold control characters");
}

#[test]
fn html_is_one_page_that_shows_texts_as_they_are() {
    let page = html(&Run::of(&sample::run()));
    insta::assert_snapshot!(page.replace(include_str!("html/style.css"), "(style)\n"));
    for hostile in ["<script", "<b>10", "\u{1b}"] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    for outside in ["<link", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "the page needs {outside}");
    }
}

#[test]
fn reports_of_nothing_are_reports() {
    assert!(junit(&Run::of(&[])).contains("tests=\"1\""));
    assert!(html(&Run::of(&[])).contains("The run was cut off"));
}

#[test]
fn every_line_of_a_run_file_keeps_the_published_schema() {
    let schema = run_file::schema();
    for name in ["started", "exchange", "case-finished", "finished"] {
        assert!(schema.to_string().contains(&format!("\"{name}\"")), "{name}");
    }
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    for event in sample::run() {
        let line: serde_json::Value = serde_json::from_str(&run_file::line(&event)).expect("JSON");
        if let Err(error) = validator.validate(&line) {
            panic!("{error}: {line}");
        }
    }
}
