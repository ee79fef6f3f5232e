//! Where a statement of the contract comes from.

use serde::{Deserialize, Serialize};

/// Provenance of a clause: how far it can be trusted. Generated tables hold `&'static str`, parsed documents `String`.
///
/// Breaking a documented clause fails a run; breaking any other is a note, unless the run is strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source<T = String> {
    /// A page of the documentation, by its path in the documentation's repository.
    Documented(T),
    /// A recorded answer of a real portal.
    Observed(T),
    /// The tests of an official SDK, by its name.
    Asserted(T),
    /// A conclusion of this contract, with its ground.
    Inferred(T),
    /// No source says; the text names the question.
    Unknown(T),
}

impl<T: AsRef<str>> Source<T> {
    /// Whether a departure from the clause is a failure: only what the documentation says binds a portal.
    pub fn binds(&self) -> bool {
        matches!(self, Source::Documented(_))
    }

    /// The word for the kind of source.
    pub fn kind(&self) -> &'static str {
        match self {
            Source::Documented(_) => "documented",
            Source::Observed(_) => "observed",
            Source::Asserted(_) => "asserted",
            Source::Inferred(_) => "inferred",
            Source::Unknown(_) => "unknown",
        }
    }

    /// The page, recording, SDK, ground or question.
    pub fn place(&self) -> &str {
        match self {
            Source::Documented(place)
            | Source::Observed(place)
            | Source::Asserted(place)
            | Source::Inferred(place)
            | Source::Unknown(place) => place.as_ref(),
        }
    }

    /// Address of the documentation page, for a documented source. A text that pages include has no page of its own.
    pub fn url(&self) -> Option<String> {
        match self {
            Source::Documented(page) if !page.as_ref().starts_with("_includes/") => {
                Some(format!("https://apidocs.bitrix24.com/{}.html", page.as_ref()))
            }
            _ => None,
        }
    }
}

impl Source<&'static str> {
    /// The same source with its text owned, as parsed documents have it.
    pub fn to_owned(self) -> Source {
        match self {
            Source::Documented(place) => Source::Documented(place.to_owned()),
            Source::Observed(place) => Source::Observed(place.to_owned()),
            Source::Asserted(place) => Source::Asserted(place.to_owned()),
            Source::Inferred(place) => Source::Inferred(place.to_owned()),
            Source::Unknown(place) => Source::Unknown(place.to_owned()),
        }
    }
}
