//! Deviations of what a selection returns.

use serde_json::{Value, json};

use crate::deviation::records::{Kind, MULTIFIELDS, shown};
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let clause = |company, contact| kind.either(company, contact);
    let mut all = vec![
        kind.breaks(
            "list/default-select",
            "multifields-too",
            "Without a selection multifields are returned too.",
            selects(kind, |select| {
                if select.is_empty() {
                    select.extend(["*", "UF_*"].into_iter().chain(MULTIFIELDS).map(Value::from));
                }
            }),
        ),
        kind.breaks(
            clause("list/select-all", "list/select"),
            "star-not-expanded",
            "`*` beside other names means nothing.",
            selects(kind, |select| {
                if select.len() > 1 {
                    select.retain(|name| name != "*");
                }
            }),
        ),
        kind.breaks(
            clause("list/select-all", "list/select"),
            "names-beside-star-lost",
            "Beside `*` no name counts.",
            selects(kind, |select| {
                if select.iter().any(|name| name == "*") {
                    *select = vec!["*".into()];
                }
            }),
        ),
        kind.breaks(
            clause("list/select-custom", "list/select"),
            "all-for-custom",
            "`UF_*` returns all fields.",
            selects(kind, |select| {
                if select.iter().any(|name| name == "UF_*") {
                    select.push("*".into());
                }
            }),
        ),
        kind.breaks(
            clause("list/select-named", "list/select"),
            "ignored",
            "All fields are returned, whatever is selected.",
            selects(kind, |select| *select = ["*", "UF_*"].into_iter().chain(MULTIFIELDS).map(Value::from).collect()),
        ),
        kind.breaks(
            clause("list/select-named", "list/select"),
            "multifields-as-text",
            "A multifield is returned as the value of its first entry.",
            shown(list, |record, _| {
                for name in MULTIFIELDS {
                    if let Some(entries) = record.get_mut(name) {
                        *entries = entries[0]["VALUE"].clone();
                    }
                }
            }),
        ),
        kind.breaks(
            "get/custom-fields",
            "star-not-expanded",
            "`UF_*` stands for nothing.",
            selects(kind, |select| {
                for name in select.iter_mut().filter(|name| *name == "UF_*") {
                    *name = "ID".into();
                }
            }),
        ),
    ];
    all.extend(kind.is_company().then(|| no_contacts(kind)));
    all
}

fn no_contacts(kind: Kind) -> Deviation {
    kind.breaks(
        "list/no-contacts",
        "empty-list",
        "Where a company's contacts are selected there is an empty list.",
        shown([kind.list], |record: &mut Params, params: &Params| {
            let select = params.get("select").and_then(Value::as_array);
            if select.is_some_and(|select| select.iter().any(|name| name == "CONTACT_ID")) {
                record.insert("CONTACT_ID".to_owned(), json!([]));
            }
        }),
    )
}

/// Something else is selected; nothing that is named is an empty list.
fn selects(kind: Kind, change: impl Fn(&mut Vec<Value>) + Send + Sync + 'static) -> impl Deed {
    way::params([kind.list], move |params| {
        let given = params.entry("select").or_insert_with(|| json!([]));
        if let Value::Array(select) = given {
            change(select);
        }
    })
}
