//! What a rule makes before its own call.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

use super::Call;

/// Something to make before the call.
#[derive(Debug, Clone)]
pub enum Given {
    /// A company, known afterwards by the variable's name.
    Company {
        /// Variable that stands for its id.
        company: String,
        /// Fields besides the title.
        fields: Map<String, Value>,
    },
    /// A contact, known afterwards by the variable's name.
    Contact {
        /// Variable that stands for its id.
        contact: String,
        /// Fields besides the name.
        fields: Map<String, Value>,
    },
    /// A link from a company to a contact, made through the company.
    Link {
        /// Variables of the company and the contact.
        link: [String; 2],
        /// Sort index.
        sort: Option<i64>,
        /// Primary flag, `Y` or `N`.
        is_primary: Option<String>,
    },
    /// A call that must succeed.
    Call(Box<Call>),
}

/// Reads the list `given`. An entry with `times: 3` becomes three, whose variables end in 1, 2 and 3.
pub(super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Given>, D::Error> {
    let entries = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    entries.into_iter().try_fold(Vec::new(), |mut made, entry| {
        made.extend(entry_of(entry).map_err(D::Error::custom)?);
        Ok(made)
    })
}

fn entry_of(entry: Map<String, Value>) -> Result<Vec<Given>, serde_json::Error> {
    let is = |kind: &str| entry.contains_key(kind);
    let (company, contact, link) = (is("company"), is("contact"), is("link"));
    let entry = Value::Object(entry);
    if company {
        let CompanyEntry { company, fields, times } = CompanyEntry::deserialize(entry)?;
        return Ok(named(company, times).map(|company| Given::Company { company, fields: fields.clone() }).collect());
    }
    if contact {
        let ContactEntry { contact, fields, times } = ContactEntry::deserialize(entry)?;
        return Ok(named(contact, times).map(|contact| Given::Contact { contact, fields: fields.clone() }).collect());
    }
    if link {
        let LinkEntry { link, sort, is_primary } = LinkEntry::deserialize(entry)?;
        return Ok(vec![Given::Link { link, sort, is_primary }]);
    }
    Ok(vec![Given::Call(Box::new(Call::deserialize(entry)?))])
}

/// The variables of an entry: its own, or as many as `times` says.
fn named(variable: String, times: Option<usize>) -> impl Iterator<Item = String> {
    let numbers = times.map_or(0..1, |times| 1..times + 1);
    numbers.map(move |number| times.map_or_else(|| variable.clone(), |_| format!("{variable}{number}")))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanyEntry {
    company: String,
    #[serde(default)]
    fields: Map<String, Value>,
    times: Option<usize>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactEntry {
    contact: String,
    #[serde(default)]
    fields: Map<String, Value>,
    times: Option<usize>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkEntry {
    link: [String; 2],
    #[serde(rename = "SORT")]
    sort: Option<i64>,
    #[serde(rename = "IS_PRIMARY")]
    is_primary: Option<String>,
}
