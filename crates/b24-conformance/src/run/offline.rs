//! Cases that need no portal: they run on threads of their own while others wait for answers.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use b24_contract::contract;
use tokio::sync::oneshot;

use crate::Options;
use crate::case::{Case, Check};
use crate::cases::{example, payload};
use crate::scope::Stop;

/// How a case ended, and after how many seconds.
type Ended = (Result<(), Stop>, f64);
/// A case that nobody has taken up yet, and who waits for it.
type Waiting = (Case, oneshot::Sender<Ended>);

/// The results of cases that need no portal, as they come.
pub(super) struct Offline(HashMap<String, oneshot::Receiver<Ended>>);

impl Offline {
    /// Starts the cases that need no portal. They stop when this is dropped.
    pub(super) fn start(cases: &[Case], options: &Options) -> Self {
        let mut receivers = HashMap::new();
        let mut waiting = VecDeque::new();
        for case in cases.iter().filter(|case| is_offline(case)) {
            let (sender, receiver) = oneshot::channel();
            receivers.insert(case.id.clone(), receiver);
            waiting.push_back((case.clone(), sender));
        }
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(waiting.len());
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..workers {
            let (waiting, options) = (waiting.clone(), options.clone());
            tokio::task::spawn_blocking(move || {
                while let Some((case, sender)) = next(&waiting) {
                    if sender.is_closed() {
                        continue;
                    }
                    let clock = Instant::now();
                    let result = check(&case, &options);
                    // Nobody listens once the run was given up.
                    let _ = sender.send((result, clock.elapsed().as_secs_f64()));
                }
            });
        }
        Self(receivers)
    }

    /// How a case ended; nothing for a case that needs a portal.
    pub(super) async fn result(&mut self, case: &Case) -> Option<Ended> {
        let ended = self.0.remove(&case.id)?.await;
        Some(ended.unwrap_or_else(|_| (Err(Stop::Broke("the case panicked".to_owned())), 0.0)))
    }
}

fn next(waiting: &Mutex<VecDeque<Waiting>>) -> Option<Waiting> {
    waiting.lock().ok()?.pop_front()
}

fn is_offline(case: &Case) -> bool {
    matches!(case.check, Check::Example(_) | Check::Decodes(_) | Check::Rejects(_))
}

fn check(case: &Case, options: &Options) -> Result<(), Stop> {
    match &case.check {
        Check::Example(example) => example::check(example),
        Check::Decodes(component) => payload::decodes(contract(), options, &case.id, component),
        Check::Rejects(component) => payload::rejects(contract(), options, &case.id, component),
        _ => Ok(()),
    }
}
