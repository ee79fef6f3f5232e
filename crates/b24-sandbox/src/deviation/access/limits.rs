//! Limits that hold nobody up, or the wrong ones.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Method};

use crate::call::{Answer, Call};
use crate::config::{LeakyBucket, RateLimit};
use crate::deviation::way::{self, furnishes};
use crate::deviation::{Deed, Deviation};
use crate::pipeline::Received;
use crate::twist::{Answering, Next};

const RATE: &ErrorClause = &error::SYSTEM_QUERY_LIMIT_EXCEEDED;
const WORK: &ErrorClause = &error::SYSTEM_OPERATION_TIME_LIMIT;

pub(super) fn all() -> Vec<Deviation> {
    rate().into_iter().chain(work()).collect()
}

/// Of how many requests a machine may send.
fn rate() -> Vec<Deviation> {
    let bucket = |change: fn(&mut LeakyBucket)| {
        furnishes(move |config| {
            if let Some(mut bucket) = config.limits.rate.bucket() {
                change(&mut bucket);
                config.limits.rate = RateLimit::Custom(bucket);
            }
        })
    };
    vec![
        Deviation::new(RATE.id, "never", "Any number of requests is answered.", {
            furnishes(|config| config.limits.rate = RateLimit::Off)
        }),
        Deviation::new(
            RATE.id,
            "one-too-early",
            "A bucket holds one request less.",
            bucket(|size| size.threshold -= 1),
        ),
        Deviation::new(RATE.id, "one-too-late", "A bucket holds one request more.", bucket(|size| size.threshold += 1)),
        Deviation::new(RATE.id, "never-drains", "What is in a bucket stays there.", bucket(|size| size.leak = 1e-9)),
        Deviation::new(RATE.id, "drains-slowly", "A bucket leaks at half its rate.", bucket(|size| size.leak /= 2.0)),
        Deviation::new(RATE.id, "drains-fast", "A bucket leaks at twice its rate.", bucket(|size| size.leak *= 2.0)),
    ]
}

/// Of how long methods may work.
fn work() -> Vec<Deviation> {
    vec![
        Deviation::new(WORK.id, "never", "A method may work for any time.", {
            furnishes(|config| config.limits.operating.limit = None)
        }),
        Deviation::new(WORK.id, "too-early", "A method is blocked at half its budget.", {
            furnishes(|config| config.limits.operating.limit = config.limits.operating.limit.map(|limit| limit / 2.0))
        }),
        Deviation::new(WORK.id, "too-late", "A method is blocked at twice its budget.", {
            furnishes(|config| config.limits.operating.limit = config.limits.operating.limit.map(|limit| limit * 2.0))
        }),
        Deviation::new(WORK.id, "never-over", "A method that was blocked once stays so.", Blocked::of(|method| method)),
        Deviation::new(WORK.id, "all-methods", "A method that is blocked takes all others along.", Blocked::of(|_| "")),
        Deviation::new(
            WORK.id,
            "batches-free",
            "Commands of a batch are told as done where their method is blocked.",
            way::answers([Method::Batch], |answer, _| {
                let errors = answer.body.pointer_mut("/result/result_error").and_then(|errors| errors.as_object_mut());
                let Some(errors) = errors else { return };
                let blocked: Vec<String> = errors
                    .iter()
                    .filter(|(_, error)| error["error"] == WORK.chosen().code)
                    .map(|(key, _)| key.clone())
                    .collect();
                for key in blocked {
                    errors.shift_remove(&key);
                }
            }),
        ),
    ]
}

/// Methods that were blocked, and stay so.
struct Blocked {
    /// What of a method's name is remembered.
    name: fn(&str) -> &str,
    names: Mutex<HashSet<String>>,
}

impl Blocked {
    fn of(name: fn(&str) -> &str) -> Self {
        Self { name, names: Mutex::default() }
    }

    fn names(&self) -> MutexGuard<'_, HashSet<String>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deed for Blocked {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        if self.names().contains((self.name)(call.method.name())) {
            return Box::pin(std::future::ready(Answer::error(WORK)));
        }
        Box::pin(next.run(call))
    }

    fn tell(&self, heard: &Received, answer: &mut Answer) {
        if answer.clause == WORK.id {
            self.names().insert((self.name)(&heard.route.method).to_owned());
        }
    }
}
