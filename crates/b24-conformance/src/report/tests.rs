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
fn a_run_that_was_cut_off_is_said_to_be() {
    let mut terminal = Terminal::new(false).brief();
    let mut text: String = sample::run()[..4].iter().map(|event| terminal.text(event)).collect();
    text.push_str(&terminal.rest());
    assert!(text.contains("2 passed") && text.ends_with("The run was cut off; this is how far it came.\n"), "{text}");
    let mut whole = Terminal::new(false);
    sample::run().iter().for_each(|event| drop(whole.text(event)));
    assert_eq!(whole.rest(), "");
}

#[test]
fn html_is_one_page_that_shows_texts_as_they_are() {
    let page = html(&Run::of(&sample::run()));
    insta::assert_snapshot!(page.replace(include_str!("html/style.css"), "(style)").replace("><", ">\n<"));
    for hostile in ["<script", "<b>10", "\u{1b}"] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    for outside in ["<link", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "the page needs {outside}");
    }
}

#[test]
fn the_page_is_well_formed_and_every_link_in_it_leads_somewhere() {
    let page = html(&Run::of(&sample::run()));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let links: Vec<&str> = page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() > 5);
    for link in links {
        assert_eq!(ids.iter().filter(|id| **id == link).count(), 1, "{link} in {ids:?}");
    }
    for element in ["section", "details", "summary", "article", "svg", "dl", "ul", "li", "pre", "table", "tr", "mark"] {
        let opened = page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\" aria-label=").count(), "pictures are told too");
}

#[test]
fn only_addresses_of_the_web_are_links() {
    let mut events = sample::run();
    for event in &mut events {
        if let Event::CaseFinished(case) = event {
            case.evidence.iter_mut().for_each(|found| found.url = Some("javascript:alert(1)".to_owned()));
        }
    }
    assert!(!html(&Run::of(&events)).contains("javascript:"));
}

#[test]
fn reports_of_nothing_are_reports() {
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
