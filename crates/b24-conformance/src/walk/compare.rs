//! Where what a portal answered, and what it holds, is not what the model says.

use std::collections::BTreeMap;

use b24_contract::batch::unfold;
use b24_contract::{ClauseId, ErrorClause, Exchange, integer, judge};
use serde_json::{Value, json};

use super::seen::{MAIN, Seen, list_key, record_key};
use crate::json::brief;
use crate::model::{Answer, Link, LinkOp, Main, Name, Pair, RecordOp, Side, State};
use crate::rule::summary;

/// Ids that the portal gave to records.
pub(super) type Ids = BTreeMap<Name, i64>;

/// Something that is not as the model says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    /// The clause that asks for something else.
    pub(super) clause: ClauseId,
    /// JSON pointer into the answer.
    pub(super) pointer: String,
    /// What was found and what belongs there.
    pub(super) message: String,
}

/// Differences of the answers to the calls of a step. Without keys the step is one call by itself.
pub(super) fn of_answers(
    answers: &[Option<Answer>],
    keys: &[String],
    exchange: &Exchange,
    ids: &Ids,
) -> Vec<Difference> {
    if keys.is_empty() {
        return answers.iter().flatten().filter_map(|answer| of_answer(answer, exchange, ids)).collect();
    }
    let commands = unfold(exchange);
    let differences = answers.iter().zip(keys).filter_map(|(answer, key)| {
        let command = commands.iter().find(|command| command.key == *key);
        match (answer, command) {
            (None, None) => None,
            (None, Some(command)) => Some(Difference {
                clause: ClauseId::new("batch/halt-true"),
                pointer: command.pointer_in_batch(""),
                message: "was run though a command before it failed and `halt` was given".to_owned(),
            }),
            (Some(answer), None) => Some(Difference {
                clause: ClauseId::new("batch/runs-each"),
                pointer: format!("/result/result/{key}"),
                message: format!("is missing; {} belongs there", described(answer)),
            }),
            (Some(answer), Some(command)) => of_answer(answer, &command.exchange, ids)
                .map(|difference| Difference { pointer: command.pointer_in_batch(&difference.pointer), ..difference }),
        }
    });
    differences.collect()
}

fn of_answer(answer: &Answer, exchange: &Exchange, ids: &Ids) -> Option<Difference> {
    let result = exchange.json().and_then(|body| body.get("result"));
    let met = match answer {
        Answer::Yes(_) => result == Some(&Value::Bool(true)),
        Answer::No(_) => result == Some(&Value::Bool(false)),
        Answer::New(..) => result.and_then(integer).is_some_and(|id| id > 0 && !ids.values().any(|known| *known == id)),
        Answer::Error(clause) => {
            ErrorClause::by_id(clause.as_str()).is_some_and(|clause| judge::is_error(exchange, clause))
        }
        Answer::Refused(_) => exchange.json().is_some_and(|body| body.get("error").is_some()),
    };
    let found = || match result {
        Some(result) => brief(result),
        None => summary(exchange),
    };
    let pointer = if result.is_some() { "/result" } else { "" };
    (!met).then(|| Difference {
        clause: answer.clause().clone(),
        pointer: pointer.to_owned(),
        message: format!("{} is answered {} instead of {}", exchange.method(), found(), described(answer)),
    })
}

fn described(answer: &Answer) -> String {
    match answer {
        Answer::Yes(_) => "true".to_owned(),
        Answer::No(_) => "false".to_owned(),
        Answer::New(..) => "a new id".to_owned(),
        Answer::Error(clause) => format!("the error {clause}"),
        Answer::Refused(_) => "an error".to_owned(),
    }
}

/// Differences of what a portal holds.
pub(super) fn of_state(
    state: &State,
    mains: &BTreeMap<Name, Main>,
    seen: &Seen<'_>,
    ids: &Ids,
    asked: &dyn Fn(Name) -> bool,
) -> Vec<Difference> {
    let compare = Comparison { state, mains, seen, ids };
    let mut found: Vec<Located> = state.records.keys().flat_map(|name| compare.links(*name)).collect();
    // What both sides show is told where the call came from; what only the other side shows is about seeing it there.
    let own: Vec<(Pair, &'static str)> =
        found.iter().filter(|located| located.own).filter_map(|located| located.about).collect();
    found.retain(|located| located.own || located.about.is_none_or(|about| !own.contains(&about)));
    let mut differences: Vec<Difference> = found.into_iter().map(|located| located.difference).collect();
    for side in Side::BOTH {
        differences.extend(compare.list(side));
    }
    for name in state.records.keys().filter(|name| asked(**name)) {
        differences.extend(compare.record(*name));
    }
    differences
}

struct Comparison<'a> {
    state: &'a State,
    mains: &'a BTreeMap<Name, Main>,
    seen: &'a Seen<'a>,
    ids: &'a Ids,
}

/// A difference, with what part of which link it is about, and whether it shows on the side that the link was written from.
struct Located {
    about: Option<(Pair, &'static str)>,
    own: bool,
    difference: Difference,
}

impl Comparison<'_> {
    /// Differences of the links of a record, as its side shows them.
    fn links(&self, owner: Name) -> Vec<Located> {
        let side = owner.side;
        let expected = self.state.links_of(owner);
        // No rule says what becomes of links to a record that is gone.
        if !self.state.is_alive(owner) && !expected.is_empty() {
            return Vec::new();
        }
        let told =
            side.link_clause(LinkOp::Get, if self.state.is_alive(owner) { "all-links" } else { "unknown-owner" });
        let (pointer, list) = self.seen.links(owner);
        let Some(list) = list else {
            let found = self.seen.error(&owner.to_string()).map_or("nothing".to_owned(), brief);
            let message = format!("is {found} instead of a list of {} links", expected.len());
            // A portal may refuse to tell the links of what does not exist.
            if !self.state.is_alive(owner) && self.seen.error(&owner.to_string()).is_some() {
                return Vec::new();
            }
            let difference = Difference { clause: told, pointer, message };
            return vec![Located { about: None, own: true, difference }];
        };
        let mut found = Vec::new();
        let other_of = |entry: &Value| entry.get(side.member()).and_then(integer);
        for link in &expected {
            let wanted = self.ids.get(&link.pair.of(side.other())).copied();
            let mut entries = list.iter().enumerate().filter(|(_, entry)| other_of(entry) == wanted);
            match (entries.next(), entries.next()) {
                (None, _) => {
                    let message = format!("lacks the link to {}", self.called(link.pair.of(side.other())));
                    found.push(self.located(side, link, "made", &link.touch.clause, pointer.clone(), message));
                }
                (Some(_), Some((place, _))) => {
                    let message = "is the same link once more".to_owned();
                    let pointer = format!("{pointer}/{place}");
                    found.push(self.located(side, link, "made", &link.touch.clause, pointer, message));
                }
                (Some((place, entry)), None) => {
                    found.extend(self.entry(side, link, &format!("{pointer}/{place}"), entry))
                }
            }
        }
        for (place, entry) in list.iter().enumerate() {
            let other = other_of(entry).and_then(|id| self.name_of(side.other(), id));
            if !expected.iter().any(|link| Some(link.pair.of(side.other())) == other) {
                found.push(self.extra(owner, other, format!("{pointer}/{place}"), entry));
            }
        }
        if found.is_empty() {
            found.extend(self.order(owner, &expected, list, &pointer));
        }
        found
    }

    /// Differences of one link.
    fn entry(&self, side: Side, link: &Link, pointer: &str, entry: &Value) -> Vec<Located> {
        let mut found = Vec::new();
        let mut look = |member: &'static str, wanted: Value, is: bool, clause: &ClauseId| {
            if !is {
                let value = entry.get(member).map_or("missing".to_owned(), brief);
                let message = format!("is {value} instead of {}", brief(&wanted));
                let pointer = format!("{pointer}/{member}");
                found.push(self.located(side, link, member, clause, pointer, message));
            }
        };
        let sort = link.sort.value;
        look("SORT", json!(sort), entry.get("SORT").and_then(integer) == Some(sort), &link.sort.clause);
        let flag = if link.primary.value { "Y" } else { "N" };
        let is_flag = entry.get("IS_PRIMARY").and_then(Value::as_str) == Some(flag);
        look("IS_PRIMARY", json!(flag), is_flag, &link.primary.clause);
        let told = side.link_clause(LinkOp::Get, "all-links");
        look("ROLE_ID", json!(0), entry.get("ROLE_ID").and_then(integer) == Some(0), &told);
        found
    }

    fn extra(&self, owner: Name, other: Option<Name>, pointer: String, entry: &Value) -> Located {
        let message = format!("is {}; that link should not be there", brief(entry));
        let pair = other.map(|other| owner.with(other));
        let parted = pair.and_then(|pair| Some((pair, self.state.parted.get(&pair)?)));
        let (own, clause) = match parted {
            Some((_, touch)) if touch.side == owner.side => (true, touch.clause.clone()),
            Some((_, touch)) => (false, touch.mirror.clone()),
            None => (true, owner.side.link_clause(LinkOp::Get, "all-links")),
        };
        let difference = Difference { clause, pointer, message };
        Located { about: pair.map(|pair| (pair, "made")), own, difference }
    }

    /// A difference in the order of links that are all as they should be.
    fn order(&self, owner: Name, expected: &[&Link], list: &[Value], pointer: &str) -> Option<Located> {
        let side = owner.side;
        let sorts: Vec<i64> = expected.iter().map(|link| link.sort.value).collect();
        let told: Vec<i64> = list.iter().filter_map(|entry| entry.get("SORT").and_then(integer)).collect();
        let ids: Vec<Option<i64>> = list.iter().map(|entry| entry.get(side.member()).and_then(integer)).collect();
        let wanted: Vec<Option<i64>> =
            expected.iter().map(|link| self.ids.get(&link.pair.of(side.other())).copied()).collect();
        let rule = if told != sorts {
            "order-by-sort"
        } else if side == Side::Company && ids != wanted {
            // No rule says in which order a contact shows companies with equal sort index.
            "equal-sorts"
        } else {
            return None;
        };
        let at = ids.iter().zip(&wanted).position(|(found, wanted)| found != wanted).unwrap_or_default();
        let order: Vec<String> = expected.iter().map(|link| self.called(link.pair.of(side.other()))).collect();
        let difference = Difference {
            clause: side.link_clause(LinkOp::Get, rule),
            pointer: format!("{pointer}/{at}"),
            message: format!("is out of order; the order should be {}", order.join(", ")),
        };
        Some(Located { about: None, own: true, difference })
    }

    /// Differences of the records of a side, as a list shows them.
    fn list(&self, side: Side) -> Vec<Difference> {
        if !self.state.records.keys().any(|name| name.side == side) {
            return Vec::new();
        }
        let (pointer, rows) = self.seen.records(side);
        let listed = side.record_clause(RecordOp::Add, "stored");
        let Some(rows) = rows else {
            let found = self.seen.error(list_key(side)).map_or("nothing".to_owned(), brief);
            let message = format!("is {found} instead of a list of records");
            return vec![Difference { clause: listed, pointer, message }];
        };
        let mut differences = Vec::new();
        for (name, record) in self.state.records.iter().filter(|(name, _)| name.side == side) {
            let id = self.ids.get(name).copied();
            let row = rows.iter().position(|row| row.get("ID").and_then(integer) == id);
            match (row, &record.deleted) {
                (Some(place), None) => {
                    differences.extend(self.fields(*name, &format!("{pointer}/{place}"), &rows[place]));
                }
                (None, None) => {
                    let message = format!("lacks {}", self.called(*name));
                    differences.push(Difference { clause: listed.clone(), pointer: pointer.clone(), message });
                }
                (Some(place), Some(_)) => differences.push(Difference {
                    clause: side.record_clause(RecordOp::Delete, "not-listed"),
                    pointer: format!("{pointer}/{place}"),
                    message: format!("is {}, which was deleted", self.called(*name)),
                }),
                (None, Some(_)) => {}
            }
        }
        let known = |row: &Value| row.get("ID").and_then(integer).and_then(|id| self.name_of(side, id)).is_some();
        if let Some(place) = rows.iter().position(|row| !known(row)) {
            differences.push(Difference {
                clause: listed,
                pointer: format!("{pointer}/{place}"),
                message: format!("is {}, which no call has made", brief(&rows[place])),
            });
        }
        differences
    }

    /// Differences of a record that was read alone.
    fn record(&self, name: Name) -> Vec<Difference> {
        let (pointer, record) = self.seen.record(name);
        let deleted = self.state.records.get(&name).and_then(|record| record.deleted.clone());
        match (record, deleted) {
            (Some(record), None) => self.fields(name, &pointer, record),
            (None, None) => {
                let found = self.seen.error(&record_key(name)).map_or("missing".to_owned(), brief);
                let clause = name.side.record_clause(RecordOp::Add, "stored");
                vec![Difference { clause, pointer, message: format!("is {found} instead of a record") }]
            }
            (Some(_), Some(clause)) => {
                let message = "is a record, which was deleted".to_owned();
                vec![Difference { clause, pointer, message }]
            }
            (None, Some(_)) => Vec::new(),
        }
    }

    /// Differences of the values of a record.
    fn fields(&self, name: Name, pointer: &str, row: &Value) -> Vec<Difference> {
        let Some(record) = self.state.records.get(&name) else { return Vec::new() };
        let mut differences = Vec::new();
        for (field, fact) in &record.values {
            let found = row.get(*field).unwrap_or(&Value::Null);
            if found.as_str() != Some(fact.value.as_str()) {
                differences.push(Difference {
                    clause: fact.clause.clone(),
                    pointer: format!("{pointer}/{field}"),
                    message: format!("is {} instead of {:?}", brief(found), fact.value),
                });
            }
        }
        if let Some(main) = self.mains.get(&name) {
            let found = row.get(MAIN).unwrap_or(&Value::Null);
            let id = integer(found).filter(|id| *id != 0);
            let is_id = |name: &Name| self.ids.get(name).copied() == id;
            let (met, wanted) = match main {
                Main::Is(company) => (is_id(company), self.called(*company)),
                Main::Nothing => (id.is_none(), "null".to_owned()),
                Main::Open(companies) => {
                    (id.is_none() || companies.iter().any(is_id), "null or a company that it is linked to".to_owned())
                }
            };
            if !met {
                let message = format!("is {} instead of {wanted}", brief(found));
                let pointer = format!("{pointer}/{MAIN}");
                differences.push(Difference { clause: record.main.clone(), pointer, message });
            }
        }
        differences
    }

    fn located(
        &self,
        shown_on: Side,
        link: &Link,
        part: &'static str,
        clause: &ClauseId,
        pointer: String,
        message: String,
    ) -> Located {
        let own = link.touch.side == shown_on;
        let clause = if own { clause.clone() } else { link.touch.mirror.clone() };
        Located { about: Some((link.pair, part)), own, difference: Difference { clause, pointer, message } }
    }

    /// A record in words.
    fn called(&self, name: Name) -> String {
        let kind = if name.side == Side::Company { "company" } else { "contact" };
        self.ids.get(&name).map_or_else(|| format!("the {kind} {name}"), |id| format!("the {kind} {id}"))
    }

    fn name_of(&self, side: Side, id: i64) -> Option<Name> {
        self.ids.iter().find(|(name, known)| name.side == side && **known == id).map(|(name, _)| *name)
    }
}
