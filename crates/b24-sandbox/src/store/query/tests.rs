//! Tests of how SQLite goes about lists. What lists find is tested with the methods.

use std::sync::LazyLock;

use b24_contract::Entity;
use serde_json::{Value, json};

use super::*;
use crate::catalogue::Catalogue;
use crate::config::{Config, CustomField};
use crate::store::fresh;

const PAGE: Window = Window { offset: 0, limit: 50 };

fn query(kind: Entity, conditions: Vec<(&str, Test)>, order: &[(&str, bool)]) -> Query<'static> {
    static FIELDS: LazyLock<Vec<CustomField>> = LazyLock::new(|| Config::default().custom_fields);
    let find = |name: &str| Catalogue::of(kind, &FIELDS).find(name).expect("a field");
    Query {
        kind,
        conditions: conditions
            .into_iter()
            .map(|(name, test)| Condition { member: find(name), test, negated: false })
            .collect(),
        order: order.iter().map(|(name, descending)| Order { member: find(name), descending: *descending }).collect(),
    }
}

fn is(value: Value) -> Test {
    Test::OneOf(vec![value])
}

/// What SQLite does, a step a line.
fn plan(query: &Query<'_>) -> String {
    let connection = fresh();
    let sql = query.page_sql(PAGE);
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text)).expect("a statement");
    let steps = statement.query_map(sql.params(), |row| row.get::<_, String>(3)).expect("steps");
    steps.map(|step| step.expect("a step") + "\n").collect()
}

#[test]
fn a_page_by_id_is_one_search_however_many_records_there_are() {
    for kind in [Entity::Company, Entity::Contact] {
        for (after, operator, descending) in [(Some(1000), ">", false), (Some(1000), "<", true), (None, "", false)] {
            let conditions = after.map(|id| ("ID", Test::Beyond(operator, json!(id)))).into_iter().collect();
            let plan = plan(&query(kind, conditions, &[("ID", descending)]));
            assert!(plan.starts_with("SEARCH entity USING INDEX entity_of_kind (kind=?"), "{plan}");
            assert_eq!(plan.contains("rowid"), after.is_some(), "{plan}");
            assert_eq!(plan.lines().count(), 1, "{plan}");
        }
    }
}

#[test]
fn records_are_found_by_id_name_origin_and_entries_without_a_scan() {
    let company = |name, value| query(Entity::Company, vec![(name, is(json!(value)))], &[]);
    for (query, index) in [
        (company("ID", "5"), "rowid=?"),
        (company("TITLE", "A"), "entity_by_title"),
        (company("ORIGIN_ID", "A"), "entity_by_origin"),
        (company("ORIGINATOR_ID", "A"), "entity_by_originator"),
        (company("PHONE", "1"), "multifield_by_value"),
        (company("CONTACT_ID", "7"), "(contact_id=?)"),
        (query(Entity::Contact, vec![("COMPANY_ID", is(json!(7)))], &[]), "(company_id=?)"),
        (query(Entity::Company, vec![("ID", Test::OneOf(vec![json!(1), json!(2)]))], &[]), "rowid=?"),
    ] {
        let plan = plan(&query);
        assert!(plan.contains(index), "{query:?}: {plan}");
        assert!(!plan.contains("SCAN entity") && !plan.contains("SCAN link"), "{query:?}: {plan}");
    }
}

#[test]
fn own_records_are_one_search_with_and_without_a_filter() {
    let own = ("ASSIGNED_BY_ID", is(json!(5)));
    for (conditions, order, index) in [
        (vec![], vec![], "entity_by_assigned (kind=? AND <expr>=?)"),
        (vec![], vec![("ID", true)], "entity_by_assigned (kind=? AND <expr>=?)"),
        (
            vec![("ID", Test::Beyond(">", json!(7)))],
            vec![("ID", false)],
            "entity_by_assigned (kind=? AND <expr>=? AND rowid>?)",
        ),
        (vec![("ID", is(json!(7)))], vec![], "rowid=?"),
        (vec![("TITLE", is(json!("A")))], vec![], "entity_by_title"),
        (vec![("ORIGIN_ID", is(json!("A")))], vec![], "entity_by_origin"),
        (vec![("PHONE", is(json!("1")))], vec![], "multifield_by_value"),
        (vec![("CONTACT_ID", is(json!("7")))], vec![], "(contact_id=?)"),
    ] {
        let conditions = conditions.into_iter().chain([own.clone()]).collect();
        let plan = plan(&query(Entity::Company, conditions, &order));
        assert!(plan.contains(index), "{plan}");
        assert!(!plan.contains("SCAN entity") && !plan.contains("entity_of_kind"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE") || !index.starts_with("entity_by_assigned"), "{plan}");
    }
}

#[test]
fn what_a_page_needs_besides_is_read_by_indexes() {
    let connection = fresh();
    for sql in [
        "SELECT entity_id, id, type_id, value_type, value FROM multifield
         WHERE entity_id IN (SELECT value FROM json_each(?1)) ORDER BY entity_id, id",
        &format!("SELECT value, {} FROM json_each(?1)", crate::store::link::main_company("value")),
    ] {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a statement");
        let steps = statement.query_map(["[]"], |row| row.get::<_, String>(3)).expect("steps");
        let plan: String = steps.map(|step| step.expect("a step") + "\n").collect();
        assert!(plan.contains("INDEX multifield_of_entity") || plan.contains("INDEX primary_of_contact"), "{plan}");
        assert!(!plan.contains("SCAN multifield") && !plan.contains("SCAN link"), "{plan}");
    }
}

#[test]
fn values_never_become_part_of_the_statement() {
    let hostile = "'); DROP TABLE entity; --";
    let tests = vec![
        ("TITLE", is(json!(hostile))),
        ("REVENUE", is(json!(hostile))),
        ("PHONE", is(json!(hostile))),
        ("CONTACT_ID", is(json!(hostile))),
        ("COMMENTS", Test::Contains(hostile.to_owned())),
        ("UF_CRM_CONTRACT_NO", Test::Like(hostile.to_owned())),
        ("UF_CRM_DISCOUNT", Test::Beyond(">", json!(hostile))),
        ("DATE_CREATE", Test::Beyond(">", json!(hostile))),
        ("UTM_TERM", Test::OneOf(vec![json!(hostile), json!("a")])),
    ];
    let query = query(Entity::Company, tests, &[("UF_CRM_CONTRACT_NO", true)]);
    let text = query.page_sql(PAGE).text;
    assert!(!text.contains("DROP") && !text.contains("UF_CRM_"), "{text}");
    let connection = fresh();
    assert_eq!(query.count(&connection), Ok(0));
    assert_eq!(query.page(&connection, PAGE), Ok(vec![]));
}
