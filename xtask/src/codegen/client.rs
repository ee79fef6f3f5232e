//! Generates `b24-client`'s operations from the 3.0 projection.

mod answers;
pub(crate) mod replacement;
mod strip;

use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
use serde_json::Value;

use super::model::Contract;
use super::names::pascal;
use super::rust::{self, MARK};
use crate::error::Error;
use crate::files::Texts;

const FOLDER: &str = "crates/b24-client/src/generated";

const MODULE: &str = r"//! The contract's operations over HTTP, one function each, and the types of their answers.

#[rustfmt::skip]
pub(crate) mod answers;
#[rustfmt::skip]
#[allow(dead_code, missing_docs, unreachable_patterns, unreachable_pub, clippy::all, clippy::unwrap_used)]
pub(crate) mod operations;
";

/// Every file of `b24-client`'s `generated` folder.
pub(crate) fn texts(contract: &Contract, projection: &Value) -> Result<Texts, Error> {
    let document: openapiv3::OpenAPI = serde_json::from_value(projection.clone())
        .map_err(|source| Error::Shape { path: "spec/dist/openapi-3.0.json".into(), source })?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type("crate::exec::Call".parse().map_err(|_| Error::generator("the inner type is no type"))?)
        .with_map_type("::std::collections::BTreeMap");
    for (component, path) in replacement::all(contract) {
        settings.with_replacement(pascal(&component), path, std::iter::empty());
    }
    let mut file = generated(&settings, &document)?;
    strip::client(&mut file);
    Ok(Texts::from([
        (format!("{FOLDER}/answers.rs"), answers::text(contract)?),
        (format!("{FOLDER}/mod.rs"), format!("{MARK}\n{MODULE}")),
        (format!("{FOLDER}/operations.rs"), format!("{MARK}\n{}", rust::unparse(file))),
    ]))
}

/// Runs the generator, which panics on what it cannot do.
fn generated(settings: &GenerationSettings, document: &openapiv3::OpenAPI) -> Result<syn::File, Error> {
    let tokens = std::panic::catch_unwind(|| Generator::new(settings).generate_tokens(document))
        .map_err(|_| Error::generator("it panicked, see above"))?
        .map_err(Error::generator)?;
    syn::parse2(tokens).map_err(Error::generator)
}

/// What the generator does with a document, for tests of its limits.
#[cfg(test)]
pub(crate) fn attempt(document: &Value) -> Result<syn::File, Error> {
    let document = serde_json::from_value(document.clone()).map_err(Error::generator)?;
    generated(&GenerationSettings::new(), &document)
}
