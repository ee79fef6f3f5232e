//! Tests of taking, restoring, exporting and importing.

use std::path::Path;

use b24_contract::Entity;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::document::{ClockState, Link, Multifield, Record};
use super::*;
use crate::store::entity;
use crate::store::{Store, fresh, start_ids_at};
use crate::{demo, population};

fn clock(start: &str) -> Clock {
    Clock::new(start.parse().ok())
}

/// What a database would be exported as.
fn exported(data: &Connection) -> Document {
    Snapshot::take(data, &Clock::new(None), 0).and_then(|snapshot| snapshot.export()).expect("a document")
}

fn filled() -> Connection {
    let data = fresh();
    demo::load(&data).expect("the demo data");
    data
}

#[test]
fn what_changed_is_put_back() {
    let mut data = filled();
    let clock = clock("2024-08-19T12:00:00Z");
    clock.advance(60.0);
    let before = exported(&data);
    let snapshot = Snapshot::take(&data, &clock, 7).expect("taken");
    clock.advance(3600.0);
    entity::delete(&data, Entity::Company, demo::COMPANY).expect("deleted");
    start_ids_at(&data, 5000).expect("ids");
    assert_ne!(exported(&data), before);
    snapshot.restore(&mut data, &clock).expect("restored");
    assert_eq!(exported(&data), before);
    assert_eq!(clock.now().iso(), "2024-08-19T12:01:00+00:00");
    assert_eq!(snapshot.export().expect("a document").seed, 7);
}

#[test]
fn what_was_given_to_applications_stays() {
    let mut data = filled();
    let grant =
        |id: &str| data.execute("INSERT INTO oauth_grant (id, state) VALUES (?1, '{}')", [id]).expect("a grant");
    grant("before");
    let snapshot = Snapshot::take(&data, &Clock::new(None), 0).expect("taken");
    grant("after");
    snapshot.restore(&mut data, &Clock::new(None)).expect("restored");
    let count: i64 = data.query_row("SELECT count(*) FROM oauth_grant", [], |row| row.get(0)).expect("a number");
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_data_file_is_put_back_for_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.sqlite");
    let open = |path: &Path| Store::open(Some(path)).expect("a file");
    let clock = Arc::new(Clock::new(None));
    let store = open(&path);
    let at = Arc::clone(&clock);
    let taken = store.run(move |data| demo::load(data).and_then(|()| Snapshot::take(data, &at, 0))).await;
    let snapshot = taken.expect("taken");
    let before = snapshot.export().expect("a document");
    let restored = store.run(move |data| {
        entity::delete(data, Entity::Company, demo::COMPANY)?;
        snapshot.restore(data, &clock)
    });
    restored.await.expect("restored");
    drop(store);
    let again = open(&path).run(|data| Ok(exported(data))).await.expect("a document");
    assert_eq!(again, before);
}

#[test]
fn whatever_a_sandbox_holds_at_first_can_be_exported_and_imported() {
    let made_up = fresh();
    population::load(&made_up, 7, 30).expect("made up");
    for data in [filled(), made_up, fresh()] {
        let document = exported(&data);
        let image = Snapshot::import(&document).expect("imported").image.into_inner().expect("an image");
        assert_eq!(exported(&image), document);
    }
}

#[test]
fn a_mistake_is_refused_with_its_place() {
    let valid = serde_json::to_value(exported(&filled())).expect("JSON");
    for (pointer, value, says) in [
        ("/b24_snapshot", json!(2), "wrong at `b24_snapshot`: this sandbox reads version 1"),
        ("/companies/0/id", json!("x"), "wrong at `companies[0].id`: invalid type: string \"x\", expected i64"),
        ("/companies/0/id", json!(0), "wrong at `companies[0].id`: ids begin at 1"),
        ("/companies/1/id", valid["companies"][0]["id"].clone(), "wrong at `companies[1].id`: id"),
        ("/contacts/0/id", valid["companies"][0]["id"].clone(), "wrong at `contacts[0].id`: id"),
        ("/next_id", json!(2), "wrong at `companies[0].id`: it must be less than `next_id`"),
        ("/companies/0/created", json!("soon"), "wrong at `companies[0].created`:"),
        ("/companies/0/created", json!("2024-01-01T00:00:00.5Z"), "portals keep whole seconds"),
        (
            "/companies/0/fields/TITLE",
            json!(5),
            "wrong at `companies[0].fields.TITLE`: the field cannot hold this value",
        ),
        ("/companies/0/fields/ID", json!("5"), "wrong at `companies[0].fields.ID`: the field cannot hold this value"),
        ("/companies/0/fields/TITEL", json!("A"), "wrong at `companies[0].fields.TITEL`: there is no such field"),
        (
            "/contacts/0/multifields/0/type",
            json!("FAX"),
            "wrong at `contacts[0].multifields[0].type`: there is no such",
        ),
        ("/contacts/0/multifields/0/id", json!(i64::MAX), "it must be less than `next_multifield_id`"),
        ("/links/1", valid["links"][0].clone(), "wrong at `links[1]`: company"),
        ("/links/0/company", json!(-1), "wrong at `links[0].company`: ids lie between 1 and 9007199254740991"),
        ("/links/0/role", json!(-1), "wrong at `links[0].role`: roles begin at 0"),
        ("/companies/0/created", json!("-000001-01-01T00:00:00Z"), "no record is older than 1970"),
        ("/contacts/0/modified_by", json!(0), "wrong at `contacts[0].modified_by`: ids lie"),
        ("/next_id", json!(i64::MAX), "wrong at `next_id`: the next id lies between"),
        ("/links/0/sort", json!(3_000_000_000_i64), "wrong at `links[0].sort`:"),
        ("/links/0/colour", json!("red"), "wrong at `links[0].colour`: unknown field `colour`"),
        ("/clock", json!({ "still": "soon" }), "wrong at `clock.still`:"),
    ] {
        let mut wrong = valid.clone();
        let (parent, member) = pointer.rsplit_once('/').expect("a pointer");
        let parent = wrong.pointer_mut(parent).expect("a place");
        match member.parse::<usize>() {
            Ok(place) => parent[place] = value,
            Err(_) => parent[member] = value,
        }
        let refused = Document::parse(wrong.to_string().as_bytes()).and_then(|document| Snapshot::import(&document));
        let refused = refused.map(drop).expect_err(pointer).to_string();
        assert!(refused.contains(says), "{pointer}: {refused}");
    }
    let twice = format!("{valid}{valid}");
    assert!(Document::parse(twice.as_bytes()).is_err(), "a second document was passed over");
}

#[test]
fn there_is_room_for_so_many_snapshots() {
    let snapshots = Snapshots::default();
    let take = || Snapshot::take(&fresh(), &Clock::new(None), 0).expect("taken");
    for number in 0..MOST {
        assert!(snapshots.keep(format!("s{number}"), take()).expect("room"));
    }
    let refused = snapshots.keep("one-more".to_owned(), take()).expect_err("no room").to_string();
    assert_eq!(refused, "the portal has 100 snapshots already: delete some that are no longer needed");
    assert!(!snapshots.keep("s1".to_owned(), take()).expect("the same name"));
    assert!(snapshots.forget("s1") && !snapshots.forget("s1"));
    assert!(snapshots.keep("one-more".to_owned(), take()).expect("room"));
    assert!(snapshots.keep("../x".to_owned(), take()).is_err());
}

#[test]
fn the_schema_says_what_a_document_is() {
    let schema = Value::from(schemars::schema_for!(Document));
    let document = serde_json::to_value(exported(&filled())).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mistakes: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    assert!(!validator.is_valid(&json!({ "b24_snapshot": 2 })));
}

fn moments() -> impl Strategy<Value = Timestamp> {
    (0_i64..253_402_207_200).prop_map(|second| Timestamp::from_second(second).expect("in range"))
}

fn fields(title: &'static str) -> impl Strategy<Value = Map<String, Value>> {
    let custom = prop_oneof![any::<String>().prop_map(Value::from), vec(any::<String>(), 0..3).prop_map(Value::from)];
    let number = any::<i64>().prop_map(|number| Value::from(number.to_string()));
    (
        proptest::option::of(any::<String>().prop_map(Value::from)),
        btree_map("UF_[A-Z_0-9]{1,8}", custom, 0..3),
        btree_map("PARENT_ID_[0-9]{1,3}", number, 0..2),
    )
        .prop_map(move |(title_value, custom, parents)| {
            let title = title_value.map(|value| (title.to_owned(), value));
            title.into_iter().chain(custom).chain(parents).collect()
        })
}

fn multifields() -> impl Strategy<Value = Vec<Multifield>> {
    let entry = (prop_oneof![Just("PHONE"), Just("EMAIL"), Just("IM")], any::<String>(), any::<String>());
    vec(
        entry.prop_map(|(type_id, value_type, value)| Multifield {
            id: 0,
            type_id: type_id.to_owned(),
            value_type,
            value,
        }),
        0..3,
    )
}

fn records(title: &'static str) -> impl Strategy<Value = Vec<Record>> {
    let users = || 1..=9_007_199_254_740_991_i64;
    let record = (moments(), users(), moments(), users(), fields(title), multifields());
    let record = record.prop_map(|(created, created_by, modified, modified_by, fields, multifields)| Record {
        id: 0,
        created,
        created_by,
        modified,
        modified_by,
        fields,
        multifields,
    });
    vec(record, 0..5)
}

fn clocks() -> impl Strategy<Value = ClockState> {
    prop_oneof![
        moments().prop_map(ClockState::Still),
        any::<i64>().prop_map(|micros| ClockState::Ahead(SignedDuration::from_micros(micros))),
    ]
}

/// Documents in which every id is in its place.
fn documents() -> impl Strategy<Value = Document> {
    let links = btree_set((1_i64..9, 1_i64..9), 0..6);
    let sorts = (any::<i32>(), 0..=i32::MAX, any::<bool>());
    let ids = (btree_set(1_i64..100, 10), 0_i64..50, any::<u64>());
    (records("TITLE"), records("NAME"), links, sorts, clocks(), ids).prop_map(
        |(mut companies, mut contacts, links, (sort, role, primary), clock, (ids, more, seed))| {
            let mut free = ids.into_iter();
            let mut entries = 1_i64..;
            for record in companies.iter_mut().chain(&mut contacts) {
                record.id = free.next().expect("there are ten");
                for entry in &mut record.multifields {
                    entry.id = entries.next().expect("there is no end");
                }
            }
            let link = |(company, contact)| Link { company, contact, sort, role, primary };
            let links = links.into_iter().rev().map(link).collect();
            let next_multifield_id = entries.start + more;
            let b24_snapshot = document::VERSION;
            Document { b24_snapshot, seed, clock, next_id: 100 + more, next_multifield_id, companies, contacts, links }
        },
    )
}

proptest! {
    #[test]
    fn what_was_imported_is_exported(document in documents()) {
        let written = serde_json::to_vec(&document).expect("JSON");
        let read = Document::parse(&written).expect("the same shape");
        prop_assert_eq!(&read, &document);
        let imported = Snapshot::import(&read).expect("a valid document");
        prop_assert_eq!(imported.export().expect("a document"), document);
    }
}
