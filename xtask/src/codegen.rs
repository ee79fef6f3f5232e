//! `cargo xtask codegen`: from the specification to every file that is made of it.

mod bundle;
mod clauses;
mod client;
mod lint;
mod load;
mod model;
mod names;
mod project;
mod reference;
mod request;
mod rust;
mod schemas;
mod table;

use std::path::Path;

use crate::error::Error;
use crate::files::{self, Texts};
use crate::output::{self, Delivery};

/// Folders that hold generated files only.
const PLACES: [&str; 4] =
    ["spec/dist", "crates/b24-contract/src/generated", "crates/b24-client/src/generated", "docs/src/generated"];

/// Options of `cargo xtask codegen`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; show what is stale and exit 1.
    #[arg(long)]
    pub(crate) check: bool,
    /// List every file.
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Generates everything and writes or compares it.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    let root = files::root();
    let texts = generate(&root)?;
    let (check, verbose) = (args.check, args.verbose);
    output::deliver(&root, &texts, Delivery { places: &PLACES, command: "cargo xtask codegen", check, verbose })
}

/// Every generated file, by its path from the root.
fn generate(root: &Path) -> Result<Texts, Error> {
    let spec = load::read(root)?;
    let contract = lint::check(&spec)?;
    let openapi = bundle::openapi(&contract);
    let mut texts = Texts::new();
    texts.insert("spec/dist/openapi.json".into(), output::json(&openapi));
    let projection = project::openapi(&contract);
    texts.insert("spec/dist/openapi-3.0.json".into(), output::json(&projection));
    texts.extend(schemas::texts(&contract));
    texts.insert("spec/dist/clauses.json".into(), output::json(&clauses::list(&contract)));
    texts.extend(reference::texts(&contract));
    texts.extend(client::texts(&contract, &projection)?);
    texts.extend(table::texts(&contract, &openapi)?);
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::codegen::bundle::visit_references;

    fn repository() -> Texts {
        generate(&files::root()).expect("the specification is sound")
    }

    #[test]
    fn two_runs_write_the_same_bytes() {
        assert!(repository() == repository(), "codegen depends on something besides the specification");
    }

    #[test]
    fn every_reference_of_a_document_leads_somewhere() {
        let texts = repository();
        let documents: Vec<_> = texts.iter().filter(|(path, _)| path.starts_with("spec/dist/")).collect();
        assert!(documents.len() > 4);
        for (path, text) in documents {
            let document: Value = serde_json::from_str(text).expect("JSON");
            visit_references(&document, "", &mut |place, target| {
                let found = target.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                assert!(found.is_some(), "{path}: {place} refers to {target}");
            });
        }
    }

    #[test]
    fn every_component_is_a_schema_of_its_own() {
        for (path, text) in repository().iter().filter(|(path, _)| path.starts_with("spec/dist/schemas/")) {
            let schema: Value = serde_json::from_str(text).expect("JSON");
            assert!(jsonschema::draft202012::new(&schema).is_ok(), "{path}");
        }
    }

    #[test]
    fn documented_answers_are_valid_inside_the_bundle() {
        let texts = repository();
        let bundle: Value = serde_json::from_str(&texts["spec/dist/openapi.json"]).expect("JSON");
        let mut schema = bundle.clone();
        schema["$ref"] = "#/components/schemas/crm.company.contact.items.get.answer".into();
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        let answers =
            &bundle["components"]["responses"]["crm.company.contact.items.get.answer"]["content"]["application/json"];
        let mut payload = answers["examples"]["answer"]["value"].clone();
        assert!(validator.is_valid(&payload));
        payload["result"][1]["SORT"] = "110".into();
        let error = validator.validate(&payload).expect_err("a text is no sort index");
        assert_eq!(error.instance_path().as_str(), "/result/1/SORT");
    }
}
