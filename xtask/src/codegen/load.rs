//! Reads the specification's source files.

mod lines;

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::error::Error;
use crate::files::{self, Texts};
use lines::Lines;

/// One source file.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its path from the repository's root.
    pub(crate) path: String,
    /// Its content.
    pub(crate) value: Value,
    text: String,
    lines: OnceLock<Lines>,
}

impl Document {
    /// File name without folder and suffix.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name);
        name.split_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The line of the value at a JSON pointer, or of the nearest one around it, from 1.
    pub(crate) fn line(&self, pointer: &str) -> Option<u64> {
        self.lines.get_or_init(|| Lines::of(&self.text)).line(pointer)
    }
}

/// The sources of one method.
#[derive(Debug, Clone)]
pub(crate) struct MethodSource {
    /// Name of its folder.
    pub(crate) folder: String,
    /// `method.yaml`.
    pub(crate) operation: Document,
    /// `rules.yaml`, where there is one.
    pub(crate) rules: Option<Document>,
    /// Documented payloads.
    pub(crate) examples: Vec<Document>,
}

/// The specification as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    /// `openapi.yaml`.
    pub(crate) root: Document,
    /// `errors.yaml`.
    pub(crate) errors: Document,
    /// `documented-methods.yaml`: names of all documented methods.
    pub(crate) documented: Document,
    /// `retired.yaml`: ids that were removed on purpose.
    pub(crate) retired: Option<Document>,
    /// Grammars of the source files themselves.
    pub(crate) grammar: Vec<Document>,
    /// Shared schemas.
    pub(crate) schemas: Vec<Document>,
    /// Rules that hold for every method.
    pub(crate) protocol: Vec<Document>,
    /// Methods, by name.
    pub(crate) methods: Vec<MethodSource>,
    /// Files that stand where no part of the specification is read from.
    pub(crate) stray: Vec<String>,
}

impl Spec {
    /// The source file of this path.
    pub(crate) fn document(&self, path: &str) -> Option<&Document> {
        let of_methods = self.methods.iter().flat_map(|method| {
            std::iter::once(&method.operation).chain(method.rules.iter()).chain(method.examples.iter())
        });
        let shared = [&self.grammar, &self.schemas, &self.protocol].into_iter().flatten();
        let mut all = [&self.root, &self.errors, &self.documented]
            .into_iter()
            .chain(&self.retired)
            .chain(shared)
            .chain(of_methods);
        all.find(|document| document.path == path)
    }
}

/// Reads `spec/` below `root`.
pub(crate) fn read(root: &Path) -> Result<Spec, Error> {
    parse(&files::read(root, "spec", |path| !path.starts_with("spec/dist/") && !path.ends_with(".md"))?)
}

/// Reads a specification from texts by path.
pub(crate) fn parse(texts: &Texts) -> Result<Spec, Error> {
    let mut root = None;
    let mut errors = None;
    let mut documented = None;
    let mut retired = None;
    let (mut grammar, mut schemas, mut protocol) = (Vec::new(), Vec::new(), Vec::new());
    let mut stray = Vec::new();
    let mut methods: Vec<MethodParts> = Vec::new();
    for (path, text) in texts {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts[..] {
            ["openapi.yaml"] => root = Some(document(path, text)?),
            ["errors.yaml"] => errors = Some(document(path, text)?),
            ["documented-methods.yaml"] => documented = Some(document(path, text)?),
            ["retired.yaml"] => retired = Some(document(path, text)?),
            ["grammar", file] if file.ends_with(".schema.yaml") => grammar.push(document(path, text)?),
            ["schemas", file] if file.ends_with(".yaml") => schemas.push(document(path, text)?),
            ["protocol", file] if file.ends_with(".yaml") => protocol.push(document(path, text)?),
            ["methods", folder, ref rest @ ..] => {
                if methods.last().is_none_or(|method| method.folder != folder) {
                    methods.push(MethodParts { folder: folder.to_owned(), ..MethodParts::default() });
                }
                let Some(method) = methods.last_mut() else { continue };
                match rest {
                    ["method.yaml"] => method.operation = Some(document(path, text)?),
                    ["rules.yaml"] => method.rules = Some(document(path, text)?),
                    ["examples", file] if file.ends_with(".json") => method.examples.push(document(path, text)?),
                    _ => stray.push(path.clone()),
                }
            }
            _ => stray.push(path.clone()),
        }
    }
    Ok(Spec {
        root: root.ok_or_else(|| Error::Missing("spec/openapi.yaml".into()))?,
        errors: errors.ok_or_else(|| Error::Missing("spec/errors.yaml".into()))?,
        documented: documented.ok_or_else(|| Error::Missing("spec/documented-methods.yaml".into()))?,
        retired,
        grammar,
        schemas,
        protocol,
        methods: methods.into_iter().map(MethodParts::complete).collect::<Result<_, _>>()?,
        stray,
    })
}

/// A method while its files are being found.
#[derive(Default)]
struct MethodParts {
    folder: String,
    operation: Option<Document>,
    rules: Option<Document>,
    examples: Vec<Document>,
}

impl MethodParts {
    fn complete(mut self) -> Result<MethodSource, Error> {
        self.examples.sort_by(|a, b| a.stem().cmp(b.stem()));
        let operation =
            self.operation.ok_or_else(|| Error::Missing(format!("spec/methods/{}/method.yaml", self.folder)))?;
        Ok(MethodSource { folder: self.folder, operation, rules: self.rules, examples: self.examples })
    }
}

/// Parses one file. Booleans are those of YAML 1.2, so that an unquoted `Y` or `no` stays the text it is.
fn document(path: &str, text: &str) -> Result<Document, Error> {
    let value = if path.ends_with(".json") {
        serde_json::from_str(text).map_err(|error| Error::Syntax {
            path: path.to_owned(),
            line: error.line() as u64,
            column: error.column() as u64,
            message: error.to_string(),
        })?
    } else {
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let location = error.location();
            Error::Syntax {
                path: path.to_owned(),
                line: location.map_or(1, |place| place.line()),
                column: location.map_or(1, |place| place.column()),
                message: error.to_string(),
            }
        })?
    };
    Ok(Document { path: path.to_owned(), value, text: text.to_owned(), lines: OnceLock::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_true_and_false_are_booleans() {
        let parsed = document("spec/x.yaml", "[Y, N, yes, \"yes\", no, on, true, 2024-08-19, 1e3]").expect("valid");
        assert_eq!(parsed.value, serde_json::json!(["Y", "N", "yes", "yes", "no", "on", true, "2024-08-19", 1000.0]));
    }

    #[test]
    fn a_syntax_error_names_file_line_and_column() {
        let error = document("spec/x.yaml", "a: 1\nb: [1, 2\nc: 3\n").expect_err("no YAML");
        insta::assert_snapshot!(error.to_string());
        let error = document("spec/methods/m/examples/x.json", "{\n \"a\": }").expect_err("no JSON");
        insta::assert_snapshot!(error.to_string());
    }

    #[test]
    fn a_repeated_key_is_an_error() {
        let error = document("spec/x.yaml", "a: 1\nb: 2\na: 3\n").expect_err("repeated");
        assert!(error.to_string().starts_with("spec/x.yaml:3:1:"), "{error}");
    }
}
