//! A run with one case of every outcome, for the reports' tests.

use b24_contract::{ClauseId, Encoding, Exchange, RawExchange, Secret};
use serde_json::json;

use crate::Configuration;
use crate::event::{CaseFinished, Created, Event, Evidence, ExchangeRef, Recorded, RunKind, Started, Summary};
use crate::outcome::{Counts, Outcome};

/// The run.
pub(crate) fn run() -> Vec<Event> {
    let cases = [passed(), open(), noted(), failed(), broke(), skipped("ghost"), skipped("other")];
    let counts: Counts = cases.iter().map(|case| case.outcome).collect();
    let exchange = Event::Exchange(Recorded { of: reference(), exchange: exchange() });
    let mut events = vec![Event::Started(started()), exchange];
    events.extend(cases.into_iter().map(Event::CaseFinished));
    events.push(Event::Finished(summary(counts)));
    events
}

/// A run in which everything held.
pub(crate) fn all_held() -> Vec<Event> {
    let cases = [passed(), case("protocol/time", "ordered", "A call does not finish before it starts.", Outcome::Pass)];
    let counts: Counts = cases.iter().map(|case| case.outcome).collect();
    let begun = started();
    let configuration = Configuration { write: Some("127.0.0.1".to_owned()), ..begun.configuration.clone() };
    let mut events = vec![Event::Started(Started { sandbox: true, configuration, ..begun })];
    events.extend(cases.into_iter().map(Event::CaseFinished));
    events.push(Event::Finished(Summary { clauses_checked: 9, unchecked: Vec::new(), ..summary(counts) }));
    events
}

pub(crate) fn started() -> Started {
    Started {
        kind: RunKind::Check,
        contract: "0.1.0".to_owned(),
        portal: Some("https://example.bitrix24.com".to_owned()),
        sandbox: false,
        cases: 7,
        started: 1_724_078_791.0,
        configuration: Configuration {
            tool: "b24 0.1.0".to_owned(),
            seed: Some(42),
            random_cases: Some(16),
            filter: Some("links".to_owned()),
            capabilities: vec!["webhook".to_owned(), "reader".to_owned()],
            timeout: Some(30.0),
            ..Configuration::default()
        },
    }
}

fn summary(counts: Counts) -> Summary {
    Summary {
        counts,
        clauses_checked: 3,
        clauses_total: 9,
        unchecked: ["system/ghost", "system/other", "Time#", "Time#/properties/start", "Time#/properties/<b>", "Zone#"]
            .map(ClauseId::new)
            .into(),
        touched: Vec::new(),
        requests: 7,
        seed: 42,
        seconds: 1.25,
        created: [(1, "company"), (9, "company"), (4, "contact")]
            .map(|(id, kind)| Created { kind: kind.to_owned(), id })
            .into(),
        removed: 0,
        not_removed: None,
        sent_again: 0,
        stopped: None,
    }
}

fn case(group: &str, name: &str, says: &str, outcome: Outcome) -> CaseFinished {
    CaseFinished {
        id: format!("{group}/{name}"),
        group: group.to_owned(),
        says: says.to_owned(),
        clauses: vec![ClauseId::new(format!("{group}/{name}"))],
        offline: false,
        outcome,
        remark: None,
        variant: None,
        evidence: Vec::new(),
        requests: 2,
        seconds: 0.125,
    }
}

fn passed() -> CaseFinished {
    case("links", "all-links", "The answer holds every link.", Outcome::Pass)
}

/// A question that no source answers, with what the portal did.
fn open() -> CaseFinished {
    let remark = "the portal did: A link written moves nothing".to_owned();
    CaseFinished {
        remark: Some(remark),
        variant: None,
        ..case("links", "moves-date", "A link written moves DATE_MODIFY.", Outcome::Pass)
    }
}

fn noted() -> CaseFinished {
    let noted = case("links", "order", "Links come in ascending order.", Outcome::Note);
    let evidence = Evidence {
        outcome: Outcome::Note,
        clause: noted.clauses[0].clone(),
        source: "inferred: every sample is in this order".to_owned(),
        url: None,
        pointer: "/result/0/SORT".to_owned(),
        message: "is 20 instead of 10".to_owned(),
        replay: Vec::new(),
        steps: Vec::new(),
        ..evidence()
    };
    CaseFinished { evidence: vec![evidence], ..noted }
}

pub(crate) fn failed() -> CaseFinished {
    let failed = case("links", "answers", "Answers keep the schema <ContactBinding>", Outcome::Fail);
    CaseFinished { evidence: vec![evidence()], remark: Some("in 12 answers".to_owned()), ..failed }
}

fn broke() -> CaseFinished {
    let broke = case("links", "planted", "An error is recognised.", Outcome::Error);
    CaseFinished { remark: Some("the control interface answered HTTP 500".to_owned()), ..broke }
}

fn skipped(name: &str) -> CaseFinished {
    let skipped = case("system", name, "The portal was deleted.", Outcome::Skip);
    CaseFinished { remark: Some("needs the control interface of a sandbox".to_owned()), requests: 0, ..skipped }
}

fn reference() -> ExchangeRef {
    ExchangeRef { case: "links/answers".to_owned(), number: 1 }
}

/// Evidence whose texts would break out of a careless report.
fn evidence() -> Evidence {
    Evidence {
        outcome: Outcome::Fail,
        clause: ClauseId::new("ContactBinding#/properties/SORT"),
        says: "Sort index.".to_owned(),
        source: "documented: api-reference/x".to_owned(),
        url: Some("https://apidocs.bitrix24.com/api-reference/x.html".to_owned()),
        pointer: "/result/0/SORT".to_owned(),
        message: "\"<script>\" & ]]> \u{1b}[31m where integer belongs".to_owned(),
        times: 12,
        expected: None,
        exchange: Some(reference()),
        answer: Some("HTTP 200 {\"result\":[{\"SORT\":\"<b>10</b>\"}],\"time\":\"…\"}".to_owned()),
        replay: vec![
            r#"c=$(curl -sS "${B24_PORTAL%/}/crm.company.add" -d '{}' | sed -E 's/.*"result": *([0-9]+).*/\1/')"#
                .to_owned(),
            r#"curl -sS "${B24_PORTAL%/}/crm.company.contact.items.get" -d '{"id":'"${c}"'}'"#.to_owned(),
        ],
        steps: Vec::new(),
    }
}

fn exchange() -> Exchange {
    let raw = RawExchange {
        method: "crm.company.contact.items.get".to_owned(),
        verb: "POST".to_owned(),
        target: "/crm.company.contact.items.get".to_owned(),
        credential: "webhook".to_owned(),
        encoding: Encoding::Json,
        params: json!({ "id": 32 }),
        status: 200,
        body: br#"{"result":[{"SORT":"<b>10</b>"}]}"#.to_vec(),
        started: 1_724_078_791.5,
        seconds: 0.25,
        ..RawExchange::default()
    };
    Exchange::new(raw, &[] as &[Secret])
}
