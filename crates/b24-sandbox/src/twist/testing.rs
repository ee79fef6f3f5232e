//! Plants errors without the control interface, for tests.

use std::sync::Arc;

use b24_contract::{ErrorClause, Method};

use super::{Origin, PlantedError, Twist, When};
use crate::config::MethodPattern;

/// An error that the next `times` calls of a method meet, or of any.
pub(crate) fn planted(clause: &'static ErrorClause, method: Option<Method>, times: u64) -> Vec<Twist> {
    let what = Arc::new(PlantedError::by_id(clause.id, 0).expect("an answer"));
    let method = method.map(|method| MethodPattern::from(method.name()));
    vec![Twist { when: When::next(method, times), what, origin: Origin::Planted }]
}
