//! The Rust tables and the embedded document of `b24-contract`.

mod catalogue;
mod document;
mod documented;
mod registry;

use serde_json::Value;

use super::model::{Contract, Source};
use super::output;
use super::rust::{MARK, formatted};
use crate::error::Error;
use crate::files::Texts;

const FOLDER: &str = "crates/b24-contract/src/generated";

/// Every file of `b24-contract`'s `generated` folder.
pub(crate) fn texts(contract: &Contract, openapi: &Value) -> Result<Texts, Error> {
    let mut texts = Texts::new();
    texts.insert(format!("{FOLDER}/mod.rs"), format!("{MARK}\n{MODULE}"));
    texts.insert(format!("{FOLDER}/method.rs"), formatted("method.rs", &registry::code(contract))?);
    texts.insert(format!("{FOLDER}/documented.rs"), formatted("documented.rs", &documented::code(contract))?);
    texts.insert(format!("{FOLDER}/error.rs"), formatted("error.rs", &catalogue::code(contract))?);
    texts.insert(format!("{FOLDER}/contract.json"), output::json(&document::contract(contract, openapi)));
    Ok(texts)
}

const MODULE: &str = r#"//! Tables and the embedded contract, written from `spec/`.

#[rustfmt::skip]
pub(crate) mod documented;
#[rustfmt::skip]
pub mod error;
#[rustfmt::skip]
pub mod method;

/// The contract as one JSON document.
pub(crate) const CONTRACT_JSON: &str = include_str!("contract.json");
"#;

/// A source as an expression.
fn source(source: &Source) -> String {
    let (kind, place) = source.parts();
    format!("Source::{kind}({place:?})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::bundle;
    use crate::codegen::lint::test::spec;

    #[test]
    fn tables_have_a_row_a_method_and_a_static_an_error() {
        let tiny = spec().replaced(
            "methods/a.get/method.yaml",
            "scope: crm",
            "scope: crm\npermission: { entity: company, right: read }",
        );
        let contract = Contract::from_spec(&tiny.parse()).expect("typed");
        let texts = texts(&contract, &bundle::openapi(&contract)).expect("Rust");
        for file in ["method.rs", "error.rs", "documented.rs"] {
            insta::assert_snapshot!(file, texts[&format!("{FOLDER}/{file}")]);
        }
        let document: Value = serde_json::from_str(&texts[&format!("{FOLDER}/contract.json")]).expect("JSON");
        assert_eq!(document["errors"][1]["method"], "a.get");
        assert_eq!(document["examples"][0]["method"], "a.get");
        assert_eq!(document["rules"][0]["id"], "protocol/forms/webhook");
    }
}
