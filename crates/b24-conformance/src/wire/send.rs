//! What stands between a call and the network: the guard, the ledger, the budget, the pace, and second tries.

use std::time::Duration;

use b24_contract::rule::Call;
use b24_contract::{Exchange, Retry, judge};
use tokio::time::Instant;

use super::{Fault, Request, Wire};
use crate::event::Stopped;
use crate::records::{self, Marked, removal};
use crate::variable::Variables;

/// How often a call is sent that the portal did not carry out because it is busy.
const BUSY_TRIES: u32 = 12;
/// How often a call that may be repeated is sent to a portal that fails.
const FAILED_TRIES: u32 = 3;
/// How many times as long as the first wait any later one is at most.
const LONGEST_WAIT: u32 = 16;
/// How long the answer to a call that writes is waited for once the run is interrupted.
const GRACE: Duration = Duration::from_secs(5);

impl Wire<'_> {
    /// Sends the request of a call. A call that would write to records of others is not sent. Records are entered in the
    /// ledger before they are made. A portal that is no sandbox may be busy or fail: the contract says of each error
    /// whether the call may be sent again.
    ///
    /// # Errors
    ///
    /// [`Fault`] when no answer came, when the call must not be sent, or when a hole of the request could not be filled.
    pub(crate) async fn send(
        &self,
        marked: &Marked,
        request: &Request,
        variables: &Variables,
    ) -> Result<Exchange, Fault> {
        let Marked { call, makings } = marked;
        // Whoever removes records has a patience of its own.
        let again = self.target.is_live() && !self.cleaning.get();
        if !self.target.is_mock()
            && let Some(reason) = self.own().objection(call, variables, self.options.write)
        {
            return Err(Fault::Forbidden { reason });
        }
        if !self.cleaning.get() && records::writes(call) {
            self.read_back(call).await?;
        }
        let mut tries = 0;
        loop {
            self.admitted(makings.len()).await?;
            self.own().begin(makings).map_err(|error| Fault::Forbidden { reason: error.to_string() })?;
            let answer = self.unless_interrupted(records::writes(call), self.send_once(call, request, variables)).await;
            tries += 1;
            // Whoever removes records looks whether they are gone.
            if let (Ok(exchange), false) = (&answer, self.cleaning.get()) {
                self.own().learn(makings, exchange);
            }
            let most = most_tries(call, &answer);
            if !again || tries >= most || self.failing.get() {
                // Where waiting was in vain, nothing more is waited for until the portal answers well again.
                self.failing.set(again && most > 1);
                return answer;
            }
            let wait = self.options.throttle_wait * 2_u32.saturating_pow(tries - 1).min(LONGEST_WAIT);
            self.pause(wait).await?;
            self.sent_again.set(self.sent_again.get() + 1);
        }
    }

    /// Sends the request of a call that changes nothing, and sends it once: one that reads, or one that a sandbox was told
    /// to answer without carrying it out.
    ///
    /// # Errors
    ///
    /// [`Fault`] when no answer came.
    pub(crate) async fn send_once_only(
        &self,
        call: &Call,
        request: &Request,
        variables: &Variables,
    ) -> Result<Exchange, Fault> {
        self.admitted(0).await?;
        self.unless_interrupted(false, self.send_once(call, request, variables)).await
    }

    /// Waits until a request may be sent.
    async fn admitted(&self, makes: usize) -> Result<(), Fault> {
        self.admits(makes)?;
        let wait = self.pace.borrow_mut().next(Instant::now());
        self.pause(wait).await
    }

    async fn pause(&self, wait: Duration) -> Result<(), Fault> {
        if wait.is_zero() {
            return Ok(());
        }
        self.unless_interrupted(false, async {
            tokio::time::sleep(wait).await;
            Ok(())
        })
        .await
    }

    /// Whether another request may be sent that makes so many records, with enough left to remove all of them. What
    /// removes them may use that up, and no more.
    fn admits(&self, makes: usize) -> Result<(), Fault> {
        if !self.cleaning.get() && self.halt.is_cancelled() {
            return Err(Fault::Stopped(Stopped::Interrupted));
        }
        let own = self.own();
        let reserve = match self.cleaning.get() || self.options.keep_records {
            false if own.has_begun() || makes > 0 => removal::requests(own.count() + makes),
            _ => 0,
        };
        match self.options.max_requests {
            Some(most) if self.sent() + 1 + reserve > most => Err(Fault::Stopped(Stopped::MaxRequests)),
            _ => Ok(()),
        }
    }

    /// Waits for something unless the run is interrupted; for what writes some time longer, so that its answer is known.
    async fn unless_interrupted<T>(
        &self,
        writes: bool,
        waiting: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let mut waiting = std::pin::pin!(waiting);
        tokio::select! {
            biased;
            done = &mut waiting => return done,
            () = self.halt.cancelled(), if !self.cleaning.get() => {}
        }
        let grace = if writes { GRACE } else { Duration::ZERO };
        tokio::time::timeout(grace, waiting).await.unwrap_or(Err(Fault::Stopped(Stopped::Interrupted)))
    }
}

/// How often a call is sent that came to this.
fn most_tries(call: &Call, answer: &Result<Exchange, Fault>) -> u32 {
    let if_repeatable = if records::is_repeatable(call) { FAILED_TRIES } else { 1 };
    match answer {
        Ok(exchange) => match judge::error_of(exchange).map(|error| error.retry) {
            Some(Retry::AfterWait) => BUSY_TRIES,
            Some(Retry::IfIdempotent) => if_repeatable,
            Some(Retry::Never | Retry::AfterRefresh) => 1,
            None if exchange.status() >= 500 => if_repeatable,
            None => 1,
        },
        Err(fault) if fault.is_passing() => if_repeatable,
        Err(_) => 1,
    }
}
