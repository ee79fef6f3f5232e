//! The list of deviations.

use std::collections::BTreeSet;

use super::*;

#[test]
fn ids_are_unique_and_each_is_found_by_its_id() {
    let known = deviations();
    let mut ids = BTreeSet::new();
    let twice: Vec<&str> = known.iter().map(|known| known.id.as_str()).filter(|id| !ids.insert(*id)).collect();
    assert!(twice.is_empty(), "{twice:?}");
    for known in known.iter().step_by(97) {
        let found = catalogue::find(&known.id).expect("it was listed");
        assert_eq!((&found.id, &found.says), (&known.id, &known.says));
    }
}

#[test]
fn an_unknown_id_is_answered_with_the_nearest() {
    let error = Deviations::of(&["crm.company.contact.add/links!store-nothing".to_owned()]).err().expect("unknown");
    let says = "there is no deviation `crm.company.contact.add/links!store-nothing`; the nearest is `";
    assert!(error.to_string().starts_with(says), "{error}");
}

#[test]
fn the_header_names_a_few() {
    let ids = |number: usize| (0..number).map(|id| format!("a!{id}")).collect::<Vec<_>>();
    let named = |number| header(&ids(number)).map(|header| header.to_str().unwrap_or_default().to_owned());
    assert_eq!(named(0), None);
    assert_eq!(named(2).as_deref(), Some("a!0, a!1"));
    assert!(named(23).is_some_and(|named| named.ends_with("a!19, and 3 more")));
}
