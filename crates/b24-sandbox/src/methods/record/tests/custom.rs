//! Custom fields: described, stored, answered and searched.

use std::sync::Arc;

use b24_contract::Method::{self, CrmCompanyAdd, CrmCompanyFields, CrmCompanyGet, CrmCompanyList, CrmCompanyUpdate};

use super::*;
use crate::Config;
use crate::call::Call;
use crate::settings::Settings;

/// A portal with one field of every type, and lists of texts and of numbers.
const FIELDS: &str = r#"
    custom_fields = [
        { entity = "company", name = "UF_CRM_TEXT", label = "Text" },
        { entity = "company", name = "UF_CRM_WHOLE", type = "integer", label = "Whole" },
        { entity = "company", name = "UF_CRM_PART", type = "double", label = "Part" },
        { entity = "company", name = "UF_CRM_YES", type = "boolean", label = "Yes" },
        { entity = "company", name = "UF_CRM_ONE", type = "enumeration", label = "One", items = ["red", "green"] },
        { entity = "company", name = "UF_CRM_DAY", type = "date", label = "Day" },
        { entity = "company", name = "UF_CRM_MOMENT", type = "datetime", label = "Moment" },
        { entity = "company", name = "UF_CRM_TEXTS", multiple = true, label = "Texts" },
        { entity = "company", name = "UF_CRM_WHOLES", type = "integer", multiple = true, label = "Wholes" },
        { entity = "contact", name = "UF_CRM_OTHER", label = "Of contacts" },
    ]
"#;

struct Portal {
    data: Connection,
    settings: Arc<Settings>,
}

impl Portal {
    fn new() -> Self {
        let config = Config::from_toml(FIELDS).expect("TOML");
        Self { data: fresh(), settings: Arc::new(Settings::new(config).expect("a consistent configuration")) }
    }

    fn reply(&mut self, method: Method, params: Value) -> Reply {
        let call = Call { settings: Arc::clone(&self.settings), ..call(method, params) };
        crate::methods::testing::dispatch(&mut self.data, &call, noon()).expect("a success")
    }

    fn add(&mut self, fields: Value) -> i64 {
        self.reply(CrmCompanyAdd, json!({ "fields": fields })).result.as_i64().expect("an id")
    }

    /// The custom fields of a record.
    fn get(&mut self, id: i64) -> Value {
        let mut record = self.reply(CrmCompanyGet, json!({ "id": id })).result;
        record.as_object_mut().expect("a record").retain(|name, _| name.starts_with("UF_"));
        record
    }

    fn found(&mut self, filter: Value) -> Vec<i64> {
        ids(&self.reply(CrmCompanyList, json!({ "filter": filter, "select": ["ID"] })))
    }
}

#[test]
fn each_is_described_after_the_system_fields() {
    let described = Portal::new().reply(CrmCompanyFields, json!({})).result;
    let custom: Value = described.as_object().expect("an object").clone().into_iter().skip(56).collect();
    assert_eq!(custom.as_object().expect("an object").len(), 9, "those of contacts are not there");
    insta::assert_json_snapshot!(json!([custom["UF_CRM_ONE"], custom["UF_CRM_WHOLES"]]));
}

#[test]
fn each_comes_back_as_it_was_written_last() {
    let mut portal = Portal::new();
    let given = json!({
        "UF_CRM_TEXT": "a", "UF_CRM_WHOLE": 12, "UF_CRM_PART": 7.5, "UF_CRM_YES": "Y", "UF_CRM_ONE": 2,
        "UF_CRM_DAY": "11.11.2001", "UF_CRM_MOMENT": "2024-03-11T16:36:46+01:00", "UF_CRM_TEXTS": ["a", "b"],
        "UF_CRM_WHOLES": [3], "UF_CRM_OTHER": "a", "UF_CRM_NO_SUCH": "a",
    });
    let id = portal.add(given);
    let mut stored = json!({
        "UF_CRM_TEXT": "a", "UF_CRM_WHOLE": "12", "UF_CRM_PART": "7.5", "UF_CRM_YES": "1", "UF_CRM_ONE": "2",
        "UF_CRM_DAY": "2001-11-11T00:00:00+00:00", "UF_CRM_MOMENT": "2024-03-11T15:36:46+00:00",
        "UF_CRM_TEXTS": ["a", "b"], "UF_CRM_WHOLES": ["3"],
    });
    assert_eq!(portal.get(id), stored);
    let changes = json!({ "UF_CRM_TEXT": null, "UF_CRM_YES": false, "UF_CRM_TEXTS": ["c"], "UF_CRM_WHOLES": "" });
    portal.reply(CrmCompanyUpdate, json!({ "id": id, "fields": changes }));
    for (name, value) in [
        ("UF_CRM_TEXT", json!("")),
        ("UF_CRM_YES", json!("0")),
        ("UF_CRM_TEXTS", json!(["c"])),
        ("UF_CRM_WHOLES", json!([])),
    ] {
        stored[name] = value;
    }
    assert_eq!(portal.get(id), stored);
}

#[test]
fn each_is_compared_as_its_type_says() {
    let mut portal = Portal::new();
    let none = portal.add(json!({}));
    let small = portal.add(json!({
        "UF_CRM_TEXT": "Alpha", "UF_CRM_WHOLE": 9, "UF_CRM_PART": "9.5", "UF_CRM_YES": "Y", "UF_CRM_ONE": 1,
        "UF_CRM_DAY": "2024-03-11", "UF_CRM_MOMENT": "2024-03-11T00:00:00Z",
    }));
    let large = portal.add(json!({
        "UF_CRM_TEXT": "beta", "UF_CRM_WHOLE": 10, "UF_CRM_PART": "10.0", "UF_CRM_YES": "N", "UF_CRM_ONE": 2,
        "UF_CRM_DAY": "2024-03-12", "UF_CRM_MOMENT": "2024-03-11T12:00:00Z",
    }));
    for (key, given, expected) in [
        ("UF_CRM_TEXT", json!("alpha"), vec![small]),
        ("%UF_CRM_TEXT", json!("ET"), vec![large]),
        ("UF_CRM_WHOLE", json!("010"), vec![large]),
        (">UF_CRM_WHOLE", json!(9), vec![large]),
        ("UF_CRM_PART", json!("1e1"), vec![large]),
        ("<UF_CRM_PART", json!(10), vec![small]),
        ("UF_CRM_YES", json!(true), vec![small]),
        ("UF_CRM_YES", json!("N"), vec![large]),
        ("UF_CRM_YES", json!("maybe"), vec![]),
        ("@UF_CRM_ONE", json!([2, 3]), vec![large]),
        ("UF_CRM_DAY", json!("12.03.2024"), vec![large]),
        (">=UF_CRM_MOMENT", json!("2024-03-11T13:00:00+01:00"), vec![large]),
        ("!UF_CRM_WHOLE", json!(9), vec![none, large]),
        ("UF_CRM_WHOLE", json!(""), vec![none]),
        ("!=UF_CRM_WHOLE", json!(""), vec![small, large]),
        ("UF_CRM_NO_SUCH", json!("a"), vec![none, small, large]),
        ("UF_CRM_OTHER", json!("a"), vec![none, small, large]),
    ] {
        assert_eq!(portal.found(json!({ key: given })), expected, "{key} {given}");
    }
    let sorted = portal.reply(CrmCompanyList, json!({ "order": { "UF_CRM_WHOLE": "DESC", "UF_CRM_WHOLES": "ASC" } }));
    assert_eq!(ids(&sorted), [large, small, none]);
}

#[test]
fn one_entry_of_a_list_is_enough() {
    let mut portal = Portal::new();
    let none = portal.add(json!({}));
    let few = portal.add(json!({ "UF_CRM_TEXTS": ["Alpha"], "UF_CRM_WHOLES": [9] }));
    let many = portal.add(json!({ "UF_CRM_TEXTS": ["beta", "alphabet"], "UF_CRM_WHOLES": [10, 9] }));
    for (key, given, expected) in [
        ("UF_CRM_TEXTS", json!("alpha"), vec![few]),
        ("%UF_CRM_TEXTS", json!("alpha"), vec![few, many]),
        ("=%UF_CRM_TEXTS", json!("b%"), vec![many]),
        ("!UF_CRM_TEXTS", json!("beta"), vec![none, few]),
        ("UF_CRM_WHOLES", json!("9"), vec![few, many]),
        ("@UF_CRM_WHOLES", json!([10, 11]), vec![many]),
        (">UF_CRM_WHOLES", json!(9), vec![many]),
        ("UF_CRM_WHOLES", json!(""), vec![none]),
        ("!=UF_CRM_WHOLES", json!(""), vec![few, many]),
    ] {
        assert_eq!(portal.found(json!({ key: given })), expected, "{key} {given}");
    }
}
