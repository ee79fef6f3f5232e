//! Links between companies and contacts: one table, seen from either side.

mod set;
mod statements;

use std::collections::HashMap;

use b24_contract::Entity;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::id_list;
pub(crate) use set::set;
use statements::Statements;

/// The side from which links are read and written. Its records are the owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// Links of a company to contacts.
    Company,
    /// Links of a contact to companies.
    Contact,
}

/// A link as its owner sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding {
    /// Id of the record on the other side.
    pub(crate) linked: i64,
    /// Position among the owner's links.
    pub(crate) sort: i32,
    /// Role, 0 unless told otherwise.
    pub(crate) role: i32,
    /// Whether the link is primary.
    pub(crate) primary: bool,
}

/// A link that its owner asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NewLink {
    /// Id of the record on the other side.
    pub(crate) linked: i64,
    /// Position; unless given, a link that exists keeps its own and a new one comes last.
    pub(crate) sort: Option<i32>,
    /// Whether the link is to be primary.
    pub(crate) primary: bool,
}

/// Distance of a new link from the last one, and position of the first.
const STEP: i32 = 10;

impl Side {
    /// What owners are.
    pub(crate) fn owner(self) -> Entity {
        match self {
            Side::Company => Entity::Company,
            Side::Contact => Entity::Contact,
        }
    }

    /// The side whose owners are of this kind.
    pub(crate) fn of(owner: Entity) -> Self {
        match owner {
            Entity::Company => Side::Company,
            Entity::Contact => Side::Contact,
        }
    }

    /// Column of the owner's id.
    pub(crate) fn owner_column(self) -> &'static str {
        match self {
            Side::Company => "company_id",
            Side::Contact => "contact_id",
        }
    }

    /// Column of the linked record's id.
    pub(crate) fn linked_column(self) -> &'static str {
        match self {
            Side::Company => "contact_id",
            Side::Contact => "company_id",
        }
    }

    /// Name of the member that holds the linked record's id.
    pub(crate) fn linked_name(self) -> &'static str {
        match self {
            Side::Company => "CONTACT_ID",
            Side::Contact => "COMPANY_ID",
        }
    }
}

/// The owner's links by position, then by age.
pub(crate) fn list(connection: &Connection, side: Side, owner: i64) -> Result<Vec<Binding>> {
    connection
        .prepare_cached(&Statements::of(side).list)?
        .query_map([owner], |row| {
            Ok(Binding { linked: row.get(0)?, sort: row.get(1)?, role: row.get(2)?, primary: row.get(3)? })
        })?
        .collect()
}

/// Adds links in their order and tells how many are new; those that exist stay as they are. When any is new, exactly one
/// of the owner's links is primary afterwards: the first new one that asks for it, if one does.
pub(crate) fn add(connection: &Connection, side: Side, owner: i64, links: &[NewLink]) -> Result<usize> {
    let statements = Statements::of(side);
    let mut greatest: Option<i32> =
        connection.prepare_cached(&statements.greatest_sort)?.query_row([owner], |row| row.get(0))?;
    let mut insert = connection.prepare_cached(&statements.insert)?;
    let (mut added, mut asked) = (0, None);
    for new in links {
        let sort = new.sort.unwrap_or_else(|| sort_after(greatest));
        if insert.execute(params![owner, new.linked, sort])? > 0 {
            added += 1;
            greatest = greatest.max(Some(sort));
            asked = asked.or(new.primary.then_some(new.linked));
        }
    }
    if added > 0 {
        settle_primary(connection, side, owner, asked)?;
    }
    Ok(added)
}

/// Makes a link primary; it is added if it is missing.
pub(crate) fn lead(connection: &Connection, side: Side, owner: i64, linked: i64) -> Result<()> {
    if add(connection, side, owner, &[NewLink { linked, sort: None, primary: true }])? == 0 {
        make_primary(connection, side, owner, linked)?;
    }
    Ok(())
}

/// Removes a link and tells whether it was there. Afterwards exactly one of the owner's links, if any, is primary.
pub(crate) fn remove(connection: &Connection, side: Side, owner: i64, linked: i64) -> Result<bool> {
    let removed = connection.prepare_cached(&Statements::of(side).remove)?.execute([owner, linked])?;
    if removed > 0 {
        settle_primary(connection, side, owner, None)?;
    }
    Ok(removed > 0)
}

/// Removes all links of an owner.
pub(crate) fn clear(connection: &Connection, side: Side, owner: i64) -> Result<()> {
    connection.prepare_cached(&Statements::of(side).clear)?.execute([owner]).map(drop)
}

/// The main company of each contact that has one: the company of its first primary link.
pub(crate) fn main_companies(connection: &Connection, contacts: &[i64]) -> Result<HashMap<i64, i64>> {
    connection
        .prepare_cached(&format!("SELECT value, {} FROM json_each(?1)", main_company("value")))?
        .query_map([id_list(contacts)], |row| {
            let (contact, company): (_, Option<i64>) = (row.get(0)?, row.get(1)?);
            Ok(company.map(|company| (contact, company)))
        })?
        .filter_map(Result::transpose)
        .collect()
}

/// SQL of a contact's main company.
pub(super) fn main_company(contact: &str) -> String {
    format!("(SELECT company_id FROM link WHERE contact_id = {contact} AND is_primary = 1 ORDER BY sort, age LIMIT 1)")
}

/// Position behind the greatest one: [`STEP`] more, or [`STEP`] without links; never beyond 32 bits.
fn sort_after(greatest: Option<i32>) -> i32 {
    greatest.map_or(STEP, |greatest| greatest.saturating_add(STEP))
}

/// Leaves the owner with one primary link: the one asked for, else the first that was primary, else the first.
fn settle_primary(connection: &Connection, side: Side, owner: i64, asked: Option<i64>) -> Result<()> {
    let statements = Statements::of(side);
    let mut chosen = asked;
    for sql in [&statements.first_primary, &statements.first] {
        if chosen.is_none() {
            chosen = search(connection, sql, owner)?;
        }
    }
    chosen.map_or(Ok(()), |linked| make_primary(connection, side, owner, linked))
}

/// The linked record that a search among the owner's links finds.
fn search(connection: &Connection, sql: &str, owner: i64) -> Result<Option<i64>> {
    connection.prepare_cached(sql)?.query_row([owner], |row| row.get(0)).optional()
}

/// Makes a link the only primary one of its owner.
fn make_primary(connection: &Connection, side: Side, owner: i64, linked: i64) -> Result<()> {
    let statements = Statements::of(side);
    connection.prepare_cached(&statements.lower)?.execute([owner, linked])?;
    connection.prepare_cached(&statements.raise)?.execute([owner, linked]).map(drop)
}

#[cfg(test)]
mod tests;
