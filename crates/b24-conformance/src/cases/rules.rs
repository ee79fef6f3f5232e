//! Rules: one case each. Those that the grammar cannot say are checked by a case in Rust, by its name.

use b24_contract::rule::{Credential, Rule};
use b24_contract::{ClauseId, Contract};

use super::agree::Dimension;
use super::judged::{Applies, Judged};
use super::{entity, stored};
use crate::case::{Case, Check, needs_of_rule};
use crate::target::Need;

/// Names by which rules call for a case in Rust that checks them alone. `payload-decodes` and `payload-rejected` are
/// checked by one case a schema instead.
pub(crate) fn named(name: &str, rule: &Rule) -> Option<Check> {
    let judged = |applies| Check::Judged(Judged { applies, clauses: vec![rule.id.clone()] });
    Some(match name {
        "forms-agree" => Check::Agree(Dimension::Form),
        "encodings-agree" => Check::Agree(Dimension::Encoding),
        "names-agree" => Check::Agree(Dimension::Name),
        "stored-as-given" => Check::Stored,
        "fields-stored" => Check::FieldsStored(entity::of_rule(&rule.id)?),
        "custom-described" => Check::CustomDescribed(entity::of_rule(&rule.id)?),
        "custom-stored" => Check::CustomStored(entity::of_rule(&rule.id)?),
        "filters-agree" => Check::Filters(entity::of_rule(&rule.id)?),
        "batch-agrees" => Check::BatchAgrees,
        "answer-json" | "answer-content-type" | "errors-status" => judged(Applies::Any),
        "time-ordered" | "time-duration" | "time-dates" => judged(Applies::Success),
        "errors-known" | "errors-no-time" => judged(Applies::Error),
        _ => return None,
    })
}

/// The cases of all rules.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    contract.rules.iter().filter_map(case).collect()
}

fn case(rule: &Rule) -> Option<Case> {
    let check = match &rule.checked_by {
        None => Check::Rule(rule.clone()),
        Some(name) => named(name, rule)?,
    };
    let mut needs = needs_of_rule(rule);
    if rule.checked_by.is_some() {
        needs.insert(Need::Credential(Credential::Webhook));
    }
    let random = matches!(check, Check::Stored | Check::FieldsStored(_) | Check::Filters(_) | Check::BatchAgrees);
    if random || matches!(check, Check::Agree(_) | Check::CustomStored(_)) {
        needs.insert(Need::Write);
    }
    let mut clauses = vec![rule.id.clone()];
    if matches!(check, Check::Stored) {
        clauses.extend([stored::ORDER, stored::EQUALS].map(ClauseId::new));
    }
    Some(Case {
        id: rule.id.to_string(),
        group: rule.id.group().to_owned(),
        says: rule.says.clone(),
        clauses,
        needs,
        check,
    })
}
