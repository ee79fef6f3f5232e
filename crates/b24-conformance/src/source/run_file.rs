//! The exchanges of a run file.

use super::{Item, Recorded};
use crate::Event;

/// What an event holds. Only exchanges are entries; what else a run tells is not judged again.
pub(super) fn item(event: Event) -> Option<Item> {
    match event {
        Event::Exchange(recorded) => {
            Some(Item::Call(Box::new(Recorded { of_suite: true, ..Recorded::whole(recorded.exchange) })))
        }
        _ => None,
    }
}
