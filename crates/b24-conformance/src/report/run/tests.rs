//! The numbers of reports, of a run that is small enough to be counted by hand.

use b24_contract::{Exchange, RawExchange};

use super::*;
use crate::event::{Event, Recorded};
use crate::outcome::Outcome;
use crate::report::{run_file, sample};

fn answer(method: &str, seconds: f64, body: &str) -> Event {
    let raw = RawExchange {
        method: method.to_owned(),
        seconds,
        status: 200,
        body: body.as_bytes().to_vec(),
        ..RawExchange::default()
    };
    let of = ExchangeRef { case: "a/case".to_owned(), number: 1 };
    Event::Exchange(Recorded { of, exchange: Exchange::new(raw, &[]) })
}

fn counted<'a>(run: &'a Run, method: &str) -> &'a Answered {
    run.answers().iter().find(|(name, _)| *name == method).expect("the method was called").1
}

#[test]
fn answers_are_counted_by_kind_and_method() {
    let events = [
        answer("crm.company.get", 0.003, r#"{"result":{}}"#),
        answer("CRM.Company.GET", 0.001, r#"{"error":"NOT_FOUND"}"#),
        answer("crm.company.get", 0.002, "<html>"),
        answer("crm.no.such", 0.1, ""),
    ];
    let run = Run::of(&events);
    let kinds = |method| {
        let answered = counted(&run, method);
        (answered.successes, answered.errors, answered.others)
    };
    assert_eq!((kinds("crm.company.get"), kinds("crm.no.such")), ((1, 1, 1), (0, 0, 1)));
    assert_eq!(run.answers().iter().count(), 2);
}

#[test]
fn quantiles_are_nearest_ranks() {
    let hundred: Vec<Event> =
        (1..=100).rev().map(|n| answer("scope", f64::from(n) / 1000.0, r#"{"result":[]}"#)).collect();
    let run = Run::of(&hundred);
    let quantile = |share| (counted(&run, "scope").quantile(share).expect("times are known") * 1000.0).round();
    assert_eq!([0.0, 0.5, 0.95, 1.0].map(quantile), [1.0, 50.0, 95.0, 100.0]);
    let untimed = Run::of(&[answer("scope", 0.0, "{}")]);
    assert_eq!(counted(&untimed, "scope").quantile(0.5), None, "a saved payload has no time");
    assert_eq!(untimed.answers().axis(), None);
}

#[test]
fn a_histogram_counts_every_answer_in_its_bin() {
    let times = [0.001, 0.0011, 0.009, 0.0999, 0.1];
    let run = Run::of(&times.map(|seconds| answer("scope", seconds, "{}")));
    let axis = run.answers().axis().expect("times are known");
    assert_eq!(axis, Axis { first: -3, decades: 3 });
    let bins = counted(&run, "scope").histogram(&axis);
    let filled: Vec<(usize, u32)> = bins.iter().copied().enumerate().filter(|(_, number)| *number > 0).collect();
    assert_eq!(filled, [(0, 2), (7, 1), (15, 1), (16, 1)]);
    for (bin, _) in filled {
        let inside = |seconds: &&f64| {
            (axis.edge(bin, bins.len())..axis.edge(bin + 1, bins.len())).contains(&(**seconds as f32 * 1.0001))
        };
        assert_eq!(times.iter().filter(inside).count(), bins[bin] as usize, "bin {bin}");
    }
}

#[test]
fn every_clause_has_one_state() {
    let mut events = sample::run();
    if let Some(Event::Finished(summary)) = events.last_mut() {
        summary.touched = vec![ClauseId::new("crm.company.get.params#/properties/id")];
    }
    let run = Run::of(&events);
    let states: Vec<String> = run
        .areas()
        .iter()
        .flat_map(|area| area.clauses.iter().map(|(clause, state)| format!("{}: {clause} {}", area.name, state.word())))
        .collect();
    assert_eq!(
        states,
        [
            "crm.company.get: crm.company.get.params#/properties/id checked",
            "links: links/all-links checked",
            "links: links/answers checked",
            "links: links/moves-date checked",
            "links: links/order noted",
            "links: links/planted checked",
            "system: system/ghost skipped",
            "system: system/other skipped",
            "schemas: ContactBinding#/properties/SORT failed",
            "schemas: Time# untouched",
            "schemas: Time#/properties/<b> untouched",
            "schemas: Time#/properties/start untouched",
            "schemas: Zone# untouched",
        ]
    );
    let counted: usize = run.areas().iter().flat_map(|area| State::ALL.map(|state| area.count(state))).sum();
    assert_eq!(counted, states.len());
}

#[test]
fn a_run_without_an_end_claims_nothing() {
    let events = sample::all_held();
    let cut_off = Run::of(&events[..2]);
    assert!(cut_off.is_cut_off() && cut_off.meaning().is_none() && cut_off.areas().is_empty());
    assert_eq!(Run::of(&events).meaning(), Some(Meaning::Held));
    let failed = Run::of(&sample::run()[..6]);
    assert_eq!(failed.meaning(), Some(Meaning::Violated), "what was seen was seen");
}

#[test]
fn only_exchanges_that_prove_something_are_kept() {
    let mut events = sample::run();
    let others = (2..100).map(|number| match &events[1] {
        Event::Exchange(known) => {
            let of = ExchangeRef { number, ..known.of.clone() };
            Event::Exchange(Recorded { of, exchange: known.exchange.clone() })
        }
        other => other.clone(),
    });
    let others: Vec<Event> = others.collect();
    events.splice(2..2, others);
    let run = Run::of(&events);
    assert_eq!(run.exchanges.len(), 1);
    assert_eq!(counted(&run, "crm.company.contact.items.get").successes, 99);
}

#[test]
fn several_files_are_one_report() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let files = [("a.ndjson", sample::run()), ("b.ndjson", sample::all_held())].map(|(name, events)| {
        let file = dir.path().join(name);
        std::fs::write(&file, events.iter().map(run_file::line).collect::<String>()).expect("written");
        file
    });
    let run = Run::read(&files).expect("two run files");
    assert_eq!((run.started.len(), run.counts().total(), run.is_cut_off()), (2, 9, false));
    let groups: Vec<(&str, usize)> = run.groups.iter().map(|group| (group.name.as_str(), group.cases.len())).collect();
    assert_eq!(groups, [("links", 6), ("system", 2), ("protocol/time", 1)]);
    assert!(run.unchecked().is_empty(), "the second run touched everything");
    let of_first = run.cases().filter(|case| case.run == 1 && case.end.outcome == Outcome::Fail);
    assert!(of_first.flat_map(|case| &case.end.evidence).all(|found| {
        found.exchange.as_ref().is_some_and(|name| run.exchange(1, name).is_some() && run.exchange(2, name).is_none())
    }));
}
