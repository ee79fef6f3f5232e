//! How long methods have worked for a credential lately: the members `operating` and `operating_reset_at` of `time`.

mod account;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::call::Call;
use crate::called::Called;
use crate::clock::Moment;
use account::Account;

pub(crate) use account::Worked;

/// Working time by owner and method.
#[derive(Default)]
pub(crate) struct Operating(Mutex<HashMap<(Owner, Called), Account>>);

/// Who works: a webhook, or an application, however many tokens it gets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    /// The webhook with this name.
    Webhook(String),
    /// The application with this code.
    Application(String),
}

/// When a call was handled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handled {
    /// The handler began.
    pub(crate) began: Moment,
    /// The handler ended.
    pub(crate) ended: Moment,
}

/// What the methods of a batch's commands have come to, for the batch's own answer.
#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<Called, Worked>>);

/// The working time of a method for its owner, for people who look at it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Gauge {
    /// Who works.
    #[serde(flatten)]
    pub(crate) owner: Owner,
    /// Name of the method.
    pub(crate) method: String,
    /// Seconds within the last ten minutes.
    pub(crate) seconds: f64,
    /// Seconds above which the method is blocked, if any are.
    pub(crate) limit: Option<f64>,
    /// Unix second at which the oldest minute stops counting.
    pub(crate) reset_at: i64,
    /// Whether the next call is refused.
    pub(crate) blocked: bool,
}

impl Operating {
    /// Charges a call with `seconds`, and tells what has come together.
    pub(crate) fn add(&self, call: &Call, handled: Handled, seconds: f64) -> Worked {
        let now = handled.ended.whole_seconds();
        let mut accounts = self.lock();
        let account = accounts.entry(account_of(call)).or_default();
        account.charge(handled.began.whole_seconds(), seconds, now);
        account.worked(now)
    }

    /// Whether the method of a call has worked for longer than `limit` seconds for its owner.
    pub(crate) fn is_used_up(&self, call: &Call, now: Moment, limit: f64) -> bool {
        let mut accounts = self.lock();
        accounts.get_mut(&account_of(call)).is_some_and(|account| account.worked(now.whole_seconds()).seconds > limit)
    }

    /// Every account that is not empty, by owner and method.
    pub(crate) fn gauges(&self, now: Moment, limit: Option<f64>) -> Vec<Gauge> {
        let mut accounts = self.lock();
        accounts.retain(|_, account| {
            account.settle(now.whole_seconds());
            !account.is_empty()
        });
        let gauge = |((owner, method), account): (&(Owner, Called), &mut Account)| {
            let Worked { seconds, reset_at } = account.worked(now.whole_seconds());
            let blocked = limit.is_some_and(|limit| seconds > limit);
            Gauge { owner: owner.clone(), method: method.name().to_owned(), seconds, limit, reset_at, blocked }
        };
        let mut gauges: Vec<Gauge> = accounts.iter_mut().map(gauge).collect();
        gauges.sort_by(|a, b| (&a.owner, &a.method).cmp(&(&b.owner, &b.method)));
        gauges
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(Owner, Called), Account>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tally {
    /// Notes what the method of a command has come to.
    pub(crate) fn note(&self, method: &Called, worked: Worked) {
        self.lock().insert(method.clone(), worked);
    }

    /// What all methods have come to together, each counted once; the first of them to get better sets the moment.
    pub(crate) fn together(&self) -> Option<Worked> {
        let sum =
            |a: Worked, b: &Worked| Worked { seconds: a.seconds + b.seconds, reset_at: a.reset_at.min(b.reset_at) };
        let tally = self.lock();
        let mut all = tally.values();
        let first = *all.next()?;
        Some(all.fold(first, sum))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Called, Worked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose account a call is charged to.
fn account_of(call: &Call) -> (Owner, Called) {
    let owner = match &call.caller.application {
        Some(application) => Owner::Application(application.code.clone()),
        None => Owner::Webhook(call.caller.credential.clone()),
    };
    (owner, call.method.clone())
}

#[cfg(test)]
mod tests;
