//! `method.rs`: the enumeration of methods and one row each.

use std::fmt::Write as _;

use crate::codegen::model::{Contract, Method};
use crate::codegen::names::{Components, constant, pascal};
use crate::codegen::request;

/// The file before formatting.
pub(super) fn code(contract: &Contract) -> String {
    let mut variants = String::new();
    let mut all = String::new();
    let mut arms = String::new();
    let mut rows = String::new();
    for method in &contract.methods {
        let variant = pascal(&method.name);
        let row = constant(&method.name);
        let _ = writeln!(variants, "/// `{}`: {}.\n{variant},", method.name, method.summary);
        let _ = write!(all, "Method::{variant},");
        let _ = write!(arms, "Method::{variant} => &{row},");
        rows.push_str(&self::row(contract, method, &row));
    }
    let imports = if contract.methods.iter().any(|method| method.permission.is_some()) {
        "{Effect, Entity, Idempotent, MethodRow, Parameter, Permission, Right, Shape}"
    } else {
        "{Effect, Idempotent, MethodRow, Parameter, Shape}"
    };
    format!(
        "//! The method registry.
use crate::generated::error;
use crate::{imports};

/// A REST method of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {{ {variants} }}

impl Method {{
    /// All methods, by name.
    pub const ALL: &'static [Method] = &[{all}];

    /// What the contract says of the method.
    pub const fn row(self) -> &'static MethodRow {{ match self {{ {arms} }} }}
}}

{rows}"
    )
}

fn row(contract: &Contract, method: &Method, constant_name: &str) -> String {
    let (_, page) = method.source.parts();
    let permission = method.permission.as_ref().map_or("None".to_owned(), |permission| {
        format!(
            "Some(Permission {{ entity: Entity::{}, right: Right::{} }})",
            pascal(&permission.entity),
            pascal(&permission.right)
        )
    });
    let required = request::required(&method.parameters);
    let mut parameters = String::new();
    for (name, schema) in method.parameters["properties"].as_object().into_iter().flatten() {
        let shape = shape(request::type_of(contract, schema));
        let required = required.contains(&name.as_str());
        let _ = write!(parameters, "Parameter {{ name: {name:?}, required: {required}, shape: Shape::{shape} }},");
    }
    let errors: String = method.errors.iter().map(|error| format!("&error::{},", constant(&error.id))).collect();
    format!(
        "static {constant_name}: MethodRow = MethodRow {{
            name: {:?},
            summary: {:?},
            page: {page:?},
            result: {:?},
            scopes: &{:?},
            permission: {permission},
            paged: {},
            effect: Effect::{},
            idempotent: Idempotent::{},
            parameters: &[{parameters}],
            errors: &[{errors}],
        }};\n",
        method.name,
        method.summary,
        format!("{}#", Components::of(&method.name).result),
        method.scopes,
        method.paged,
        pascal(&method.effect),
        pascal(&method.idempotent),
    )
}

/// The variant of `Shape` for a JSON type.
fn shape(kind: Option<&str>) -> &'static str {
    match kind {
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("string") => "Text",
        Some("boolean") => "Boolean",
        Some("object") => "Object",
        Some("array") => "List",
        _ => "Any",
    }
}
