//! A tiny specification that lints pass, to be broken in one place each.

use std::fmt::Write as _;

use super::Finding;
use crate::codegen::load::{self, Spec};
use crate::codegen::model::Contract;
use crate::files::{self, Texts};

/// Source files of a specification.
#[derive(Clone)]
pub(crate) struct Tiny(Texts);

/// The specification without a mistake. Its grammars are the real ones.
pub(crate) fn spec() -> Tiny {
    let mut texts = files::read(&files::root(), "spec/grammar", |_| true).expect("the grammars can be read");
    for (path, text) in [
        ("openapi.yaml", ROOT),
        ("errors.yaml", ERRORS),
        ("documented-methods.yaml", DOCUMENTED),
        ("schemas/Id.yaml", ID),
        ("schemas/Row.yaml", ROW),
        ("schemas/ErrorEnvelope.yaml", ERROR_ENVELOPE),
        ("schemas/SuccessEnvelope.yaml", SUCCESS_ENVELOPE),
        ("protocol/forms.yaml", FORMS),
        ("methods/a.get/method.yaml", METHOD),
        ("methods/a.get/rules.yaml", RULES),
        ("methods/a.get/examples/request.json", REQUEST),
        ("methods/a.get/examples/answer.json", ANSWER),
        ("methods/a.get/examples/error.json", ERROR),
    ] {
        texts.insert(format!("spec/{path}"), text.to_owned());
    }
    Tiny(texts)
}

impl Tiny {
    /// With `text` as the whole of a file.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(format!("spec/{path}"), text.to_owned());
        self
    }

    /// With every `old` of a file replaced.
    pub(crate) fn replaced(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(&format!("spec/{path}")).expect("a file of the tiny specification");
        assert!(text.contains(old), "{path} does not contain {old:?}");
        *text = text.replace(old, new);
        self
    }

    /// With `text` at the end of a file.
    pub(crate) fn with(self, path: &str, text: &str) -> Self {
        let old = self.0[&format!("spec/{path}")].clone();
        self.file(path, &format!("{old}{text}"))
    }

    /// Without `text`.
    pub(crate) fn without(self, path: &str, text: &str) -> Self {
        self.replaced(path, text, "")
    }

    /// With `text` after `place`.
    pub(crate) fn after(self, path: &str, place: &str, text: &str) -> Self {
        self.replaced(path, place, &format!("{place}{text}"))
    }

    /// The specification as codegen reads it.
    pub(crate) fn parse(&self) -> Spec {
        load::parse(&self.0).expect("YAML and JSON")
    }
}

/// What a family of lints says to each broken specification, for a snapshot.
pub(crate) fn finds<const N: usize>(family: fn(&Spec) -> Vec<Finding>, cases: [(&str, Tiny); N]) -> String {
    assert_eq!(family(&spec().parse()), [], "the tiny specification is sound");
    let findings = |spec: &Spec| located(spec, family(spec));
    cases.into_iter().map(|(name, tiny)| section(name, &findings(&tiny.parse()))).collect()
}

/// As [`finds`], for lints that look at typed values.
pub(crate) fn finds_typed<const N: usize>(
    family: fn(&Spec, &Contract) -> Vec<Finding>,
    cases: [(&str, Tiny); N],
) -> String {
    let findings = |tiny: &Tiny| {
        let spec = tiny.parse();
        let contract = Contract::from_spec(&spec).expect("typed");
        located(&spec, family(&spec, &contract))
    };
    assert_eq!(findings(&spec()), [], "the tiny specification is sound");
    cases.into_iter().map(|(name, tiny)| section(name, &findings(&tiny))).collect()
}

fn located(spec: &Spec, findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().map(|finding| finding.located(spec)).collect()
}

/// The findings of one case below its name.
pub(crate) fn section(name: &str, findings: &[Finding]) -> String {
    assert_ne!(findings, [], "{name}: nothing found");
    findings.iter().fold(format!("{name}\n"), |mut text, finding| {
        let _ = writeln!(text, "  {finding}");
        text
    })
}

const ROOT: &str = "\
openapi: 3.1.0
info: { title: Tiny, version: 0.1.0 }
tags:
  - { name: company, description: Companies. }
";

const ERRORS: &str = "\
- id: system/no-auth
  when: The request carries no credential.
  retry: never
  answers:
    - { status: 401, code: NO_AUTH, text: No authorization., source: { documented: errors }, chosen: true }
";

const DOCUMENTED: &str = "\
source: { documented: some/docs, commit: 5988ed13, date: 2026-08-21 }
methods:
  - a.get
  - b.list
";

const ID: &str = "\
type: integer
minimum: 1
x-b24-source: { documented: data-types }
";

const ROW: &str = "\
x-b24-source: { documented: a-get }
type: object
properties:
  CONTACT_ID: { $ref: Id.yaml }
required: [CONTACT_ID]
additionalProperties: {}
";

/// Schema of what stands beside a page, for a specification whose method says `paged`.
pub(crate) const PAGE_ENVELOPE: &str = "\
x-b24-source: { documented: a-get }
type: object
properties:
  total: { type: integer }
  next: { type: integer }
additionalProperties: {}
";

const ERROR_ENVELOPE: &str = "\
x-b24-source: { documented: errors }
type: object
properties:
  error: { type: string }
  error_description: { type: string }
required: [error, error_description]
additionalProperties: {}
";

const SUCCESS_ENVELOPE: &str = "\
x-b24-source: { documented: data-types }
type: object
additionalProperties: {}
";

const FORMS: &str = "\
- id: protocol/forms/webhook
  says: A webhook's code stands in the path.
  source: { documented: forms }
  when: { call: a.get, params: { id: 1 } }
  then: [ { status: 200 } ]
";

const METHOD: &str = "\
method: a.get
tag: company
summary: Get all of A
source: { documented: a-get }
scope: crm
effect: read
idempotent: \"yes\"
parameters:
  type: object
  properties:
    id: { $ref: ../../schemas/Id.yaml, description: Which A. }
  required: [id]
result:
  type: array
  items: { $ref: ../../schemas/Row.yaml }
errors:
  - id: a.get/bad-id
    when: The parameter `id` is missing or bad.
    retry: never
    answers:
      - { status: 400, code: \"\", text: Bad id., source: { documented: a-get }, chosen: true }
    provoke: { call: a.get, params: { id: 0 } }
";

const RULES: &str = "\
- id: a.get/order
  says: Rows come in ascending order.
  source: { documented: a-get }
  given: [ { company: $c }, { contact: $a }, { link: [$c, $a] } ]
  when: { call: a.get, params: { id: $c } }
  then: [ { status: 200 }, { contains: { CONTACT_ID: $a } } ]
";

const REQUEST: &str = r#"{ "id": "a.get/example/request", "says": "A call with a token.", "source": { "documented": "a-get" },
  "kind": "request", "payload": { "ID": 1, "auth": "token" } }"#;

const ANSWER: &str = r#"{ "id": "a.get/example/answer", "says": "One row of A.", "source": { "documented": "a-get" },
  "kind": "answer", "status": 200, "payload": { "result": [ { "CONTACT_ID": 7 } ] } }"#;

const ERROR: &str = r#"{ "id": "a.get/example/error", "says": "The id is bad.", "source": { "documented": "a-get" },
  "kind": "error", "status": 400, "clause": "a.get/bad-id", "payload": { "error": "", "error_description": "Bad id." } }"#;
