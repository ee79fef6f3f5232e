//! Counts the calls of methods that the sandbox does not have.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Calls by method. It counts from a portal's start to its end, whatever is reset meanwhile.
#[derive(Default)]
pub(crate) struct Missing(Mutex<BTreeMap<String, u64>>);

impl Missing {
    /// Counts calls of a method.
    pub(crate) fn add(&self, method: &str, calls: u64) {
        *self.lock().entry(method.to_owned()).or_default() += calls;
    }

    /// Counts what another one has counted.
    pub(crate) fn add_all(&self, other: &Missing) {
        for (method, calls) in other.by_name() {
            self.add(&method, calls);
        }
    }

    /// Methods with their calls, by name.
    pub(crate) fn by_name(&self) -> BTreeMap<String, u64> {
        self.lock().clone()
    }

    /// Methods with their calls, most first.
    pub(crate) fn most_first(&self) -> Vec<(String, u64)> {
        let mut all: Vec<_> = self.by_name().into_iter().collect();
        all.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
        all
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_most_comes_first_and_names_decide_between_equals() {
        let (missing, other) = (Missing::default(), Missing::default());
        for (method, calls) in [("b", 1), ("c", 2), ("a", 1)] {
            missing.add(method, calls);
        }
        other.add("b", 1);
        other.add("d", 1);
        missing.add_all(&other);
        let expected = [("b", 2), ("c", 2), ("a", 1), ("d", 1)].map(|(method, calls)| (method.to_owned(), calls));
        assert_eq!(missing.most_first(), expected);
    }
}
