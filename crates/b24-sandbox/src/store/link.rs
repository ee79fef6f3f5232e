//! Links between companies and contacts: one table, seen from either side.

use std::sync::LazyLock;

use b24_contract::Entity;
use rusqlite::{Connection, OptionalExtension, Result, params};

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

/// A link to be added by its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NewLink {
    /// Id of the record on the other side.
    pub(crate) linked: i64,
    /// Position; the owner's greatest plus [`STEP`] unless given, never beyond 32 bits.
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

    /// Name of the member that holds the linked record's id.
    pub(crate) fn linked_name(self) -> &'static str {
        match self {
            Side::Company => "CONTACT_ID",
            Side::Contact => "COMPANY_ID",
        }
    }

    fn statements(self) -> &'static Statements {
        static OF_COMPANY: LazyLock<Statements> = LazyLock::new(|| Statements::new("company_id", "contact_id"));
        static OF_CONTACT: LazyLock<Statements> = LazyLock::new(|| Statements::new("contact_id", "company_id"));
        match self {
            Side::Company => &OF_COMPANY,
            Side::Contact => &OF_CONTACT,
        }
    }
}

/// The statements of one side.
struct Statements {
    list: String,
    greatest_sort: String,
    insert: String,
    first_primary: String,
    first: String,
    lower: String,
    raise: String,
}

impl Statements {
    fn new(owner: &str, linked: &str) -> Self {
        let of_owner = format!("FROM link WHERE {owner} = ?1");
        Self {
            list: format!("SELECT {linked}, sort, role_id, is_primary {of_owner} ORDER BY sort, age"),
            greatest_sort: format!("SELECT max(sort) {of_owner}"),
            insert: format!("INSERT INTO link ({owner}, {linked}, sort) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"),
            first_primary: format!("SELECT {linked} {of_owner} AND is_primary = 1 ORDER BY sort, age LIMIT 1"),
            first: format!("SELECT {linked} {of_owner} ORDER BY sort, age LIMIT 1"),
            lower: format!("UPDATE link SET is_primary = 0 WHERE {owner} = ?1 AND is_primary = 1 AND {linked} <> ?2"),
            raise: format!("UPDATE link SET is_primary = 1 WHERE {owner} = ?1 AND {linked} = ?2 AND is_primary = 0"),
        }
    }
}

/// The owner's links by position, then by age.
pub(crate) fn list(connection: &Connection, side: Side, owner: i64) -> Result<Vec<Binding>> {
    connection
        .prepare_cached(&side.statements().list)?
        .query_map([owner], |row| {
            Ok(Binding { linked: row.get(0)?, sort: row.get(1)?, role: row.get(2)?, primary: row.get(3)? })
        })?
        .collect()
}

/// Adds links in their order and tells how many are new; those that exist stay as they are. When any is new, exactly one
/// of the owner's links is primary afterwards: the first new one that asks for it, if one does.
pub(crate) fn add(connection: &Connection, side: Side, owner: i64, links: &[NewLink]) -> Result<usize> {
    let statements = side.statements();
    let mut greatest: Option<i32> =
        connection.prepare_cached(&statements.greatest_sort)?.query_row([owner], |row| row.get(0))?;
    let mut insert = connection.prepare_cached(&statements.insert)?;
    let (mut added, mut asked) = (0, None);
    for new in links {
        let sort = new.sort.unwrap_or(greatest.map_or(STEP, |greatest| greatest.saturating_add(STEP)));
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

/// Leaves the owner with one primary link: the one asked for, else the first that was primary, else the first.
fn settle_primary(connection: &Connection, side: Side, owner: i64, asked: Option<i64>) -> Result<()> {
    let statements = side.statements();
    let search = |sql: &str| -> Result<Option<i64>> {
        connection.prepare_cached(sql)?.query_row([owner], |row| row.get(0)).optional()
    };
    let mut chosen = asked;
    for sql in [&statements.first_primary, &statements.first] {
        if chosen.is_none() {
            chosen = search(sql)?;
        }
    }
    if let Some(chosen) = chosen {
        connection.prepare_cached(&statements.lower)?.execute([owner, chosen])?;
        connection.prepare_cached(&statements.raise)?.execute([owner, chosen])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
