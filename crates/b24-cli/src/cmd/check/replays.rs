//! Keeps what failed, so that `b24 replay` can run it again.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use b24_conformance::{Event, Outcome, Replay, Started};

use crate::print;
use crate::state_dir::StateDirArgs;

/// Failures of a run that can be replayed.
#[derive(Debug, Default)]
pub(super) struct Replays {
    started: Option<Started>,
    found: Vec<Replay>,
}

impl Replays {
    /// Takes an event of the run. Of a case the most serious failure is kept.
    pub(super) fn take(&mut self, event: &Event) {
        match (event, &self.started) {
            (Event::Started(started), _) => self.started = Some(started.clone()),
            (Event::CaseFinished(case), Some(started)) if case.outcome == Outcome::Fail => {
                self.found.extend(Replay::of_case(started, &case.id, &case.evidence).into_iter().take(1));
            }
            _ => {}
        }
    }

    /// Writes a file for each failure and says where they are. A run is no worse for want of a place to keep them.
    pub(super) fn save(&self, state_dir: &StateDirArgs) {
        if self.found.is_empty() {
            return;
        }
        let saved = state_dir.find().and_then(|dir| {
            let dir = dir.replays();
            self.found.iter().try_for_each(|replay| write(&dir, replay)).map(|()| dir)
        });
        match saved {
            Ok(dir) => {
                let count = self.found.len();
                let them = if count == 1 { "1 failure".to_owned() } else { format!("{count} failures") };
                print::notice(&format!("{them} saved for `b24 replay` in {}", dir.display()));
            }
            Err(sentence) => print::warning(&format!("the failures were not saved: {sentence}")),
        }
    }
}

fn write(dir: &Path, replay: &Replay) -> Result<(), String> {
    let path = dir.join(name(replay));
    let written = std::fs::create_dir_all(dir).and_then(|()| {
        let mut file = private(&path)?;
        file.write_all(replay.to_text().as_bytes())
    });
    written.map_err(|error| format!("{} could not be written: {error}", path.display()))
}

/// A file that only its owner may read.
fn private(path: &PathBuf) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The name of a replay's file: the case, and the portal's host where it is no sandbox.
fn name(replay: &Replay) -> String {
    let portal = replay.portal.as_deref().filter(|_| !replay.sandbox).and_then(|portal| portal.split("://").nth(1));
    let words = portal.into_iter().chain([replay.case.as_str()]).collect::<Vec<_>>().join("-");
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    format!("{}.json", words.chars().map(safe).collect::<String>())
}
