//! Replaces all links of an owner.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Result, params};

use super::{Binding, NewLink, Side, Statements, list, make_primary, search, sort_after};

/// Makes the owner's links those that are `wanted`.
///
/// A link that exists already keeps its age, and its position unless it is given one. New links without a position come
/// after all others, in the order of the list. Of several entries for the same record only the last one counts. The
/// primary link is the first that asks for it, else the first that was primary before, else the first of the list.
pub(crate) fn set(connection: &Connection, side: Side, owner: i64, wanted: &[NewLink]) -> Result<()> {
    let statements = Statements::of(side);
    let wanted = last_of_each(wanted);
    let stays: HashSet<i64> = wanted.iter().map(|new| new.linked).collect();
    let (kept, dropped): (Vec<Binding>, Vec<Binding>) =
        list(connection, side, owner)?.into_iter().partition(|link| stays.contains(&link.linked));
    let kept: HashMap<i64, i32> = kept.into_iter().map(|link| (link.linked, link.sort)).collect();

    let mut remove = connection.prepare_cached(&statements.remove)?;
    for link in dropped {
        remove.execute([owner, link.linked])?;
    }
    let mut place = connection.prepare_cached(&statements.place)?;
    let mut insert = connection.prepare_cached(&statements.insert)?;
    let mut greatest = wanted.iter().filter_map(|new| new.sort.or_else(|| kept.get(&new.linked).copied())).max();
    for new in &wanted {
        match (kept.contains_key(&new.linked), new.sort) {
            (true, Some(sort)) => {
                place.execute(params![owner, new.linked, sort])?;
            }
            (true, None) => {}
            (false, given) => {
                let sort = given.unwrap_or_else(|| sort_after(greatest));
                greatest = greatest.max(Some(sort));
                insert.execute(params![owner, new.linked, sort])?;
            }
        }
    }

    let primary = match wanted.iter().find(|new| new.primary) {
        Some(asked) => Some(asked.linked),
        None => search(connection, &statements.first_primary, owner)?.or(wanted.first().map(|new| new.linked)),
    };
    primary.map_or(Ok(()), |linked| make_primary(connection, side, owner, linked))
}

/// The last entry for each record, in the order of the list.
fn last_of_each(wanted: &[NewLink]) -> Vec<NewLink> {
    let mut seen = HashSet::new();
    let mut last: Vec<NewLink> = wanted.iter().rev().filter(|new| seen.insert(new.linked)).copied().collect();
    last.reverse();
    last
}
