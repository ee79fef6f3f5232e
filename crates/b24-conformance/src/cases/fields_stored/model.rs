//! Random fields of a record, and how they come back.

use std::collections::BTreeMap;

use b24_contract::Entity;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::cases::entity::names;

/// Texts that records of both kinds have.
const TEXTS: [&str; 8] = [
    "COMMENTS",
    "ORIGIN_VERSION",
    "UTM_SOURCE",
    "UTM_MEDIUM",
    "UTM_CAMPAIGN",
    "UTM_CONTENT",
    "UTM_TERM",
    "SOURCE_DESCRIPTION",
];

/// Multifields with the kinds that entries of each may have.
const MULTIFIELDS: [(&str, &[&str]); 4] = [
    ("PHONE", &["WORK", "MOBILE", "FAX", "HOME", "PAGER", "OTHER"]),
    ("EMAIL", &["WORK", "HOME", "OTHER"]),
    ("WEB", &["WORK", "HOME", "OTHER"]),
    ("IM", &["TELEGRAM", "SKYPE", "VIBER", "OTHER"]),
];

/// The fields of a record that are given.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    scalars: BTreeMap<&'static str, String>,
    multifields: BTreeMap<&'static str, Vec<(String, &'static str)>>,
}

/// Random fields of a company or a contact. It always has a name.
pub(super) fn fields(entity: Entity) -> impl Strategy<Value = Fields> {
    let mut texts: Vec<&'static str> = TEXTS.to_vec();
    match entity {
        Entity::Company => {
            texts.retain(|name| *name != "SOURCE_DESCRIPTION");
            texts.push("BANKING_DETAILS");
        }
        Entity::Contact => texts.extend(["LAST_NAME", "SECOND_NAME", "POST"]),
    }
    let name = text().prop_map(move |text| (names(entity).name, text));
    let count = texts.len();
    let texts = subsequence(texts, 0..=count).prop_flat_map(|names| {
        let texts = vec(text(), names.len());
        (Just(names), texts).prop_map(|(names, texts)| names.into_iter().zip(texts).collect::<Vec<_>>())
    });
    let opened =
        proptest::option::of(select(vec!["Y", "N"])).prop_map(|flag| flag.map(|flag| ("OPENED", flag.to_owned())));
    let multifields = MULTIFIELDS.map(|(name, kinds)| {
        let entries = vec((value_of(name), select(kinds.to_vec())), 0..4);
        entries.prop_map(move |entries| (name, entries))
    });
    (name, texts, opened, Vec::from(multifields)).prop_map(|(name, texts, opened, multifields)| Fields {
        scalars: texts.into_iter().chain([name]).chain(opened).collect(),
        multifields: multifields.into_iter().collect(),
    })
}

/// A text that no portal has a reason to change: without markup, and without space at its ends.
fn text() -> impl Strategy<Value = String> {
    let word = "[A-Za-z0-9!#%&'()*+,./:;=?@\"\\\\^_{|}~äöüßéЖ日€-]{1,8}";
    vec(word, 1..4).prop_map(|words| words.join(" "))
}

fn value_of(multifield: &str) -> BoxedStrategy<String> {
    match multifield {
        "PHONE" => "\\+1555[0-9]{7}".boxed(),
        "EMAIL" => "[a-z]{1,8}\\.[a-z0-9]{1,4}\\+[a-z]{1,3}@example\\.com".boxed(),
        "WEB" => "https://[a-z]{1,8}\\.example/[a-z0-9]{0,4}\\?a=[0-9]{1,3}&b=%20".boxed(),
        _ => "@[a-z][a-z0-9_]{2,9}".boxed(),
    }
}

impl Fields {
    /// The parameter `fields`.
    pub(super) fn to_send(&self) -> Value {
        let mut fields: Map<String, Value> =
            self.scalars.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect();
        for (name, entries) in self.multifields.iter().filter(|(_, entries)| !entries.is_empty()) {
            let entries = entries.iter().map(|(value, kind)| json!({ "VALUE": value, "VALUE_TYPE": kind }));
            fields.insert((*name).to_owned(), entries.collect());
        }
        Value::Object(fields)
    }

    /// Names and texts of the fields with one value.
    pub(super) fn scalars(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.scalars.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// Names of the fields with many values, also of those that have none.
    pub(super) fn multifields(&self) -> impl Iterator<Item = &'static str> {
        self.multifields.keys().copied()
    }

    /// What comes back of a multifield, without the ids of its entries.
    pub(super) fn entries(&self, name: &str) -> Value {
        let entries = self.multifields.get(name).into_iter().flatten();
        entries.map(|(value, kind)| json!({ "TYPE_ID": name, "VALUE": value, "VALUE_TYPE": kind })).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn every_record_has_a_name_and_no_text_is_a_variable() {
        for entity in [Entity::Company, Entity::Contact] {
            let held = TestRunner::default().run(&fields(entity), |fields| {
                prop_assert!(fields.scalars().any(|(name, text)| name == names(entity).name && !text.is_empty()));
                prop_assert!(!fields.to_send().to_string().contains('$'));
                Ok(())
            });
            held.expect("it holds for all");
        }
    }
}
