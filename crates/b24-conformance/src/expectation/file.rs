//! Reads expectations from a TOML file.

use std::ops::Range;

use b24_contract::{ClauseId, contract};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{Expectation, Expectations};
use crate::coverage;
use crate::nearest;

/// Why a file of expectations is none. It names the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {wrong}")]
pub struct ExpectationsError {
    /// Name of the file.
    pub file: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub wrong: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expect: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    clause: Spanned<String>,
    target: Spanned<String>,
    reason: Spanned<String>,
    owner: Spanned<String>,
    #[serde(deserialize_with = "date")]
    expires: Date,
}

impl Expectations {
    /// Reads the text of a file called `file`.
    ///
    /// # Errors
    ///
    /// [`ExpectationsError`] for what is no TOML, lacks something, names a clause that the contract does not have, or
    /// expects the same of a portal twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, ExpectationsError> {
        let read = Self::parse_draft(file, text)?;
        match read.unsaid {
            Some(unsaid) => Err(unsaid),
            None => Ok(read),
        }
    }

    /// Reads the text of a file whose reasons and owners may still be to be said; departures without them are not expected
    /// yet.
    ///
    /// # Errors
    ///
    /// [`ExpectationsError`] as of [`parse`](Self::parse).
    pub fn parse_draft(file: &str, text: &str) -> Result<Self, ExpectationsError> {
        let refused = |at: Option<Range<usize>>, wrong: String| {
            let before = at.map_or(0, |at| at.start.min(text.len()));
            let line = text.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count() + 1;
            ExpectationsError { file: file.to_owned(), line, wrong }
        };
        let read: File =
            toml::from_str(text).map_err(|error| refused(error.span(), error.message().trim().to_owned()))?;
        let clauses = coverage::clauses(contract());
        let mut list: Vec<Expectation> = Vec::new();
        let mut unsaid = None;
        for entry in read.expect {
            let entry = entry.into_inner();
            let id = entry.clause.get_ref().trim();
            if !clauses.iter().any(|clause| clause.as_str() == id) {
                let known = nearest(id, clauses.iter().map(ClauseId::as_str));
                let hint = known.first().map_or_else(String::new, |known| format!("; the nearest is `{known}`"));
                return Err(refused(Some(entry.clause.span()), format!("the contract has no clause `{id}`{hint}")));
            }
            let must = |name: &str, given: &Spanned<String>| {
                let is_said = !given.get_ref().trim().is_empty();
                (!is_said).then(|| refused(Some(given.span()), format!("the {name} for `{id}` must be said")))
            };
            if let Some(error) = must("target", &entry.target) {
                return Err(error);
            }
            if let Some(error) = must("reason", &entry.reason).or_else(|| must("owner", &entry.owner)) {
                unsaid.get_or_insert(error);
                continue;
            }
            let target = entry.target.get_ref().trim();
            if target.contains(['/', ' ']) {
                let wrong = format!("`{target}` is no host name such as crm.example.com, nor `*`");
                return Err(refused(Some(entry.target.span()), wrong));
            }
            let same = |own: &&Expectation| own.clause.as_str() == id && own.target.eq_ignore_ascii_case(target);
            if list.iter().any(|own| same(&own)) {
                let wrong = format!("`{id}` is expected of `{target}` a second time");
                return Err(refused(Some(entry.clause.span()), wrong));
            }
            list.push(Expectation {
                clause: ClauseId::new(id),
                target: target.to_owned(),
                reason: entry.reason.get_ref().trim().to_owned(),
                owner: entry.owner.get_ref().trim().to_owned(),
                expires: entry.expires,
            });
        }
        Ok(Self { file: file.to_owned(), list, unsaid })
    }
}

/// A date as TOML has it, or as text.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Toml(toml::value::Datetime),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Toml(date) => date.to_string(),
        Written::Text(text) => text,
    };
    text.parse().map_err(|_| serde::de::Error::custom(format!("`{text}` is no day such as 2027-03-31")))
}
