//! What a snapshot's document must fulfil beyond its shape.

use std::collections::HashSet;

use b24_contract::Entity;
use jiff::Timestamp;

use super::document::{Document, Link, Multifield, Record, VERSION};
use crate::Error;
use crate::catalogue::{Catalogue, Place};

/// Greatest id of the next record or entry: answers can tell as many again.
const LARGEST_NEXT: i64 = 100_000_000_000_000;
/// Greatest id that a link may have, as the contract tells ids of companies and contacts.
const LARGEST_LINKED: i64 = 9_007_199_254_740_991;

/// Refuses a document that no portal can hold.
pub(super) fn check(document: &Document) -> Result<(), Error> {
    if document.b24_snapshot != VERSION {
        return refuse("b24_snapshot", format!("this sandbox reads version {VERSION}"));
    }
    for (name, id) in [("next_id", document.next_id), ("next_multifield_id", document.next_multifield_id)] {
        if !(1..=LARGEST_NEXT).contains(&id) {
            return refuse(name, format!("the next id lies between 1 and {LARGEST_NEXT}"));
        }
    }
    let mut seen = Seen { document, records: HashSet::new(), multifields: HashSet::new() };
    for (name, kind, records) in
        [("companies", Entity::Company, &document.companies), ("contacts", Entity::Contact, &document.contacts)]
    {
        for (place, record) in records.iter().enumerate() {
            seen.record(kind, record, &format!("{name}[{place}]"))?;
        }
    }
    let mut links = HashSet::new();
    for (place, link) in document.links.iter().enumerate() {
        let Link { company, contact, role, .. } = *link;
        let at = |member: &str| format!("links[{place}]{member}");
        for (member, id) in [(".company", company), (".contact", contact)] {
            if !(1..=LARGEST_LINKED).contains(&id) {
                return refuse(at(member), format!("ids lie between 1 and {LARGEST_LINKED}"));
            }
        }
        if role < 0 {
            return refuse(at(".role"), "roles begin at 0");
        }
        if !links.insert((company, contact)) {
            return refuse(at(""), format!("company {company} and contact {contact} are linked already"));
        }
    }
    Ok(())
}

/// Ids so far.
struct Seen<'a> {
    document: &'a Document,
    records: HashSet<i64>,
    multifields: HashSet<i64>,
}

impl Seen<'_> {
    fn record(&mut self, kind: Entity, record: &Record, at: &str) -> Result<(), Error> {
        id(&mut self.records, record.id, self.document.next_id, "next_id", at)?;
        for (name, moment) in [("created", record.created), ("modified", record.modified)] {
            if moment != whole_second(moment) {
                return refuse(format!("{at}.{name}"), "portals keep whole seconds");
            }
            if moment < Timestamp::UNIX_EPOCH {
                return refuse(format!("{at}.{name}"), "no record is older than 1970");
            }
        }
        for (name, user) in [("created_by", record.created_by), ("modified_by", record.modified_by)] {
            if !(1..=LARGEST_LINKED).contains(&user) {
                return refuse(format!("{at}.{name}"), format!("ids lie between 1 and {LARGEST_LINKED}"));
            }
        }
        let catalogue = Catalogue::system(kind);
        for (name, value) in &record.fields {
            if catalogue.find(name).is_none() && !name.starts_with("UF_") {
                return refuse(format!("{at}.fields.{name}"), "there is no such field");
            }
            if !catalogue.holds(name, value) {
                return refuse(format!("{at}.fields.{name}"), "the field cannot hold this value");
            }
        }
        for (place, entry) in record.multifields.iter().enumerate() {
            self.multifield(catalogue, entry, &format!("{at}.multifields[{place}]"))?;
        }
        Ok(())
    }

    fn multifield(&mut self, catalogue: Catalogue<'_>, entry: &Multifield, at: &str) -> Result<(), Error> {
        id(&mut self.multifields, entry.id, self.document.next_multifield_id, "next_multifield_id", at)?;
        let mut fields = catalogue.fields().filter(|field| field.place == Place::Entries);
        if !fields.any(|field| field.name == entry.type_id) {
            return refuse(format!("{at}.type"), "there is no such multifield");
        }
        Ok(())
    }
}

/// Refuses an id that is none, or one of two.
fn id(seen: &mut HashSet<i64>, id: i64, next: i64, name: &str, at: &str) -> Result<(), Error> {
    let problem = if id < 1 {
        "ids begin at 1".to_owned()
    } else if id >= next {
        format!("it must be less than `{name}`")
    } else if !seen.insert(id) {
        format!("id {id} is taken already")
    } else {
        return Ok(());
    };
    refuse(format!("{at}.id"), problem)
}

fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

fn refuse(path: impl Into<String>, problem: impl Into<String>) -> Result<(), Error> {
    Err(Error::Snapshot { path: path.into(), problem: problem.into() })
}
