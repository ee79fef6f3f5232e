//! `error.rs`: the error catalogue.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::source;
use crate::codegen::model::{Contract, ErrorClause};
use crate::codegen::names::{constant, pascal};

/// The file before formatting.
pub(super) fn code(contract: &Contract) -> String {
    let codes: BTreeSet<&str> =
        contract.all_errors().flat_map(|(_, error)| error.answers.iter().map(|answer| answer.code.as_str())).collect();
    let codes: Vec<String> = codes.iter().map(|code| format!("{code:?}")).collect();
    let names = |errors: &mut dyn Iterator<Item = &ErrorClause>| {
        errors.map(|error| format!("&{},", constant(&error.id))).collect::<String>()
    };
    let system = names(&mut contract.errors.iter());
    let all = names(&mut contract.all_errors().map(|(_, error)| error));
    let statics: String = contract.all_errors().map(|(_, error)| item(error)).collect();
    format!(
        "//! The error catalogue.
use crate::{{ErrorAnswer, ErrorClause, Retry, Source}};

/// Codes of all errors, each once.
pub const CODES: &[&str] = &[{}];

/// System errors.
pub(crate) const SYSTEM: &[&ErrorClause] = &[{system}];

/// All errors.
pub(crate) const ALL: &[&ErrorClause] = &[{all}];

{statics}",
        codes.join(", ")
    )
}

fn item(error: &ErrorClause) -> String {
    let mut answers = String::new();
    for answer in error.ranked() {
        let _ = write!(
            answers,
            "ErrorAnswer {{ status: {}, code: {:?}, text: {:?}, source: {} }},",
            answer.status,
            answer.code,
            answer.text,
            source(&answer.source)
        );
    }
    format!(
        "/// `{id}`: {when}\n
        pub static {name}: ErrorClause = ErrorClause {{
            id: {id:?},
            when: {when:?},
            retry: Retry::{retry},
            answers: &[{answers}],
            any_text: {any_text},
        }};\n",
        id = error.id,
        when = error.when,
        name = constant(&error.id),
        retry = pascal(&error.retry),
        any_text = error.any_text,
    )
}
