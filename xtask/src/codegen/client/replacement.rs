//! Which schemas have a type in `b24-client` that is written by hand or by the language.

use serde_json::Value;

use crate::codegen::bundle::component_of;
use crate::codegen::model::{Contract, Method};
use crate::codegen::names::{Components, pascal};

/// Shared schemas whose Rust type is written by hand.
pub(crate) const BY_HAND: &[(&str, &str)] = &[
    ("AccessNames", "crate::system::AccessNames"),
    ("AppInfo", "crate::system::AppInfo"),
    ("BatchCommands", "crate::system::BatchCommands"),
    ("BatchResult", "crate::system::BatchResult"),
    ("CompanyBinding", "crate::binding::CompanyBinding"),
    ("CompanyFields", "crate::crm::CompanyFields"),
    ("CompanyId", "crate::id::CompanyId"),
    ("CompanyRecord", "crate::crm::CompanyRecord"),
    ("ContactBinding", "crate::binding::ContactBinding"),
    ("ContactFields", "crate::crm::ContactFields"),
    ("ContactId", "crate::id::ContactId"),
    ("ContactRecord", "crate::crm::ContactRecord"),
    ("CurrentUser", "crate::system::CurrentUser"),
    ("ErrorEnvelope", "crate::envelope::ErrorEnvelope"),
    ("FeatureState", "crate::system::FeatureState"),
    ("FieldDescription", "crate::fields::FieldDescription"),
    ("Fields", "crate::fields::Fields"),
    ("Filter", "crate::filter::Filter"),
    ("MethodState", "crate::system::MethodState"),
    ("Multifield", "crate::multifield::Multifield"),
    ("Order", "crate::list::Order"),
    ("Profile", "crate::system::Profile"),
    ("Switch", "bool"),
    ("Time", "crate::time::Time"),
    ("UserId", "crate::id::UserId"),
];

/// Every replaced component, with the type that stands for it.
pub(crate) fn all(contract: &Contract) -> Vec<(String, String)> {
    let shared = contract.schemas.iter().filter_map(|(name, _)| Some((name.clone(), replaced(contract, name)?)));
    let of_methods = contract.methods.iter().flat_map(|method| {
        let components = Components::of(&method.name);
        let result = result_type(contract, method);
        let answer = (components.answer, format!("crate::envelope::Answer<{result}>"));
        let generated = generated(&components.result);
        let result = (result != generated).then_some((components.result, result));
        std::iter::once(answer).chain(result)
    });
    shared.chain(of_methods).collect()
}

/// The type of a method's result.
pub(crate) fn result_type(contract: &Contract, method: &Method) -> String {
    type_of(contract, &method.result, &Components::of(&method.name).result)
}

/// The type of a shared schema, unless it is generated.
fn replaced(contract: &Contract, name: &str) -> Option<String> {
    if let Some((_, path)) = BY_HAND.iter().find(|(known, _)| *known == name) {
        return Some((*path).to_owned());
    }
    let schema = contract.schema(name)?;
    primitive(schema).filter(|_| schema.get("enum").is_none()).map(str::to_owned)
}

/// The type of a schema; `name` is its component's, should it be generated.
fn type_of(contract: &Contract, schema: &Value, name: &str) -> String {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(component_of) {
        return replaced(contract, target).unwrap_or_else(|| generated(target));
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => {
            let item = schema
                .get("items")
                .map_or("::serde_json::Value".to_owned(), |items| type_of(contract, items, &format!("{name}-item")));
            format!("Vec<{item}>")
        }
        None => "::serde_json::Value".to_owned(),
        Some(_) => primitive(schema).map_or_else(|| generated(name), str::to_owned),
    }
}

fn primitive(schema: &Value) -> Option<&'static str> {
    match schema.get("type").and_then(Value::as_str)? {
        "integer" => Some("i64"),
        "number" => Some("f64"),
        "boolean" if schema.get("const") == Some(&Value::Bool(true)) => Some("crate::done::Done"),
        "boolean" => Some("bool"),
        "string" => Some("String"),
        _ => None,
    }
}

/// Path of a type that the generator writes.
fn generated(component: &str) -> String {
    format!("crate::generated::operations::types::{}", pascal(component))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::lint::test::spec;

    #[test]
    fn answers_hold_the_type_of_their_result() {
        let tiny = spec().file("schemas/ContactBinding.yaml", "type: object\n");
        let cases = [
            (
                "type: array\n  items: { $ref: ../../schemas/ContactBinding.yaml }",
                "Vec<crate::binding::ContactBinding>",
            ),
            ("type: array\n  items: { $ref: ../../schemas/Id.yaml }", "Vec<i64>"),
            ("$ref: ../../schemas/Row.yaml", "crate::generated::operations::types::Row"),
            ("type: object", "crate::generated::operations::types::AGetResult"),
            ("type: boolean", "bool"),
            ("type: boolean\n  const: true", "crate::done::Done"),
            ("description: Anything.", "::serde_json::Value"),
        ];
        for (result, expected) in cases {
            let method = "methods/a.get/method.yaml";
            let old = "type: array\n  items: { $ref: ../../schemas/Row.yaml }";
            let contract = Contract::from_spec(&tiny.clone().replaced(method, old, result).parse()).expect("typed");
            let all = all(&contract);
            let answer = all.iter().find(|(name, _)| name == "a.get.answer").map(|(_, path)| path.as_str());
            assert_eq!(answer, Some(format!("crate::envelope::Answer<{expected}>").as_str()));
        }
    }

    #[test]
    fn every_type_by_hand_is_one_of_a_shared_schema() {
        let spec = crate::codegen::load::read(&crate::files::root()).expect("the specification can be read");
        for (name, _) in BY_HAND {
            assert!(spec.schemas.iter().any(|schema| schema.stem() == *name), "{name}");
        }
    }
}
