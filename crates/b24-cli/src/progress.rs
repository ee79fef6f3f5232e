//! The progress bar: on stderr, only when that is a terminal, and out of the way of everything else that is written.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use b24_conformance::{Event, Outcome};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar that is on the screen.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Shows how far a run is.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    failed: u32,
    requests: u32,
}

impl Progress {
    /// Takes an event of the run.
    pub(crate) fn take(&mut self, event: &Event) {
        match event {
            Event::Started(started) => show(u64::from(started.cases)),
            Event::Exchange(_) => self.requests += 1,
            Event::CaseFinished(case) => {
                self.failed += u32::from(case.outcome >= Outcome::Fail);
                if let Some(bar) = &*shown() {
                    bar.set_message(self.message(bar.elapsed()));
                    bar.inc(1);
                }
            }
            Event::Finished(_) => hide(),
        }
    }

    fn message(&self, elapsed: Duration) -> String {
        let rate = f64::from(self.requests) / elapsed.as_secs_f64().max(0.1);
        let digits = usize::from(rate < 9.95);
        format!("{} failed, {rate:.digits$} requests/s", self.failed)
    }
}

impl Drop for Progress {
    /// A run that ended in an error leaves no bar behind.
    fn drop(&mut self) {
        hide();
    }
}

/// Does something while no bar is in the way.
pub(crate) fn aside<T>(write: impl FnOnce() -> T) -> T {
    match &*shown() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

fn show(cases: u64) {
    let bar = ProgressBar::with_draw_target(Some(cases), ProgressDrawTarget::stderr());
    if bar.is_hidden() {
        return;
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:16} {pos}/{len}, {msg}, {eta} left") {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.set_message("0 failed");
    bar.enable_steady_tick(Duration::from_millis(500));
    *shown() = Some(bar);
}

fn hide() {
    if let Some(bar) = shown().take() {
        bar.finish_and_clear();
    }
}

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}
