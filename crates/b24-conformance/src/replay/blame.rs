//! Whose fault a departure is, by where it shows.

use std::fmt;

use super::{Replayed, Seen};

/// Whose fault a departure is, by where it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blame {
    /// The portal's: the sandbox does not show it.
    Portal,
    /// The sandbox's or the contract's: the portal does not show it, or was not asked.
    SandboxOrContract {
        /// Whether a portal was asked.
        asked_portal: bool,
    },
    /// The contract's, or that of both: portal and sandbox show it.
    Contract,
    /// Nobody shows it.
    Nobody {
        /// Whether a portal was asked.
        asked_portal: bool,
    },
    /// It cannot be told, for this reason.
    Unclear(String),
}

impl Blame {
    /// The verdict on what a sandbox and, if one was asked, a portal showed.
    pub fn of(portal: Option<&Replayed>, sandbox: &Replayed) -> Self {
        let asked_portal = portal.is_some();
        match (portal.map(|portal| &portal.seen), &sandbox.seen) {
            (Some(Seen::Unclear(reason)), _) => Self::Unclear(format!("on the portal, {reason}")),
            (Some(Seen::Again), Seen::Again) => Self::Contract,
            (Some(Seen::Again), _) => Self::Portal,
            (_, Seen::Unclear(reason)) => Self::Unclear(format!("on the sandbox, {reason}")),
            (_, Seen::Again) => Self::SandboxOrContract { asked_portal },
            (_, Seen::Not) => Self::Nobody { asked_portal },
        }
    }

    /// Whether the departure was seen again; nothing where it could not be told.
    pub fn is_seen(&self) -> Option<bool> {
        match self {
            Self::Portal | Self::SandboxOrContract { .. } | Self::Contract => Some(true),
            Self::Nobody { .. } => Some(false),
            Self::Unclear(_) => None,
        }
    }
}

impl fmt::Display for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Portal => f.write_str("seen again on the portal and not on the sandbox: the portal is at fault"),
            Self::Contract => f.write_str(
                "seen again on the portal and on the sandbox: either both break the clause, or the contract is at fault; \
                 read its source with `b24 explain`",
            ),
            Self::SandboxOrContract { asked_portal: true } => {
                f.write_str("seen again on the sandbox and not on the portal: the sandbox is at fault")
            }
            Self::SandboxOrContract { asked_portal: false } => f.write_str(
                "seen again on the sandbox: the sandbox or the contract is at fault; --portal says which",
            ),
            Self::Nobody { asked_portal: true } => f.write_str("not seen again, neither on the portal nor on the sandbox"),
            Self::Nobody { asked_portal: false } => {
                f.write_str("not seen on the sandbox: the portal that showed it is at fault, if it still does; ask it with --portal")
            }
            Self::Unclear(reason) => write!(f, "it cannot be told: {reason}"),
        }
    }
}
