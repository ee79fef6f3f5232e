//! The first data of a portal: the documentation's example in a small portal that looks alive.

use b24_contract::Entity;
use jiff::Timestamp;
use rusqlite::{Connection, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::population;
use crate::store;
use crate::store::entity::{self, NewEntity};
use crate::store::link::{self, NewLink, Side};
use crate::store::multifield::{self, Multifield};

/// Id of the company that the documentation's calls ask for.
pub(crate) const COMPANY: i64 = 32;

/// First id of a neighbour.
const FIRST_NEIGHBOUR: i64 = 101;
/// Number of companies that are there to make lists look alive.
const NEIGHBOURS: u32 = 60;
/// User who made everything.
const AUTHOR: i64 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demo {
    company: Vec<Record>,
    contact: Vec<Record>,
    link: Vec<Link>,
}

#[derive(Deserialize)]
struct Record {
    id: i64,
    created: Timestamp,
    phone: Option<String>,
    email: Option<String>,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    company: i64,
    contact: i64,
    sort: i32,
}

/// Stores the demo data in an empty portal: the example, and so many neighbours that a list has more than one page.
pub(crate) fn load(connection: &Connection) -> Result<()> {
    let demo: Demo = toml::from_str(include_str!("demo/demo.toml")).expect("the demo data are checked by a test");
    for (kind, records) in [(Entity::Company, &demo.company), (Entity::Contact, &demo.contact)] {
        for record in records {
            record.store(connection, kind)?;
        }
    }
    for link in demo.link {
        let new = NewLink { linked: link.contact, sort: Some(link.sort), primary: false };
        link::add(connection, Side::Company, link.company, &[new])?;
    }
    store::start_ids_at(connection, FIRST_NEIGHBOUR)?;
    population::load(connection, 0, NEIGHBOURS)
}

impl Record {
    fn store(&self, connection: &Connection, kind: Entity) -> Result<()> {
        let mut new = NewEntity::new(kind, self.created.as_second(), AUTHOR);
        new.id = Some(self.id);
        new.fields.extend(self.fields.clone());
        entity::insert(connection, &new)?;
        for (name, value) in [("PHONE", &self.phone), ("EMAIL", &self.email)] {
            if let Some(value) = value.clone() {
                let entry = Multifield { type_id: name.to_owned(), value_type: "WORK".to_owned(), value };
                multifield::insert(connection, self.id, &entry)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fresh;

    fn loaded() -> Connection {
        let connection = fresh();
        load(&connection).expect("the demo data");
        connection
    }

    #[test]
    fn the_documented_company_has_the_documented_contacts() {
        let links = link::list(&loaded(), Side::Company, COMPANY).expect("links");
        let links: Vec<_> = links.iter().map(|link| (link.linked, link.sort, link.role, link.primary)).collect();
        assert_eq!(links, [(7, 100, 0, true), (8, 110, 0, false), (9, 120, 0, false)]);
    }

    #[test]
    fn every_link_joins_records_that_exist() {
        let connection = loaded();
        let demo: Demo = toml::from_str(include_str!("demo/demo.toml")).expect("TOML");
        for link in &demo.link {
            assert!(entity::exists(&connection, Entity::Company, link.company).expect("a search"), "{}", link.company);
            assert!(entity::exists(&connection, Entity::Contact, link.contact).expect("a search"), "{}", link.contact);
        }
        let of_the_example = format!("SELECT count(*) FROM link WHERE company_id < {FIRST_NEIGHBOUR}");
        let stored: u32 = connection.query_row(&of_the_example, [], |row| row.get(0)).expect("a number");
        assert_eq!(stored as usize, demo.link.len());
    }

    #[test]
    fn a_list_has_more_than_one_page_and_ids_chosen_by_hand_stay_free_above_it() {
        let connection = loaded();
        for (kind, least) in [("company", 51), ("contact", 51)] {
            let sql = "SELECT count(*), max(id) FROM entity WHERE kind = ?1";
            let (count, greatest): (i64, i64) =
                connection.query_row(sql, [kind], |row| Ok((row.get(0)?, row.get(1)?))).expect("numbers");
            assert!(count >= least && greatest < 1001, "{count} {kind} records up to {greatest}");
        }
    }

    #[test]
    fn the_contact_that_the_documentation_adds_is_there_and_free() {
        let connection = loaded();
        assert!(entity::exists(&connection, Entity::Contact, 54).expect("a search"));
        assert!(link::list(&connection, Side::Contact, 54).expect("links").is_empty());
        let company = entity::find(&connection, Entity::Company, COMPANY).expect("a search").expect("a company");
        assert_eq!(company.fields["TITLE"], "Crossroads");
        assert_eq!(multifield::of(&connection, &[7]).expect("entries")[&7][0].entry.type_id, "PHONE");
    }
}
