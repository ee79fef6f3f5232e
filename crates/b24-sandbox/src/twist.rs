//! Twists change what the sandbox does: rewriters around the way from a call to its answer.
//!
//! No handler and no query knows of them. A twist sees the calls that got as far as a handler: those of a known method
//! by somebody who may use REST.

mod planted;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use b24_contract::Method;

use crate::call::{Answer, Call};
use crate::pipeline::Pipe;

pub(crate) use planted::PlantedError;

/// The answer to a call, when it is there.
pub(crate) type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A change of what the sandbox does.
pub(crate) struct Twist {
    /// Calls that it changes.
    pub(crate) when: When,
    /// How it changes them.
    pub(crate) what: Arc<dyn Rewrite>,
}

/// Which calls a twist changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When {
    /// Calls of this method; of any without it.
    pub(crate) method: Option<Method>,
    /// How many calls are still changed.
    pub(crate) times: u64,
}

/// How a twist changes a call: it makes the answer itself or gets one, or several, from what is left of the pipe.
pub(crate) trait Rewrite: Send + Sync {
    /// Answers the call.
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a>;
}

/// What is left of the pipe behind a twist: later twists, then the handler.
#[derive(Clone, Copy)]
pub(crate) struct Next<'a> {
    pipe: &'a Pipe,
    after: u64,
}

/// The twists in force, in the order in which they were planted.
#[derive(Default)]
pub(crate) struct Twists {
    planted: Mutex<Planted>,
}

#[derive(Default)]
struct Planted {
    last: u64,
    twists: Vec<(u64, Twist)>,
}

impl<'a> Next<'a> {
    /// The whole pipe.
    pub(crate) fn first(pipe: &'a Pipe) -> Self {
        Self { pipe, after: 0 }
    }

    /// Sends a call down the rest of the pipe.
    pub(crate) async fn run(self, call: Call) -> Answer {
        match self.pipe.portal.twists.claim(self.after, &call) {
            Some((after, twist)) => twist.rewrite(call, Next { after, ..self }).await,
            None => self.pipe.handle(call).await,
        }
    }
}

impl Twists {
    /// Adds a twist behind the others.
    pub(crate) fn plant(&self, twist: Twist) {
        let mut planted = self.lock();
        planted.last += 1;
        let number = planted.last;
        planted.twists.push((number, twist));
    }

    /// Removes all twists.
    pub(crate) fn clear(&self) {
        self.lock().twists.clear();
    }

    /// How many twists are in force.
    pub(crate) fn count(&self) -> usize {
        self.lock().twists.len()
    }

    /// Takes one use of the next twist after `after` that changes the call.
    fn claim(&self, after: u64, call: &Call) -> Option<(u64, Arc<dyn Rewrite>)> {
        let mut planted = self.lock();
        let index = planted.twists.iter().position(|(number, twist)| *number > after && twist.when.claims(call))?;
        let (number, twist) = &mut planted.twists[index];
        twist.when.times -= 1;
        let claimed = (*number, Arc::clone(&twist.what));
        planted.twists.retain(|(_, twist)| twist.when.times > 0);
        Some(claimed)
    }

    fn lock(&self) -> MutexGuard<'_, Planted> {
        self.planted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl When {
    fn claims(&self, call: &Call) -> bool {
        self.times > 0 && self.method.is_none_or(|method| method == call.method)
    }
}

#[cfg(test)]
mod tests;
