//! What the workspace's end-to-end tests share: a sandbox with its target, a portal that lies, and trials of the suite by
//! every lie that a sandbox can tell.

mod liar;
pub mod trial;

use b24_conformance::Target;
use b24_sandbox::{Announcement, Sandbox};

pub use liar::{Asked, Liar, Reply};

/// Seed of everything random in these tests.
pub const SEED: u64 = 20_240_819;

/// A fresh sandbox on a free port.
///
/// # Panics
///
/// When it cannot be started.
pub async fn sandbox() -> Sandbox {
    Sandbox::builder().seed(SEED).start().await.expect("a sandbox starts on a free port")
}

/// What the suite may use of a sandbox, or of a liar in front of it.
///
/// # Panics
///
/// When the announcement is no target.
pub fn target(announcement: &Announcement) -> Target {
    let json = serde_json::to_value(announcement).expect("an announcement is JSON");
    serde_json::from_value(json).expect("an announcement is a target")
}
