//! The SQL of one side of the link table.

use std::sync::LazyLock;

use super::Side;

/// The statements of one side. `?1` is the owner, `?2` the linked record, `?3` a position.
pub(super) struct Statements {
    /// The owner's links in their order.
    pub(super) list: String,
    /// Greatest position among the owner's links.
    pub(super) greatest_sort: String,
    /// Makes a link unless it exists.
    pub(super) insert: String,
    /// Moves a link to a position.
    pub(super) place: String,
    /// Removes a link.
    pub(super) remove: String,
    /// Removes all links of the owner.
    pub(super) clear: String,
    /// The first of the owner's primary links.
    pub(super) first_primary: String,
    /// The first of the owner's links.
    pub(super) first: String,
    /// Takes the flag from every link of the owner but one.
    pub(super) lower: String,
    /// Gives the flag to a link that does not have it.
    pub(super) raise: String,
}

impl Statements {
    /// The statements of a side.
    pub(super) fn of(side: Side) -> &'static Self {
        static OF_COMPANY: LazyLock<Statements> = LazyLock::new(|| Statements::new(Side::Company));
        static OF_CONTACT: LazyLock<Statements> = LazyLock::new(|| Statements::new(Side::Contact));
        match side {
            Side::Company => &OF_COMPANY,
            Side::Contact => &OF_CONTACT,
        }
    }

    fn new(side: Side) -> Self {
        let (owner, linked) = (side.owner_column(), side.linked_column());
        let of_owner = format!("FROM link WHERE {owner} = ?1");
        let one = format!("WHERE {owner} = ?1 AND {linked} = ?2");
        Self {
            list: format!("SELECT {linked}, sort, role_id, is_primary {of_owner} ORDER BY sort, age"),
            greatest_sort: format!("SELECT max(sort) {of_owner}"),
            insert: format!("INSERT INTO link ({owner}, {linked}, sort) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"),
            place: format!("UPDATE link SET sort = ?3 {one}"),
            remove: format!("DELETE FROM link {one}"),
            clear: format!("DELETE {of_owner}"),
            first_primary: format!("SELECT {linked} {of_owner} AND is_primary = 1 ORDER BY sort, age LIMIT 1"),
            first: format!("SELECT {linked} {of_owner} ORDER BY sort, age LIMIT 1"),
            lower: format!("UPDATE link SET is_primary = 0 WHERE {owner} = ?1 AND is_primary = 1 AND {linked} <> ?2"),
            raise: format!("UPDATE link SET is_primary = 1 {one} AND is_primary = 0"),
        }
    }
}
