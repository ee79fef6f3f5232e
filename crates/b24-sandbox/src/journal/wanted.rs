//! Which exchanges of the journal are asked for.

use b24_contract::RawExchange;
use serde::Deserialize;

use crate::config::MethodPattern;
use crate::encode;

/// Most exchanges that are shown at a time.
const MOST: usize = 1000;

/// A part of the journal. A condition that is empty is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wanted {
    /// Number of the last exchange that is known already.
    pub(crate) after: u64,
    /// How many to show.
    pub(crate) limit: Limit,
    /// Calls of this method, or of all whose names begin so: `crm.company.*`.
    pub(crate) method: String,
    /// Calls with the credential of this name.
    pub(crate) credential: String,
    /// Answers with this status, or of this class: `4xx`.
    pub(crate) status: Status,
    /// Answers with this clause, or with one that begins so: `system/*`.
    pub(crate) clause: String,
}

/// How many exchanges to show.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "usize")]
pub(crate) struct Limit(pub(crate) usize);

/// Which statuses are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Status {
    /// All of them.
    #[default]
    Any,
    /// This one.
    Exactly(u16),
    /// Those of which a hundredth is this, without its fraction.
    Class(u16),
}

impl Wanted {
    /// Whether an exchange fulfils every condition.
    pub(super) fn includes(&self, exchange: &RawExchange) -> bool {
        let pattern = |wanted: &str, is: &str| wanted.is_empty() || MethodPattern::from(wanted).matches(is);
        let clause = exchange.headers.iter().find(|(name, _)| name == encode::CLAUSE.as_str()).map_or("", |(_, id)| id);
        pattern(&self.method, &exchange.method)
            && pattern(&self.clause, clause)
            && (self.credential.is_empty() || self.credential == exchange.credential)
            && match self.status {
                Status::Any => true,
                Status::Exactly(status) => status == exchange.status,
                Status::Class(hundreds) => hundreds == exchange.status / 100,
            }
    }
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            after: 0,
            limit: Limit(100),
            method: String::new(),
            credential: String::new(),
            status: Status::default(),
            clause: String::new(),
        }
    }
}

impl TryFrom<usize> for Limit {
    type Error = String;

    fn try_from(limit: usize) -> Result<Self, String> {
        if limit > MOST { Err(format!("`limit` must be at most {MOST}")) } else { Ok(Self(limit)) }
    }
}

impl TryFrom<String> for Status {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let known = |status: &u16| (100..600).contains(status);
        let class =
            || text.strip_suffix("xx")?.parse().ok().filter(|hundreds: &u16| known(&hundreds.saturating_mul(100)));
        let exact = || text.parse().ok().filter(known);
        match text.as_str() {
            "" => Ok(Self::Any),
            _ => class()
                .map(Self::Class)
                .or_else(|| exact().map(Self::Exactly))
                .ok_or("`status` must be a status such as `404` or a class such as `4xx`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(method: &str, status: u16, clause: &str) -> RawExchange {
        RawExchange {
            method: method.to_owned(),
            credential: "webhook".to_owned(),
            status,
            headers: vec![("b24-clause".to_owned(), clause.to_owned())],
            ..RawExchange::default()
        }
    }

    #[test]
    fn every_condition_counts() {
        let exchange = exchange("crm.company.get", 401, "system/expired-token");
        let text = |text: &str| text.to_owned();
        let any = Wanted::default();
        for (wanted, included) in [
            (any.clone(), true),
            (Wanted { method: text("CRM.company.get"), ..any.clone() }, true),
            (Wanted { method: text("crm.company.*"), ..any.clone() }, true),
            (Wanted { method: text("crm.contact.*"), ..any.clone() }, false),
            (Wanted { credential: text("webhook"), ..any.clone() }, true),
            (Wanted { credential: text("web"), ..any.clone() }, false),
            (Wanted { status: Status::Exactly(401), ..any.clone() }, true),
            (Wanted { status: Status::Exactly(400), ..any.clone() }, false),
            (Wanted { status: Status::Class(4), ..any.clone() }, true),
            (Wanted { status: Status::Class(2), ..any.clone() }, false),
            (Wanted { clause: text("system/expired-token"), ..any.clone() }, true),
            (Wanted { clause: text("system/*"), ..any.clone() }, true),
            (Wanted { clause: text("batch/*"), ..any.clone() }, false),
            (Wanted { method: text("crm.*"), status: Status::Class(2), ..any }, false),
        ] {
            assert_eq!(wanted.includes(&exchange), included, "{wanted:?}");
        }
    }

    #[test]
    fn a_status_is_a_number_or_a_class() {
        let read = |text: &str| Status::try_from(text.to_owned());
        assert_eq!(
            (read(""), read("404"), read("5xx")),
            (Ok(Status::Any), Ok(Status::Exactly(404)), Ok(Status::Class(5)))
        );
        for wrong in ["0xx", "9xx", "1000xx", "65536xx", "xx", "40", "600", "ok", "-4xx"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
