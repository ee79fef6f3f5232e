//! Known departures: what they bear, when they fail, and the draft of them.

use super::*;
use crate::event::{Event, Started};

const SORT: &str = "ContactBinding#/properties/SORT";

fn parse(text: &str) -> Result<Expectations, String> {
    Expectations::parse("known.toml", text).map_err(|error| error.to_string())
}

fn entry(clause: &str, target: &str, expires: &str) -> String {
    format!(
        "[[expect]]\nclause = \"{clause}\"\ntarget = \"{target}\"\nreason = \"old release\"\nowner = \"crm\"\nexpires = {expires}\n"
    )
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn evidence(clause: &str) -> Evidence {
    Evidence {
        outcome: Outcome::Fail,
        clause: ClauseId::new(clause),
        says: String::new(),
        source: String::new(),
        url: None,
        pointer: String::new(),
        message: String::new(),
        times: 1,
        expected: None,
        exchange: None,
        answer: None,
        replay: Vec::new(),
        steps: Vec::new(),
    }
}

/// What a run comes to whose only case found `departed`, among the `checked` clauses.
fn run(expectations: &str, today: &str, departed: &[&str], checked: &[&str]) -> (Vec<Evidence>, Vec<CaseFinished>) {
    let expectations = parse(expectations).expect("expectations");
    let mut expecting = Expecting::new(&expectations, Some("example.bitrix24.com"), day(today));
    let mut found: Vec<Evidence> = departed.iter().map(|clause| evidence(clause)).collect();
    expecting.meet(&mut found);
    (found, expecting.cases(&checked.iter().map(|clause| ClauseId::new(*clause)).collect()))
}

fn outcomes(cases: &[CaseFinished]) -> Vec<(Outcome, &str)> {
    cases.iter().map(|case| (case.outcome, case.remark.as_deref().unwrap_or_default())).collect()
}

#[test]
fn a_day_may_be_written_as_toml_or_as_text() {
    for expires in ["2027-03-31", "\"2027-03-31\""] {
        let read = parse(&entry(SORT, "*", expires)).expect("an expectation");
        assert_eq!(read.iter().next().map(|own| own.expires), Some(day("2027-03-31")));
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let good = entry(SORT, "*", "2027-03-31");
    let wrong = [
        "[[expect]\n".to_owned(),
        "\n[[expect]]\nclause = \"system/expired-token\"\n".to_owned(),
        good.replace("owner", "keeper"),
        good.replace("\"crm\"", "\" \""),
        good.replace("old release", ""),
        good.replace("SORT", "SRT"),
        good.replace("2027-03-31", "\"soon\""),
        good.replace("2027-03-31", "2027-03-31T10:00:00Z"),
        format!("{good}\n{good}"),
        "expects = []\n".to_owned(),
    ];
    let told: Vec<String> = wrong.iter().map(|text| parse(text).expect_err("a mistake")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_is_expected_does_not_fail() {
    let (found, cases) =
        run(&entry(SORT, "Example.bitrix24.com", "2027-03-31"), "2027-03-31", &[SORT, "Sort#"], &[SORT]);
    assert_eq!(found[0].outcome, Outcome::Note);
    assert_eq!(found[0].expected.as_ref().map(|own| own.owner.as_str()), Some("crm"));
    assert_eq!((found[1].outcome, &found[1].expected), (Outcome::Fail, &None));
    assert_eq!(outcomes(&cases), [(Outcome::Pass, "the portal departs as expected, until 2027-03-31 at the latest")]);
}

#[test]
fn an_expectation_that_has_ended_or_is_borne_out_by_nothing_fails() {
    let text = entry(SORT, "*", "2027-03-31");
    let (found, cases) = run(&text, "2027-04-01", &[SORT], &[SORT]);
    assert_eq!(found[0].outcome, Outcome::Fail);
    assert_eq!(outcomes(&cases), [(Outcome::Fail, "it ended on 2027-03-31, and the portal still departs")]);
    let (_, cases) = run(&text, "2027-03-31", &[], &[SORT]);
    assert_eq!(outcomes(&cases), [(Outcome::Fail, "the portal no longer departs: remove it")]);
    let (_, cases) = run(&text, "2027-03-31", &[], &[]);
    assert_eq!(outcomes(&cases), [(Outcome::Skip, "nothing that was checked had to do with it")]);
}

#[test]
fn other_portals_are_left_alone() {
    let (found, cases) = run(&entry(SORT, "other.bitrix24.com", "2027-03-31"), "2027-03-31", &[SORT], &[SORT]);
    assert_eq!((found[0].outcome, cases.len()), (Outcome::Fail, 0));
}

/// The events of a run that found `departed`, and what became of the expectations of `text`.
fn events(text: &str, departed: &[&str], checked: &[&str]) -> Vec<Event> {
    let (found, mut cases) = run(text, "2027-01-01", departed, checked);
    let outcome = found.iter().map(|own| own.outcome).fold(Outcome::Pass, Outcome::merge);
    cases.push(CaseFinished {
        id: "links/answers".to_owned(),
        group: "links".to_owned(),
        says: String::new(),
        clauses: checked.iter().map(|clause| ClauseId::new(*clause)).collect(),
        offline: false,
        outcome,
        remark: None,
        variant: None,
        evidence: found,
        requests: 1,
        seconds: 0.0,
    });
    let started =
        Started { portal: Some("https://example.bitrix24.com".to_owned()), ..crate::report::sample::started() };
    std::iter::once(Event::Started(started)).chain(cases.into_iter().map(Event::CaseFinished)).collect()
}

/// The file after the run.
fn draft(text: &str, events: &[Event]) -> String {
    let mut draft = ExpectationsDraft::default();
    events.iter().for_each(|event| draft.take(event));
    draft.applied_on(day("2027-01-01"), "known.toml", text).expect("a draft")
}

#[test]
fn a_draft_keeps_what_holds_adds_what_is_new_and_drops_what_is_stale() {
    let text = format!(
        "# why we are here\n\n{}# gone soon\n{}{}",
        entry(SORT, "*", "2027-03-31"),
        entry("Sort#", "example.bitrix24.com", "2027-03-31"),
        entry("Sort#", "other.bitrix24.com", "2027-03-31"),
    );
    let events = events(&text, &[SORT, "system/expired-token"], &[SORT, "Sort#", "system/expired-token"]);
    let draft = draft(&text, &events);
    insta::assert_snapshot!(draft);
    let refused = parse(&draft).expect_err("reason and owner are still to be said");
    assert!(refused.contains("the reason for `system/expired-token` must be said"), "{refused}");
}

#[test]
fn a_draft_from_nothing_is_a_whole_file() {
    let events = events("", &[SORT], &[SORT]);
    insta::assert_snapshot!(draft("", &events));
}

#[test]
fn comments_of_a_file_without_entries_stay_on_top() {
    let drafted = draft("# ours\n", &events("", &[SORT], &[SORT]));
    assert!(drafted.starts_with("# ours\n\n[[expect]]\n"), "{drafted}");
    assert_eq!(
        draft("", &events("", &[], &[SORT])).lines().filter(|line| !line.starts_with('#')).collect::<String>(),
        ""
    );
}
