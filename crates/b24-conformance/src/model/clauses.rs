//! The clauses that the model speaks about.

use b24_contract::{ClauseId, Contract};

use super::{LinkOp, RecordOp, Side};

/// Clauses of the methods for links; a side has those of them that the contract knows.
const LINKS: [(LinkOp, &[&str]); 5] = [
    (
        LinkOp::Add,
        &[
            "first-sort",
            "default-sort",
            "first-is-primary",
            "later-not-primary",
            "primary-handed-over",
            "one-primary-left",
            "already-linked",
            "already-linked-unchanged",
            "already-linked-primary",
            "linked-record-unknown",
            "primary-spellings",
            "sort-text",
            "main-company",
            "seen-from-the-company",
            "fields-list",
            "owner-invalid",
            "fields-not-array",
            "fields-invalid",
            "not-found",
        ],
    ),
    (
        LinkOp::Delete,
        &[
            "removes-one",
            "not-linked",
            "primary-promoted",
            "main-company",
            "main-company-of-several",
            "seen-from-the-other-side",
            "fields-list",
            "owner-invalid",
            "fields-not-array",
            "fields-invalid",
            "not-found",
        ],
    ),
    (
        LinkOp::Set,
        &[
            "replaces",
            "empty-clears",
            "keeps-sort",
            "default-sort",
            "first-is-primary",
            "one-primary",
            "primary-stays",
            "main-company",
            "seen-from-the-other-side",
            "owner-invalid",
            "items-not-array",
            "not-found",
        ],
    ),
    (
        LinkOp::Clear,
        &[
            "removes-all",
            "nothing-to-remove",
            "unknown-owner",
            "main-company",
            "seen-from-the-other-side",
            "owner-invalid",
        ],
    ),
    (
        LinkOp::Get,
        &["all-links", "order-by-sort", "equal-sorts", "several-primaries", "unknown-owner", "made-from-the-company"],
    ),
];

/// Clauses of the methods for records.
const RECORDS: [(RecordOp, &[&str]); 4] = [
    (
        RecordOp::Add,
        &[
            "new-id",
            "stored",
            "company-linked",
            "first-company-is-main",
            "company-among-companies",
            "fields-list",
            "fields-not-array",
            "name-missing",
        ],
    ),
    (
        RecordOp::Update,
        &[
            "changes-what-is-given",
            "nothing-given",
            "contacts-replaced",
            "companies-replaced",
            "companies-removed",
            "main-company-linked",
            "main-company-promoted",
            "company-zero",
            "fields-list",
            "id-missing",
            "id-invalid",
            "fields-not-array",
            "not-found",
        ],
    ),
    (
        RecordOp::Delete,
        &[
            "gone",
            "links-vanish",
            "not-listed",
            "main-company",
            "primary-contact",
            "id-missing",
            "id-text",
            "id-invalid",
            "not-found",
        ],
    ),
    (RecordOp::Get, &["no-company", "main-of-several"]),
];

/// The clauses about links.
pub(crate) fn about_links(contract: &Contract) -> Vec<ClauseId> {
    let clauses = Side::BOTH.into_iter().flat_map(|side| {
        LINKS.into_iter().flat_map(move |(op, names)| names.iter().map(move |name| side.link_clause(op, name)))
    });
    known(contract, clauses)
}

/// The clauses about records.
pub(crate) fn about_records(contract: &Contract) -> Vec<ClauseId> {
    let clauses = Side::BOTH.into_iter().flat_map(|side| {
        RECORDS.into_iter().flat_map(move |(op, names)| names.iter().map(move |name| side.record_clause(op, name)))
    });
    known(contract, clauses)
}

/// Those of these clauses that the contract knows.
fn known(contract: &Contract, clauses: impl Iterator<Item = ClauseId>) -> Vec<ClauseId> {
    clauses.filter(|clause| contract.source_of(clause).is_some()).collect()
}
