//! `next-answer`: plants errors, so that every error of the contract can be met.

use std::sync::Arc;

use axum::Json;
use b24_contract::{ErrorClause, Method};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body, Refused, done};
use crate::twist::{PlantedError, Twist, When};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextAnswer {
    /// Id of the error.
    error: String,
    /// Which of its descriptions to send; the chosen one is the first.
    #[serde(default)]
    answer: usize,
    /// Only calls of this method.
    #[serde(default)]
    method: Option<String>,
    /// How many calls.
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

/// Plants an error and shows what calls will see.
pub(super) async fn plant(At(portal): At, Body(wanted): Body<NextAnswer>) -> Result<Json<Value>, Refused> {
    let clause = ErrorClause::by_id(&wanted.error)
        .ok_or_else(|| unknown("error", &wanted.error, ErrorClause::ALL.iter().map(|clause| clause.id)))?;
    let method = match &wanted.method {
        Some(name) => {
            Some(Method::parse(name).ok_or_else(|| unknown("method", name, Method::ALL.iter().map(|m| m.name())))?)
        }
        None => None,
    };
    if wanted.times == 0 {
        return Err(Refused::bad("`times` must be at least 1"));
    }
    let what = PlantedError::new(clause, wanted.answer).ok_or_else(|| {
        let last = clause.answers.len() - 1;
        Refused::bad(format!("`answer` must be at most {last}: so many sources describe `{}`, from 0 on", clause.id))
    })?;
    let answer = &clause.answers[wanted.answer];
    portal.twists.plant(Twist { when: When { method, times: wanted.times }, what: Arc::new(what) });
    Ok(Json(json!({ "error": clause.id, "status": answer.status, "code": answer.code, "text": answer.text })))
}

/// Takes back every planted error.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.twists.clear();
    done()
}

fn unknown(what: &str, wanted: &str, known: impl Iterator<Item = &'static str>) -> Refused {
    /// Characters that are looked at; all names are shorter.
    const LONGEST: usize = 100;
    let wanted: String = wanted.chars().take(LONGEST).collect();
    let nearest = known.min_by_key(|known| strsim::levenshtein(known, &wanted)).unwrap_or_default();
    Refused::bad(format!("the contract has no {what} called `{wanted}`; the nearest is `{nearest}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let Refused(status, says) = unknown("error", "system/expired-tokn", ErrorClause::ALL.iter().map(|c| c.id));
        assert_eq!(status, 400);
        assert_eq!(
            says,
            "the contract has no error called `system/expired-tokn`; the nearest is `system/expired-token`"
        );
    }
}
