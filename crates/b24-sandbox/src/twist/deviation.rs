//! The twists that break a clause of the contract on purpose.

use std::sync::Arc;

use super::{Answering, Next, Origin, Rewrite, Twist, When};
use crate::call::Call;
use crate::deviation::Deed;

impl Twist {
    /// The part of a deviation that stands around calls.
    pub(crate) fn of_deviation(deed: &Arc<dyn Deed>) -> Self {
        Self { when: When::always(), what: Arc::new(Deviating(Arc::clone(deed))), origin: Origin::Deviation }
    }
}

struct Deviating(Arc<dyn Deed>);

impl Rewrite for Deviating {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        self.0.rewrite(call, next)
    }
}
