//! JUnit, read back by parsers that other people wrote: one of JUnit, and a strict one of XML.

use junit_parser::{TestCase, TestStatus, TestSuites};

use super::*;
use crate::report::sample;
use crate::{Event, RunKind};

fn read(xml: &str) -> TestSuites {
    let document = roxmltree::Document::parse(xml).expect("XML without faults");
    assert!(document.descendants().all(|node| node.tag_name().namespace().is_none()));
    junit_parser::from_reader(xml.as_bytes()).expect("JUnit")
}

fn cases(suites: &TestSuites) -> impl Iterator<Item = &TestCase> {
    suites.suites.iter().flat_map(|suite| &suite.cases)
}

#[test]
fn failures_errors_and_skips_are_told_apart() {
    let xml = junit(&Run::of(&sample::run()));
    insta::assert_snapshot!(xml);
    let suites = read(&xml);
    assert_eq!((suites.tests, suites.failures, suites.errors, suites.skipped), (7, 1, 1, 2));
    let names: Vec<&str> = suites.suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["links", "system"]);
    let found: Vec<String> = cases(&suites)
        .map(|case| match &case.status {
            TestStatus::Success => format!("{} passed", case.original_name),
            TestStatus::Failure(failure) => {
                assert!(failure.text.contains("curl -sS"), "{}", failure.text);
                format!("{} failed: {} ({})", case.original_name, failure.message, failure.failure_type)
            }
            TestStatus::Error(error) => format!("{} broke: {}", case.original_name, error.message),
            TestStatus::Skipped(skipped) => format!("{} skipped: {}", case.original_name, skipped.message),
        })
        .collect();
    assert_eq!(
        found,
        [
            "links/all-links passed",
            "links/moves-date passed",
            "links/order passed",
            "links/answers failed: \"<script>\" & ]]> \u{fffd}[31m where integer belongs (ContactBinding#/properties/SORT)",
            "links/planted broke: the control interface answered HTTP 500",
            "system/ghost skipped: needs the control interface of a sandbox",
            "system/other skipped: needs the control interface of a sandbox",
        ]
    );
    let noted = cases(&suites).find(|case| case.original_name == "links/order").expect("the noted case");
    assert!(noted.system_out.as_deref().is_some_and(|text| text.contains("note /result/0/SORT is 20 instead of 10")));
}

#[test]
fn the_settings_are_properties() {
    let suites = read(&junit(&Run::of(&sample::run())));
    let properties = &suites.suites[0].properties.vec;
    for (name, value) in
        [("contract", "0.1.0"), ("seed", "42"), ("filter", "links"), ("capabilities", "webhook, reader")]
    {
        assert!(properties.contains(&(name.to_owned(), value.to_owned())), "{name} in {properties:?}");
    }
    assert!(suites.suites[1].properties.vec.is_empty());
}

#[test]
fn half_a_run_is_no_success() {
    for events in [&sample::all_held()[..2], &[]] {
        let suites = read(&junit(&Run::of(events)));
        assert_eq!(suites.errors, 1);
        let last = cases(&suites).last().expect("a case");
        assert!(matches!(&last.status, TestStatus::Error(error) if error.message == "the run was cut off"));
    }
    assert_eq!(read(&junit(&Run::of(&sample::all_held()))).errors, 0);
}

#[test]
fn nothing_that_a_portal_says_breaks_the_report() {
    let controls: String = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32).collect();
    let long = "x".repeat(1 << 16);
    for hostile in [
        "]]>",
        "<![CDATA[",
        "<!-- -- -->",
        "&amp;&#0;&x;",
        "\u{1b}[31mred",
        "\u{fffe}\u{ffff}",
        "\"'><",
        &controls,
        &long,
    ] {
        let mut events = sample::run();
        for event in &mut events {
            match event {
                Event::Started(started) => {
                    started.kind = RunKind::Proxy;
                    started.portal = Some(hostile.to_owned());
                    started.configuration.filter = Some(hostile.to_owned());
                }
                Event::CaseFinished(case) => {
                    case.group = hostile.to_owned();
                    case.id = hostile.to_owned();
                    case.says = hostile.to_owned();
                    case.remark = Some(hostile.to_owned());
                    for found in &mut case.evidence {
                        found.message = hostile.to_owned();
                        found.pointer = hostile.to_owned();
                        found.clause = b24_contract::ClauseId::new(hostile);
                        found.answer = Some(hostile.to_owned());
                    }
                }
                Event::Exchange(_) | Event::Finished(_) => {}
            }
        }
        let suites = read(&junit(&Run::of(&events)));
        assert_eq!((suites.tests, suites.failures, suites.errors, suites.skipped), (7, 1, 1, 2));
        if hostile.chars().all(|c| !c.is_control() && c < '\u{fffe}') {
            assert!(cases(&suites).all(|case| case.original_name == hostile), "{}", &hostile[..hostile.len().min(20)]);
        }
    }
}
