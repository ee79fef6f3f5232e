//! The reference model of filters: a few records, random conditions on them, and what meets these.

use std::cmp::Ordering;

use b24_contract::Entity;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::cases::entity::names;

/// Number of records.
pub(crate) const RECORDS: usize = 10;

/// Texts in lower case only: sources do not say whether letter case matters.
const NAMES: [&str; 5] = ["alpha", "alphabet", "beta", "alp ha", "100 alpha"];
const SOURCES: [&str; 3] = ["ads", "mail", "e-mail"];

/// A record by what the conditions are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    number: usize,
    name: &'static str,
    source: &'static str,
    /// A field that not every record has.
    term: Option<&'static str>,
}

/// The records, by number. Ids grow with the number.
pub(super) fn records() -> Vec<Stored> {
    let record = |number: usize| Stored {
        number,
        name: NAMES[number % NAMES.len()],
        source: SOURCES[number % SOURCES.len()],
        term: (!number.is_multiple_of(4)).then_some("shoes"),
    };
    (0..RECORDS).map(record).collect()
}

impl Stored {
    /// The fields to make it with.
    pub(super) fn fields(&self, entity: Entity) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert(names(entity).name.to_owned(), json!(self.name));
        fields.insert(UTM_SOURCE.to_owned(), json!(self.source));
        fields.extend(self.term.map(|term| (UTM_TERM.to_owned(), json!(term))));
        fields
    }

    fn text(&self, field: Field) -> &'static str {
        match field {
            Field::Name => self.name,
            Field::Source => self.source,
        }
    }
}

const UTM_SOURCE: &str = "UTM_SOURCE";
const UTM_TERM: &str = "UTM_TERM";

/// A field with text that every record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Source,
}

impl Field {
    fn key(self, entity: Entity) -> &'static str {
        match self {
            Field::Name => names(entity).name,
            Field::Source => UTM_SOURCE,
        }
    }
}

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// Equal or not, with the operator as it is written.
    Equal(&'static str, bool, Field, String),
    /// One of a list or none of it.
    Among(&'static str, bool, Field, Vec<&'static str>),
    /// Contains a text.
    Contains(Field, String),
    /// Is like a pattern: a text, and whether anything may stand before and behind it.
    Like(&'static str, Field, String, bool, bool),
    /// The id compared with that of a record.
    Id(&'static str, usize),
    /// The field that not every record has is filled.
    Filled,
}

/// A filter with an order.
#[derive(Debug, Clone)]
pub(super) struct Query {
    conditions: Vec<Condition>,
    by: Option<(Field, bool)>,
    ids_descend: bool,
}

/// Random filters with up to three conditions.
pub(super) fn queries() -> impl Strategy<Value = Query> {
    (vec(condition(), 0..=3), proptest::option::of((field(), any::<bool>())), any::<bool>())
        .prop_map(|(conditions, by, ids_descend)| Query { conditions, by, ids_descend })
}

fn field() -> impl Strategy<Value = Field> {
    select(vec![Field::Name, Field::Source])
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![select(NAMES.to_vec()), select(SOURCES.to_vec()), Just("nothing has this")].prop_map(str::to_owned)
}

fn part() -> impl Strategy<Value = String> {
    select(vec!["alpha", "alp", "ha", "a", "mail", "100", " ", "e-", "zz"]).prop_map(str::to_owned)
}

fn condition() -> impl Strategy<Value = Condition> {
    let equal = select(vec![("", true), ("=", true), ("!", false), ("!=", false)]);
    let among = select(vec![("@", true), ("", true), ("!@", false)]);
    let texts: Vec<&'static str> = NAMES.into_iter().chain(SOURCES).collect();
    prop_oneof![
        3 => (equal, field(), value()).prop_map(|((sign, meets), field, value)| Condition::Equal(sign, meets, field, value)),
        2 => (among, field(), subsequence(texts, 1..4))
            .prop_map(|((sign, meets), field, list)| Condition::Among(sign, meets, field, list)),
        2 => (field(), part()).prop_map(|(field, text)| Condition::Contains(field, text)),
        2 => (select(vec!["=%", "%="]), field(), part(), any::<bool>(), any::<bool>())
            .prop_map(|(sign, field, text, before, behind)| Condition::Like(sign, field, text, before, behind)),
        2 => (select(vec![">", ">=", "<", "<="]), 0..RECORDS).prop_map(|(sign, number)| Condition::Id(sign, number)),
        1 => Just(Condition::Filled),
    ]
}

impl Condition {
    fn key(&self, entity: Entity) -> String {
        match self {
            Condition::Equal(sign, _, field, _)
            | Condition::Among(sign, _, field, _)
            | Condition::Like(sign, field, ..) => format!("{sign}{}", field.key(entity)),
            Condition::Contains(field, _) => format!("%{}", field.key(entity)),
            Condition::Id(sign, _) => format!("{sign}ID"),
            Condition::Filled => format!("!={UTM_TERM}"),
        }
    }

    fn value(&self, own: &[String]) -> Value {
        match self {
            Condition::Equal(_, _, _, text) | Condition::Contains(_, text) => json!(text),
            Condition::Among(_, _, _, list) => json!(list),
            Condition::Like(_, _, text, before, behind) => {
                let any = |any: bool| if any { "%" } else { "" };
                json!(format!("{}{text}{}", any(*before), any(*behind)))
            }
            Condition::Id(_, number) => json!(own[*number]),
            Condition::Filled => json!(""),
        }
    }

    fn is_met(&self, record: &Stored) -> bool {
        match self {
            Condition::Equal(_, meets, field, text) => (record.text(*field) == text) == *meets,
            Condition::Among(_, meets, field, list) => list.contains(&record.text(*field)) == *meets,
            Condition::Contains(field, part) => record.text(*field).contains(part.as_str()),
            Condition::Like(_, field, text, before, behind) => {
                let (whole, text) = (record.text(*field), text.as_str());
                match (before, behind) {
                    (true, true) => whole.contains(text),
                    (true, false) => whole.ends_with(text),
                    (false, true) => whole.starts_with(text),
                    (false, false) => whole == text,
                }
            }
            Condition::Id(sign, number) => match record.number.cmp(number) {
                Ordering::Less => sign.starts_with('<'),
                Ordering::Equal => sign.ends_with('='),
                Ordering::Greater => sign.starts_with('>'),
            },
            Condition::Filled => record.term.is_some(),
        }
    }
}

impl Query {
    /// The conditions that count: of two with the same key the last one is sent.
    fn sent(&self, entity: Entity) -> Vec<&Condition> {
        let later = |at: usize, key: &str| self.conditions[at + 1..].iter().any(|other| other.key(entity) == key);
        let counts = |(at, condition): &(usize, &Condition)| !later(*at, &condition.key(entity));
        self.conditions.iter().enumerate().filter(counts).map(|(_, condition)| condition).collect()
    }

    /// The parameter `filter`, narrowed to the suite's own records.
    pub(super) fn filter(&self, entity: Entity, own: &[String]) -> Value {
        let conditions = self.sent(entity).into_iter().map(|condition| (condition.key(entity), condition.value(own)));
        [("@ID".to_owned(), json!(own))].into_iter().chain(conditions).collect::<Map<_, _>>().into()
    }

    /// The parameter `order`.
    pub(super) fn order(&self, entity: Entity) -> Value {
        let direction = |descends: bool| json!(if descends { "DESC" } else { "asc" });
        let by = self.by.map(|(field, descends)| (field.key(entity).to_owned(), direction(descends)));
        by.into_iter().chain([("ID".to_owned(), direction(self.ids_descend))]).collect::<Map<_, _>>().into()
    }

    /// Numbers of the records that meet every condition, in order.
    pub(super) fn evaluate(&self) -> Vec<usize> {
        // Both kinds of records have the same keys apart from that of the name.
        let conditions = self.sent(Entity::Company);
        let met = |record: &Stored| conditions.iter().all(|condition| condition.is_met(record));
        let mut records: Vec<Stored> = records().into_iter().filter(met).collect();
        let turned = |order: Ordering, descends: bool| if descends { order.reverse() } else { order };
        records.sort_by(|a, b| {
            let by =
                self.by.map_or(Ordering::Equal, |(field, descends)| turned(a.text(field).cmp(b.text(field)), descends));
            by.then(turned(a.number.cmp(&b.number), self.ids_descend))
        });
        records.into_iter().map(|record| record.number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(condition: Condition) -> Vec<usize> {
        Query { conditions: vec![condition], by: None, ids_descend: false }.evaluate()
    }

    #[test]
    fn each_operator_means_what_the_contract_says() {
        let text = str::to_owned;
        assert_eq!(met(Condition::Equal("=", true, Field::Name, text("alpha"))), [0, 5]);
        assert_eq!(met(Condition::Equal("!", false, Field::Source, text("ads"))), [1, 2, 4, 5, 7, 8]);
        assert_eq!(met(Condition::Among("!@", false, Field::Name, vec!["alpha", "beta", "alp ha"])), [1, 4, 6, 9]);
        assert_eq!(met(Condition::Contains(Field::Name, text("100"))), [4, 9]);
        assert_eq!(met(Condition::Like("=%", Field::Name, text("alp"), false, true)), [0, 1, 3, 5, 6, 8]);
        assert_eq!(met(Condition::Like("%=", Field::Source, text("mail"), false, false)), [1, 4, 7]);
        assert_eq!(met(Condition::Id(">=", 8)), [8, 9]);
        assert_eq!(met(Condition::Filled), [1, 2, 3, 5, 6, 7, 9]);
    }

    #[test]
    fn records_come_in_order() {
        let query =
            Query { conditions: vec![Condition::Id("<", 4)], by: Some((Field::Name, true)), ids_descend: false };
        assert_eq!(query.evaluate(), [2, 1, 0, 3]);
        assert_eq!(query.order(Entity::Contact).to_string(), r#"{"NAME":"DESC","ID":"asc"}"#);
    }

    #[test]
    fn of_two_conditions_with_one_key_the_last_counts() {
        let query =
            Query { conditions: vec![Condition::Id(">", 1), Condition::Id(">", 8)], by: None, ids_descend: true };
        assert_eq!(query.evaluate(), [9]);
        let own: Vec<String> = (0..RECORDS).map(|number| format!("$r{number}")).collect();
        assert_eq!(query.filter(Entity::Company, &own)[">ID"], json!("$r8"));
    }
}
