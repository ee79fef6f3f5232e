//! `fields`.

use std::fmt::Write as _;

use b24_contract::Method::{CrmCompanyFields, CrmContactFields};

use super::*;

/// A line a field.
fn described(method: Method) -> String {
    let descriptions = run(&mut fresh(), method, json!({})).expect("descriptions");
    let mut text = String::new();
    for (name, description) in descriptions.as_object().expect("an object") {
        let members = description.as_object().expect("an object").iter();
        let told: Vec<String> = members
            .filter(|(_, value)| **value != json!(false))
            .map(|(name, value)| if *value == json!(true) { name.clone() } else { format!("{name}={value}") })
            .collect();
        writeln!(text, "{name}: {}", told.join(" ")).expect("text");
    }
    text
}

#[test]
fn the_fields_of_a_company() {
    insta::assert_snapshot!(described(CrmCompanyFields));
}

#[test]
fn the_fields_of_a_contact() {
    insta::assert_snapshot!(described(CrmContactFields));
}

#[test]
fn a_description_has_every_flag() {
    let descriptions = run(&mut fresh(), CrmContactFields, json!({})).expect("descriptions");
    let expected = json!({
        "type": "crm_company", "isRequired": false, "isReadOnly": false, "isImmutable": false, "isMultiple": true,
        "isDynamic": false, "title": "Companies",
    });
    assert_eq!(descriptions["COMPANY_IDS"], expected);
}

#[test]
fn as_many_fields_as_the_documentation_and_the_php_sdk_know() {
    for (method, expected) in [(CrmCompanyFields, 56), (CrmContactFields, 50)] {
        let descriptions = run(&mut fresh(), method, json!({})).expect("descriptions");
        let system = descriptions.as_object().expect("an object").keys().filter(|name| !name.starts_with("UF_"));
        assert_eq!(system.count(), expected, "{method:?}");
    }
}
