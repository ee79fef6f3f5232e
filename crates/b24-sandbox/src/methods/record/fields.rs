//! `fields`: what a record consists of.

use b24_contract::{Permission, Right};
use serde_json::{Map, Value, json};

use super::Kind;
use crate::catalogue::{Field, Type};
use crate::config::Extent;
use crate::dispatch::{Outcome, Task};

/// Number of the type "lead" among the types of records.
const LEAD_TYPE: i64 = 1;

/// Descriptions of the system fields and of the custom ones, by name.
pub(crate) fn fields(task: &Task<'_>, kind: &Kind) -> Outcome {
    if let Some(denied) = kind.fields_denied.filter(|_| task.call.settings.config.access.fields_need_read) {
        let read = Permission { entity: kind.entity, right: Right::Read };
        if task.call.caller.user.rights.extent(read) == Extent::None {
            return Err(denied.into());
        }
    }
    let catalogue = task.catalogue(kind.entity);
    let system = catalogue.fields().filter(|field| field.described);
    let system = system.map(|field| (field.name.to_owned(), description(field)));
    let custom = catalogue.custom().map(|field| (field.name.clone(), field.description()));
    Ok(Value::Object(system.chain(custom).collect()))
}

fn description(field: &Field) -> Value {
    let mut description = json!({
        "type": field.of_type.name(),
        "isRequired": field.required,
        "isReadOnly": field.read_only,
        "isImmutable": false,
        "isMultiple": field.is_multiple(),
        "isDynamic": false,
        "title": field.title,
    });
    let mut extra = Map::new();
    match field.of_type {
        Type::Status(list) => {
            extra.insert("statusType".to_owned(), list.into());
        }
        Type::Lead => {
            extra.insert("settings".to_owned(), json!({ "parentEntityTypeId": LEAD_TYPE }));
        }
        _ => {}
    }
    if field.deprecated {
        extra.insert("isDeprecated".to_owned(), true.into());
    }
    if let Some(members) = description.as_object_mut() {
        members.append(&mut extra);
    }
    description
}
