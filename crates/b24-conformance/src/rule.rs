//! Interprets rules: makes the records, sends the calls, compares.

mod expect;
mod xml;

use std::sync::Arc;

use b24_contract::rule::{Expectation, Rule, Take};
use b24_contract::{Exchange, Source};

pub(crate) use self::expect::summary;
use self::expect::{Unmet, unmet};
pub(crate) use self::xml::result_of as xml_result;
use crate::scope::{Scope, Stop};

/// How the remark begins that answers a question which no source answers.
pub(crate) const PORTAL_DID: &str = "the portal did: ";

/// Checks one rule. A rule holds when its own expectations or those of one of its alternatives are met.
pub(crate) async fn check(scope: &mut Scope<'_>, rule: &Rule) -> Result<(), Stop> {
    scope.make(&rule.given).await?;
    let Some(when) = &rule.when else {
        return Err(Stop::Broke("the rule has no call".to_owned()));
    };
    let first = scope.send(when).await?;
    let unmet = match untaken(scope, &when.take) {
        Some(untaken) => vec![untaken],
        None => expect_all(scope, &rule.then, &first).await?,
    };
    let open = matches!(rule.source, Source::Unknown(_));
    if unmet.is_empty() {
        if !rule.alternatives.is_empty() {
            scope.fits(&rule.says);
        }
        if open {
            scope.remark(did(&rule.says));
        }
        return Ok(());
    }
    for alternative in &rule.alternatives {
        if expect_all(scope, &alternative.then, &first).await?.is_empty() {
            scope.fits(&alternative.says);
            scope.remark(if open {
                did(&alternative.says)
            } else {
                format!("{} ({})", alternative.says.trim_end_matches('.'), alternative.source.kind())
            });
            return Ok(());
        }
    }
    let binds = rule.source.binds() || rule.alternatives.iter().any(|alternative| alternative.source.binds());
    for Unmet { pointer, message } in unmet {
        scope.depart(&rule.id, binds, pointer, message);
    }
    Ok(())
}

/// Which of several descriptions of what no source says was right.
fn did(says: &str) -> String {
    format!("{PORTAL_DID}{}", says.trim_end_matches('.'))
}

/// Goes through expectations in order; those with a call send it first. Ends at the first that is not met.
async fn expect_all(scope: &mut Scope<'_>, then: &[Expectation], first: &Arc<Exchange>) -> Result<Vec<Unmet>, Stop> {
    let mut last = first.clone();
    for expectation in then {
        if let Some(call) = &expectation.call {
            last = scope.send(call).await?;
        }
        let mut found = unmet(expectation, &last, scope.variables());
        if found.is_empty() {
            found.extend(untaken(scope, &expectation.take));
        }
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// What could not be taken from the last answer.
fn untaken(scope: &mut Scope<'_>, takes: &Take) -> Option<Unmet> {
    scope.take(takes).map(|(pointer, message)| Unmet { pointer, message })
}
