//! Tests of new, old, newer and foreign databases.

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::store::link::{self, Side};

fn opened() -> Connection {
    Connection::open_in_memory().expect("memory")
}

/// A file as version 1 left it.
fn write_version_1(path: &Path) {
    let mut connection = Connection::open(path).expect("a file");
    let transaction = connection.transaction().expect("a transaction");
    step_to(&transaction, 1).expect("version 1");
    note_data(&transaction).expect("a mark");
    transaction
        .execute_batch(
            r#"
            INSERT INTO entity (id, kind, created_at, created_by, modified_at, modified_by, fields) VALUES
                (32, 'company', 1710171406, 835, 1710201600, 1,
                 '{"TITLE": "Crossroads", "REVENUE": "much", "UF_CRM_1": 5, "ADDRESS_LOC_ADDR_ID": ""}'),
                (7, 'contact', 1710171406, 1, 1710171406, 1, '{"NAME": "Anna", "BIRTHDATE": "11.11.2001"}');
            INSERT INTO multifield (entity_id, type_id, value_type, value) VALUES (7, 'PHONE', 'WORK', '555888');
            INSERT INTO link (company_id, contact_id, sort, is_primary) VALUES (32, 7, 100, 1);
            "#,
        )
        .expect("data");
    transaction.commit().expect("written");
}

#[test]
fn a_database_is_created_once_and_accepted_afterwards() {
    let mut connection = opened();
    assert!(migrate(&mut connection, "x").expect("new"));
    assert!(migrate(&mut connection, "x").expect("still without its first data"));
    note_data(&connection).expect("a mark");
    assert!(!migrate(&mut connection, "x").expect("the same version"));
}

#[test]
fn a_file_of_version_1_keeps_its_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    write_version_1(&path);
    let mut connection = Connection::open(&path).expect("a file");
    assert!(!migrate(&mut connection, "portal.db").expect("migrated"));

    let fields = |kind, id| Value::Object(entity::find(&connection, kind, id).expect("a search").expect("one").fields);
    let company = json!({
        "TITLE": "Crossroads", "UF_CRM_1": "5",
        "LAST_ACTIVITY_BY": "835", "LAST_ACTIVITY_TIME": "2024-03-11T15:36:46+00:00",
    });
    assert_eq!(fields(Entity::Company, 32), company);
    assert_eq!(fields(Entity::Contact, 7)["BIRTHDATE"], "2001-11-11T00:00:00+00:00");
    assert_eq!(link::list(&connection, Side::Company, 32).expect("links")[0].linked, 7);
    drop(connection);

    let mut again = Connection::open(&path).expect("a file");
    assert!(!migrate(&mut again, "portal.db").expect("up to date"));
}

#[test]
fn an_old_database_gets_the_schema_of_a_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    write_version_1(&path);
    let mut old = Connection::open(&path).expect("a file");
    let mut new = opened();
    let schema = |connection: &mut Connection| -> Vec<String> {
        migrate(connection, "x").expect("migrated");
        let sql = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name";
        let mut statement = connection.prepare(sql).expect("a statement");
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("texts")
    };
    assert_eq!(schema(&mut old), schema(&mut new));
}

#[test]
fn a_newer_version_is_refused() {
    let mut connection = opened();
    migrate(&mut connection, "x").expect("new");
    connection.pragma_update(None, "user_version", VERSION + 1).expect("a version");
    let error = migrate(&mut connection, "portal.db").expect_err("too new").to_string();
    let newer = VERSION + 1;
    assert_eq!(
        error,
        format!("the data of portal.db have version {newer}, this sandbox reads versions up to {VERSION}")
    );
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let mut connection = opened();
    connection.execute_batch("CREATE TABLE theirs (id INTEGER)").expect("a table");
    assert!(matches!(migrate(&mut connection, "x"), Err(Error::DataForeign { .. })));
}
