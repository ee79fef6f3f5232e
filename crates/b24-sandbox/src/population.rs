//! Made-up companies with their people, as many as one likes. The same seed makes the same ones.

mod words;

use b24_contract::Entity;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha20Rng;
use rusqlite::{Connection, Result};
use serde_json::Value;

use crate::random;
use crate::store::entity::{self, NewEntity};
use crate::store::link::{self, NewLink, Side};
use crate::store::multifield::{self, Multifield};
use words::{CITIES, FIRST_NAMES, FORMS, LANDMARKS, LAST_NAMES, POSTS, TRADES};

/// User who made everything.
const AUTHOR: i64 = 1;
/// When the first company was made: the beginning of 2020.
const BEGINNING: i64 = 1_577_836_800;
/// How long after it the last one was made: 4 years.
const SPAN: i64 = 4 * 365 * 86_400;
/// Longest time between the making and the last change of a record: 180 days.
const LONGEST_LIFE: i64 = 180 * 86_400;
/// Most contacts that a company has of its own.
const MOST_CONTACTS: usize = 3;

/// Makes companies.
struct Maker<'a> {
    connection: &'a Connection,
    chance: ChaCha20Rng,
    /// A contact of an earlier company, who may work for several.
    acquainted: Option<i64>,
}

/// Stores companies, their contacts and the links between them.
pub(crate) fn load(connection: &Connection, seed: u64, companies: u32) -> Result<()> {
    let mut maker = Maker { connection, chance: random::generator(seed), acquainted: None };
    for number in 0..companies {
        maker.company(number, BEGINNING + SPAN * i64::from(number) / i64::from(companies))?;
    }
    Ok(())
}

impl Maker<'_> {
    fn company(&mut self, number: u32, created_at: i64) -> Result<()> {
        let (landmark, (trade, industry)) = (self.one(LANDMARKS), self.one(TRADES));
        let title = format!("{landmark} {trade} {}", self.one(FORMS));
        let (city, country, code) = self.one(CITIES);
        let domain = format!("{}-{}.example", landmark.to_lowercase().replace(' ', "-"), number + 1);
        let mut fields = vec![
            ("TITLE", title),
            ("COMPANY_TYPE", self.one(&["CUSTOMER", "CUSTOMER", "SUPPLIER", "PARTNER", "OTHER"]).to_owned()),
            ("INDUSTRY", industry.to_owned()),
            ("EMPLOYEES", format!("EMPLOYEES_{}", self.chance.random_range(1..=4))),
            ("CURRENCY_ID", self.one(&["EUR", "USD", "GBP"]).to_owned()),
            ("REVENUE", (self.chance.random_range(1..=900) * 10_000).to_string()),
            ("ADDRESS_CITY", city.to_owned()),
            ("ADDRESS_COUNTRY", country.to_owned()),
            ("ADDRESS_COUNTRY_CODE", code.to_owned()),
        ];
        if self.chance.random_bool(0.3) {
            fields.push(("ORIGINATOR_ID", "ERP".to_owned()));
            fields.push(("ORIGIN_ID", format!("C-{:06}", number + 1)));
        }
        let company = self.record(Entity::Company, created_at, fields)?;
        self.reach(company, &format!("info@{domain}"))?;
        let mut contacts = Vec::new();
        for _ in 0..self.chance.random_range(0..=MOST_CONTACTS) {
            contacts.push(self.contact(created_at, &domain)?);
        }
        let links = contacts.iter().copied().chain(self.acquainted.take().filter(|_| number.is_multiple_of(8)));
        let links: Vec<NewLink> = links.map(|linked| NewLink { linked, sort: None, primary: false }).collect();
        self.acquainted = contacts.first().copied();
        link::add(self.connection, Side::Company, company, &links).map(drop)
    }

    fn contact(&mut self, created_at: i64, domain: &str) -> Result<i64> {
        let (first, last) = (self.one(FIRST_NAMES), self.one(LAST_NAMES));
        let mut fields = vec![
            ("NAME", first.to_owned()),
            ("LAST_NAME", last.to_owned()),
            ("POST", self.one(POSTS).to_owned()),
            ("SOURCE_ID", self.one(&["CALL", "EMAIL", "WEB", "RECOMMENDATION"]).to_owned()),
        ];
        if self.chance.random_bool(0.4) {
            let (year, month, day) = (
                self.chance.random_range(1955..=2000),
                self.chance.random_range(1..=12),
                self.chance.random_range(1..=28),
            );
            fields.push(("BIRTHDATE", format!("{year}-{month:02}-{day:02}T00:00:00+00:00")));
        }
        let contact = self.record(Entity::Contact, created_at, fields)?;
        self.reach(contact, &format!("{}.{}@{domain}", first.to_lowercase(), last.to_lowercase()))?;
        Ok(contact)
    }

    fn record(&mut self, kind: Entity, created_at: i64, fields: Vec<(&str, String)>) -> Result<i64> {
        let mut new = NewEntity::new(kind, created_at, AUTHOR);
        new.modified_at += self.chance.random_range(0..=LONGEST_LIFE);
        new.fields.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))));
        entity::insert(self.connection, &new)
    }

    /// Gives a record a telephone number, of those that belong to nobody, and an e-mail address.
    fn reach(&mut self, record: i64, email: &str) -> Result<()> {
        let area = self.one(&["202", "212", "312", "415", "617"]);
        let phone = format!("+1 {area} 555 {:04}", self.chance.random_range(100..=199));
        for (type_id, value) in [("PHONE", &*phone), ("EMAIL", email)] {
            let entry =
                Multifield { type_id: type_id.to_owned(), value_type: "WORK".to_owned(), value: value.to_owned() };
            multifield::insert(self.connection, record, &entry)?;
        }
        Ok(())
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.choose(&mut self.chance).expect("no list of words is empty")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fresh;
    use crate::store::query::{Query, Window};

    /// Every row of every table, as text.
    fn dump(seed: u64, companies: u32) -> Vec<String> {
        let connection = fresh();
        load(&connection, seed, companies).expect("loaded");
        let mut rows = Vec::new();
        for sql in [
            "SELECT id || kind || created_at || modified_at || fields FROM entity ORDER BY id",
            "SELECT entity_id || type_id || value FROM multifield ORDER BY id",
            "SELECT company_id || '-' || contact_id || '-' || sort || is_primary FROM link ORDER BY age",
        ] {
            let mut statement = connection.prepare(sql).expect("a statement");
            let found = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
            rows.extend(found.map(|row| row.expect("a row")));
        }
        rows
    }

    #[test]
    fn the_same_seed_makes_the_same_portal() {
        assert_eq!(dump(7, 40), dump(7, 40));
        assert_ne!(dump(7, 40), dump(8, 40));
    }

    #[test]
    fn there_are_as_many_companies_as_asked_for_and_people_who_work_for_them() {
        let connection = fresh();
        load(&connection, 0, 120).expect("loaded");
        let count = |kind| Query { kind, conditions: vec![], order: vec![] }.count(&connection).expect("a number");
        assert_eq!(count(Entity::Company), 120);
        assert!((100..=300).contains(&count(Entity::Contact)), "{}", count(Entity::Contact));
        let several = "SELECT count(*) FROM (SELECT 1 FROM link GROUP BY contact_id HAVING count(*) > 1)";
        let several: i64 = connection.query_row(several, [], |row| row.get(0)).expect("a number");
        assert!(several > 0, "some work for several companies");
    }

    #[test]
    fn what_is_made_up_is_what_the_catalogue_would_store() {
        let connection = fresh();
        load(&connection, 0, 50).expect("loaded");
        for kind in [Entity::Company, Entity::Contact] {
            let catalogue = crate::catalogue::Catalogue::system(kind);
            let all = Query { kind, conditions: vec![], order: vec![] };
            for record in all.page(&connection, Window { offset: 0, limit: u64::MAX }).expect("records") {
                let mut written = record.fields.clone();
                catalogue.write(&record.fields, &mut written);
                assert_eq!(written, record.fields);
                assert!(record.fields.keys().all(|name| catalogue.find(name).is_some()), "{record:?}");
            }
        }
    }
}
