//! Sweeping up: finds records that runs left on a portal, by their ledgers and by their marks, and removes them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use b24_contract::contract;
use tokio_util::sync::CancellationToken;

use crate::event::Created;
use crate::ledger::{self, Found};
use crate::records::OwnRecords;
use crate::records::removal::{Marked, Remover};
use crate::run::first_contact;
use crate::wire::Wire;
use crate::{Error, Options, Target};

/// How to sweep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SweepOptions {
    /// Directory of the ledgers.
    pub ledger: Option<PathBuf>,
    /// Only what the run with this id left.
    pub run: Option<String>,
    /// Whether to tell only what would be removed.
    pub dry_run: bool,
}

/// What was found and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Records that runs left, by kind and id.
    pub leftovers: Vec<Leftover>,
    /// Ids of runs that still go on; what they made was left alone.
    pub running: Vec<String>,
    /// Why records could not be looked for by their marks, where the portal does not list them.
    pub unlisted: Option<String>,
}

/// A record that a run left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The record.
    pub record: Created,
    /// Its `ORIGIN_ID`; absent when the run could not give it one.
    pub origin: Option<String>,
    /// Whether a ledger names it.
    pub in_ledger: bool,
    /// What became of it.
    pub swept: Swept,
}

/// What became of a record that a run left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Swept {
    /// It was removed, or was gone already.
    Removed,
    /// It would be removed.
    Found,
    /// It is still there.
    Left {
        /// Why.
        reason: String,
    },
}

impl Sweep {
    /// Whether nothing is left that a sweep was to remove.
    pub fn is_clean(&self) -> bool {
        self.unlisted.is_none() && !self.leftovers.iter().any(|leftover| matches!(leftover.swept, Swept::Left { .. }))
    }
}

/// Sweeps up after runs against a portal. A record is removed only where its id and its mark agree: those that a ledger
/// tells, or that the portal lists with the suite's mark.
///
/// # Errors
///
/// [`Error::Ledger`] for a ledger that cannot be read, [`Error::Unreachable`] when the portal does not answer, and
/// [`Error::Refused`] when it does not accept the credential.
pub async fn sweep(target: &Target, options: &Options, how: &SweepOptions) -> Result<Sweep, Error> {
    let portal = target.origin().unwrap_or_default();
    let ledgers = match &how.ledger {
        Some(dir) => ledger::find(dir, &portal)?,
        None => Vec::new(),
    };
    let wanted = |run: &str| how.run.as_deref().is_none_or(|wanted| wanted == run);
    let (running, ledgers): (Vec<Found>, Vec<Found>) = ledgers.into_iter().partition(|ledger| ledger.running);
    let ledgers: Vec<Found> = ledgers.into_iter().filter(|ledger| wanted(&ledger.run)).collect();
    let running: Vec<String> = running.into_iter().map(|ledger| ledger.run).collect();

    let wire = Wire::new(target, options, OwnRecords::default(), CancellationToken::new())?;
    first_contact(&wire, contract()).await?;
    let mut remover = Remover::new(&wire);
    let listed = remover.marked(how.run.as_deref()).await;
    let unlisted = listed.as_ref().err().cloned();
    let listed: Vec<Marked> = listed.unwrap_or_default();
    let listed: Vec<Marked> = listed
        .into_iter()
        .filter(|found| run_of(&found.origin).is_some_and(|run| wanted(run) && !running.iter().any(|on| on == run)))
        .collect();
    if let Some(reason) = unlisted.as_ref().filter(|_| remover.has_given_up()) {
        return Err(Error::Unreachable { portal, reason: reason.clone() });
    }

    let mut found: BTreeMap<Created, (Option<String>, bool)> =
        listed.iter().map(|found| (found.record.clone(), (Some(found.origin.clone()), false))).collect();
    for entry in ledgers.iter().flat_map(|ledger| &ledger.entries) {
        if let Some(record) = &entry.record {
            found.insert(record.clone(), (entry.origin.clone(), true));
        } else if let Some((_, in_ledger)) = found.values_mut().find(|(origin, _)| *origin == entry.origin) {
            *in_ledger = true;
        }
    }
    let left = if how.dry_run {
        Vec::new()
    } else {
        let records: Vec<_> = found.iter().map(|(record, (origin, _))| (record.clone(), origin.clone())).collect();
        for (record, origin) in &records {
            wire.own().adopt(record.clone(), origin.clone());
        }
        remover.remove(records, &listed).await
    };
    let left: BTreeMap<Created, String> = left.into_iter().collect();
    let swept = |record: &Created| match left.get(record) {
        Some(reason) => Swept::Left { reason: reason.clone() },
        None if how.dry_run => Swept::Found,
        None => Swept::Removed,
    };
    let leftovers: Vec<Leftover> = found
        .into_iter()
        .map(|(record, (origin, in_ledger))| Leftover { swept: swept(&record), record, origin, in_ledger })
        .collect();
    let sweep = Sweep { leftovers, running, unlisted };
    if !how.dry_run && sweep.is_clean() {
        ledgers.iter().try_for_each(Found::remove)?;
    }
    Ok(sweep)
}

/// The run that a mark is of, if it has the form of one of the suite.
fn run_of(origin: &str) -> Option<&str> {
    let (run, number) = origin.split_once('/')?;
    let is_run = !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (is_run && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_of_the_suites_form_are_of_a_run() {
        assert_eq!(run_of("19aab-3f/12"), Some("19aab-3f"));
        assert_eq!(run_of("0/1"), Some("0"));
        for other in ["", "/", "19aab-3f", "19aab-3f/", "/12", "shop/12", "19aab/1/2", "19aab/-1"] {
            assert_eq!(run_of(other), None, "{other}");
        }
    }
}
