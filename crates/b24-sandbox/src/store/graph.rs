//! Companies and contacts with the links between them, as a picture needs them.

use b24_contract::Entity;
use rusqlite::{Connection, Result, Row};
use serde::Serialize;

use super::{entity, id_list};

/// Links that a picture has room for.
const MOST_LINKS: u32 = 500;

/// A part of all companies, contacts and links.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(crate) struct Graph {
    companies: Vec<Node>,
    contacts: Vec<Node>,
    links: Vec<Edge>,
    /// Id behind which the next companies stand, if there are any.
    next: Option<i64>,
    /// Whether links were left out, because there are too many.
    cut: bool,
}

/// A company or a contact.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Node {
    id: i64,
    /// Title of a company, or names of a contact; nothing for a record that is linked and does not exist.
    name: Option<String>,
}

/// A link.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Edge {
    company: i64,
    contact: i64,
    sort: i32,
    role: i32,
    primary: bool,
}

/// The first companies whose ids are greater than `after`, with all their links.
pub(crate) fn page(connection: &Connection, after: i64, limit: u32) -> Result<Graph> {
    let mut ids: Vec<i64> = connection
        .prepare_cached("SELECT id FROM entity WHERE kind = 'company' AND id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((after, limit + 1), |row| row.get(0))?
        .collect::<Result<_>>()?;
    let more = ids.len() > limit as usize;
    ids.truncate(limit as usize);
    let next = if more { ids.last().copied() } else { None };
    let graph = of_links(connection, edges(connection, "company_id", &ids)?, &ids, &[])?;
    Ok(Graph { next, ..graph })
}

/// What lies around one record: its links, and the other links of those whom it is linked with.
pub(crate) fn around(connection: &Connection, id: i64) -> Result<Graph> {
    let companies: Vec<i64> = edges(connection, "contact_id", &[id])?.iter().map(|edge| edge.company).collect();
    let contacts: Vec<i64> = edges(connection, "company_id", &[id])?.iter().map(|edge| edge.contact).collect();
    let mut links = edges(connection, "company_id", &[&companies[..], &[id]].concat())?;
    for edge in edges(connection, "contact_id", &[&contacts[..], &[id]].concat())? {
        if !links.contains(&edge) {
            links.push(edge);
        }
    }
    let is = |kind| Ok::<_, rusqlite::Error>(if entity::exists(connection, kind, id)? { vec![id] } else { Vec::new() });
    of_links(connection, links, &is(Entity::Company)?, &is(Entity::Contact)?)
}

/// The picture of some links with both ends of each, and of some records besides.
fn of_links(connection: &Connection, mut links: Vec<Edge>, companies: &[i64], contacts: &[i64]) -> Result<Graph> {
    let cut = links.len() > MOST_LINKS as usize;
    links.truncate(MOST_LINKS as usize);
    let ends = |end: fn(&Edge) -> i64, besides: &[i64]| {
        let mut ids: Vec<i64> = links.iter().map(end).chain(besides.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let title = "json_extract(entity.fields, '$.TITLE')";
    let names =
        "trim(concat_ws(' ', json_extract(entity.fields, '$.NAME'), json_extract(entity.fields, '$.LAST_NAME')))";
    Ok(Graph {
        companies: nodes(connection, Entity::Company, title, &ends(|edge| edge.company, companies))?,
        contacts: nodes(connection, Entity::Contact, names, &ends(|edge| edge.contact, contacts))?,
        links,
        next: None,
        cut,
    })
}

/// The links of some owners, each owner's in their order; one more than a picture has room for, at most.
fn edges(connection: &Connection, owner: &str, ids: &[i64]) -> Result<Vec<Edge>> {
    connection
        .prepare_cached(&format!(
            "SELECT company_id, contact_id, sort, role_id, is_primary FROM link
             WHERE {owner} IN (SELECT value FROM json_each(?1)) ORDER BY {owner}, sort, age LIMIT ?2"
        ))?
        .query_map((id_list(ids), MOST_LINKS + 1), Edge::read)?
        .collect()
}

fn nodes(connection: &Connection, kind: Entity, name: &str, ids: &[i64]) -> Result<Vec<Node>> {
    connection
        .prepare_cached(&format!(
            "SELECT wanted.value, iif(entity.id IS NULL, NULL, coalesce({name}, '')) FROM json_each(?1) AS wanted
             LEFT JOIN entity ON entity.id = wanted.value AND entity.kind = ?2 ORDER BY wanted.value"
        ))?
        .query_map((id_list(ids), entity::name(kind)), |row| {
            let name: Option<String> = row.get(1)?;
            Ok(Node { id: row.get(0)?, name })
        })?
        .collect()
}

impl Edge {
    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            company: row.get(0)?,
            contact: row.get(1)?,
            sort: row.get(2)?,
            role: row.get(3)?,
            primary: row.get(4)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::store::fresh;

    fn loaded() -> Connection {
        let connection = fresh();
        demo::load(&connection).expect("the demo data");
        connection
    }

    fn ends(graph: &Graph) -> Vec<(i64, i64, bool)> {
        graph.links.iter().map(|edge| (edge.company, edge.contact, edge.primary)).collect()
    }

    #[test]
    fn a_page_has_companies_in_order_with_all_their_links() {
        let connection = loaded();
        let first = page(&connection, 0, 2).expect("a page");
        assert_eq!(first.companies.iter().map(|node| node.id).collect::<Vec<_>>(), [12, 13]);
        assert_eq!(first.companies[0].name.as_deref(), Some("Northern Light Bakery"));
        assert_eq!(ends(&first), [(12, 61, true), (13, 10, true), (13, 62, false)]);
        assert_eq!(first.contacts[0].name.as_deref(), Some("David Evans"));
        let second = page(&connection, first.next.expect("more"), 2).expect("a page");
        assert_eq!(second.companies.iter().map(|node| node.id).collect::<Vec<_>>(), [15, 32]);
        assert_eq!(page(&connection, i64::MAX, 2).expect("a page").next, None);
    }

    #[test]
    fn around_a_contact_are_its_companies_with_their_other_contacts() {
        let graph = around(&loaded(), 62).expect("a picture");
        assert_eq!(ends(&graph), [(13, 10, true), (13, 62, false), (15, 62, true)]);
    }

    #[test]
    fn a_record_without_links_stands_alone_and_a_linked_one_that_is_gone_has_no_name() {
        let connection = loaded();
        let alone = around(&connection, 54).expect("a picture");
        assert_eq!((alone.contacts.len(), alone.companies.len(), alone.links.len()), (1, 0, 0));
        connection.execute("DELETE FROM entity WHERE id = 61", []).expect("removed");
        let graph = around(&connection, 12).expect("a picture");
        assert_eq!(graph.contacts, [Node { id: 61, name: None }]);
    }
}
