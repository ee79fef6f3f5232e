//! Deviations of what is stored and how it comes back, whatever its field means.

use serde_json::{Value, json};

use super::given::{drops, given, texts};
use super::kind::{Kind, is_multifield};
use super::shown::{hides, replaces, shown};
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

/// The most characters of a text that a portal with short columns keeps.
const SHORT: usize = 10;

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    lost(kind).into_iter().chain(spoiled(kind)).chain(entries(kind)).chain(custom(kind)).collect()
}

fn lost(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    vec![
        kind.breaks(
            "add/stored",
            "name-only",
            "A new record keeps its name and nothing else that was given.",
            given(add, move |fields| {
                fields.retain(|name, _| [kind.name, "LAST_NAME", "ORIGINATOR_ID", "ORIGIN_ID"].contains(&&**name));
            }),
        ),
        kind.breaks("add/stored", "made-twice", "A record is made twice.", way::twice(add)),
        kind.breaks(
            "add/stored",
            "version-forgotten",
            "The version at the source is not stored.",
            drops(add, |name, _| name == "ORIGIN_VERSION"),
        ),
        kind.breaks(
            "add/stored",
            "flag-ignored",
            "A record is open to everybody, whatever was given.",
            drops(add, |name, _| name == "OPENED"),
        ),
        kind.breaks(
            "add/stored",
            "texts-cut",
            "Texts are cut to a few characters.",
            texts(
                add,
                move |name| kind.is_text(name) && !name.starts_with("ORIGIN"),
                |text| text.chars().take(SHORT).collect(),
            ),
        ),
        kind.breaks(
            "add/stored",
            "addresses-upper-cased",
            "E-mail addresses are stored in capitals.",
            entries_given(kind, |name, entry| {
                if let Some(Value::String(text)) = entry.get_mut("VALUE").filter(|_| name == "EMAIL") {
                    *text = text.to_uppercase();
                }
            }),
        ),
        kind.breaks(
            "add/stored",
            "kinds-forgotten",
            "Every entry of a multifield is of the kind `OTHER`.",
            entries_given(kind, |_, entry| {
                entry.insert("VALUE_TYPE".to_owned(), "OTHER".into());
            }),
        ),
    ]
}

fn spoiled(kind: Kind) -> Vec<Deviation> {
    let clause = "get/stored-as-given";
    let show = |how, says: &str, change: fn(&str) -> String| {
        let is_meant = move |name: &str, value: &Value| kind.is_text(name) && value.is_string();
        kind.breaks(clause, how, says, replaces([kind.get], is_meant, move |text| text.as_str().map(change).into()))
    };
    vec![
        show("html-escaped", "Texts come back with HTML entities.", |text| {
            text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
        }),
        show("slashes-added", "Quotes and backslashes come back with a backslash before them.", |text| {
            text.replace('\\', "\\\\").replace('"', "\\\"").replace('\'', "\\'")
        }),
        show("letters-lost", "Letters beyond ASCII come back as question marks.", |text| {
            text.chars().map(|letter| if letter.is_ascii() { letter } else { '?' }).collect()
        }),
        show("plus-lost", "A plus sign comes back as a space.", |text| text.replace('+', " ")),
        show("lower-cased", "Texts come back in small letters.", str::to_lowercase),
        kind.breaks(
            clause,
            "list-cuts-texts",
            "A list shows the beginnings of texts only.",
            replaces(
                [kind.list],
                move |name, _| kind.is_text(name),
                |text| text.as_str().map(|text| text.chars().take(SHORT).collect::<String>()).into(),
            ),
        ),
    ]
}

fn entries(kind: Kind) -> Vec<Deviation> {
    let clause = "get/stored-as-given";
    let reading = [kind.get, kind.list];
    vec![
        kind.breaks(
            clause,
            "entries-reversed",
            "The entries of a multifield come back last first.",
            shown(reading, |record, _| lists(record).for_each(|(_, entries)| entries.reverse())),
        ),
        kind.breaks(
            clause,
            "last-entry-lost",
            "The last of several entries of a multifield is not shown.",
            shown(reading, |record, _| {
                lists(record).filter(|(_, entries)| entries.len() > 1).for_each(|(_, entries)| {
                    entries.pop();
                });
            }),
        ),
        kind.breaks(
            clause,
            "numbers-normalised",
            "Telephone numbers come back as digits only.",
            shown(reading, |record, _| {
                let numbers = lists(record).filter(|(name, _)| *name == "PHONE").flat_map(|(_, entries)| entries);
                for entry in numbers {
                    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                    let value = entry["VALUE"].as_str().map(digits);
                    entry["VALUE"] = value.into();
                }
            }),
        ),
        kind.breaks(
            "get/multifields",
            "types-lost",
            "The entries of a multifield do not tell which multifield it is.",
            shown([kind.get], |record, _| {
                let entries = lists(record).flat_map(|(_, entries)| entries);
                entries.filter_map(Value::as_object_mut).for_each(|entry| {
                    entry.remove("TYPE_ID");
                });
            }),
        ),
        kind.breaks(
            "get/multifields",
            "flag-stale",
            "`HAS_PHONE` says that there are no telephone numbers, even where there are.",
            replaces([kind.get], |name, _| name == "HAS_PHONE", |_| "N".into()),
        ),
        kind.breaks(
            "get/multifields",
            "keyed-by-id",
            "A multifield is an object of its entries by their ids.",
            replaces(
                [kind.get],
                |name, _| is_multifield(name),
                |entries| {
                    let entries = entries.as_array().into_iter().flatten();
                    entries.map(|entry| (entry["ID"].as_str().unwrap_or_default().to_owned(), entry.clone())).collect()
                },
            ),
        ),
        kind.breaks(
            "get/multifields",
            "shown-empty-too",
            "Multifields without entries are members too.",
            shown([kind.get], |record, _| {
                record.entry("EMAIL").or_insert_with(|| json!([]));
                record.entry("WEB").or_insert_with(|| json!([]));
            }),
        ),
    ]
}

fn custom(kind: Kind) -> Vec<Deviation> {
    let clause = "get/custom-fields";
    let is_custom = |name: &str, _: &Value| name.starts_with("UF_");
    vec![
        kind.breaks(clause, "lost", "Custom fields are not stored.", drops([kind.add], is_custom)),
        kind.breaks(
            clause,
            "not-changed",
            "Custom fields are stored once and for all.",
            drops([kind.update], is_custom),
        ),
        kind.breaks(clause, "not-listed", "Lists leave custom fields out.", hides([kind.list], is_custom)),
        kind.breaks(
            clause,
            "not-found-by",
            "Conditions on custom fields are ignored.",
            way::params([kind.list], |params| {
                if let Some(Value::Object(filter)) = params.get_mut("filter") {
                    filter.retain(|key, _| !key.contains("UF_"));
                }
            }),
        ),
        if kind.is_company() { numbers_rounded(kind) } else { lists_flattened(kind) },
    ]
}

fn numbers_rounded(kind: Kind) -> Deviation {
    kind.breaks(
        "get/custom-fields",
        "numbers-rounded",
        "Numbers in custom fields come back without their fraction.",
        replaces(
            [kind.get, kind.list],
            |name, _| name.starts_with("UF_"),
            |value| {
                let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
                number.map_or_else(|| value.clone(), |number| number.trunc().to_string().into())
            },
        ),
    )
}

fn lists_flattened(kind: Kind) -> Deviation {
    kind.breaks(
        "get/custom-fields",
        "list-flattened",
        "Of a custom field with several values the first one is shown, as if it were the only one.",
        replaces(
            [kind.get, kind.list],
            |name, value| name.starts_with("UF_") && value.is_array(),
            |value| value.get(0).cloned().unwrap_or_default(),
        ),
    )
}

/// Other entries of multifields are stored than were given.
fn entries_given(kind: Kind, change: fn(&str, &mut Params)) -> impl Deed {
    given([kind.add], move |fields| {
        for (name, entries) in lists(fields) {
            entries.iter_mut().filter_map(Value::as_object_mut).for_each(|entry| change(name, entry));
        }
    })
}

/// The multifields of a record with their entries.
fn lists(record: &mut Params) -> impl Iterator<Item = (&String, &mut Vec<Value>)> {
    let multifields = record.iter_mut().filter(|(name, _)| is_multifield(name));
    multifields.filter_map(|(name, entries)| Some((name, entries.as_array_mut()?)))
}
