//! References between schemas: files before bundling, components after it.

use serde_json::{Map, Value};

use crate::codegen::names;

/// Calls `found` with every `$ref` of a schema and the JSON pointer at which it stands.
pub(crate) fn visit_references(schema: &Value, pointer: &str, found: &mut impl FnMut(&str, &str)) {
    match schema {
        Value::Object(members) => {
            for (key, member) in members {
                let here = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                match member {
                    Value::String(target) if key == "$ref" => found(&here, target),
                    _ => visit_references(member, &here, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit_references(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// The shared schema that a file reference such as `../../schemas/Time.yaml` means.
pub(crate) fn component_of(target: &str) -> Option<&str> {
    let file = target.rsplit_once('/').map_or(target, |(_, file)| file);
    file.strip_suffix(".yaml").filter(|name| !name.contains(['#', '.']))
}

/// The schema with references to components instead of files.
pub(super) fn bundled(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let rewrite = |(key, member): (&String, &Value)| {
                let target = member.as_str().filter(|_| key == "$ref").and_then(component_of);
                let member = target.map_or_else(|| bundled(member), |name| Value::String(names::reference(name)));
                (key.clone(), member)
            };
            Value::Object(members.iter().map(rewrite).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(bundled).collect()),
        other => other.clone(),
    }
}
