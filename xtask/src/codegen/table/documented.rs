//! `documented.rs`: the names of all documented methods.

use crate::codegen::model::Contract;

/// The file before formatting.
pub(super) fn code(contract: &Contract) -> String {
    format!(
        "//! The names of all documented methods.

/// Names of all methods that Bitrix24 documents, in the letter case of its documentation, sorted without regard to it.
pub static NAMES: &[&str] = &{:?};
",
        contract.documented
    )
}
