//! Stubs that were given to a running portal.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Stub;

/// Stubs by method. They go before those of the directory.
#[derive(Default)]
pub(crate) struct PutStubs(Mutex<BTreeMap<String, (String, Stub)>>);

impl PutStubs {
    /// Gives a method a stub in place of the one it had.
    pub(crate) fn put(&self, method: String, stub: Stub) {
        self.lock().insert(method.to_ascii_lowercase(), (method, stub));
    }

    /// Takes the stub of a method away, and tells whether there was one.
    pub(crate) fn remove(&self, method: &str) -> bool {
        self.lock().remove(&method.to_ascii_lowercase()).is_some()
    }

    /// Takes all stubs away.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// The name of a method that has a stub, and the stub. Letter case does not matter.
    pub(crate) fn find(&self, method: &str) -> Option<(String, Stub)> {
        self.lock().get(&method.to_ascii_lowercase()).cloned()
    }

    /// Every method with its stub.
    pub(crate) fn all(&self) -> Vec<(String, Stub)> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (String, Stub)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
