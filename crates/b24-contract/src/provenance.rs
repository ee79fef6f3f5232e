//! Where a clause comes from.

use serde::Deserialize;
use serde_json::Value;

use crate::component::Components;
use crate::{ClauseId, Contract, ErrorClause, Method, Source};

impl Contract {
    /// Where a clause comes from; `None` when the contract has no such clause. The source of a schema location is the
    /// nearest one that a schema around it names, or the page of the method whose schema it is. The source of an error
    /// is that of its [chosen](ErrorClause::chosen) answer.
    pub fn source_of(&self, clause: &ClauseId) -> Option<Source> {
        if let Some((component, pointer)) = clause.as_str().split_once('#') {
            return self.source_of_schema(component, pointer);
        }
        let rule = self.rules.iter().find(|rule| rule.id == *clause).map(|rule| rule.source.clone());
        rule.or_else(|| ErrorClause::by_id(clause.as_str()).map(|error| error.chosen().source.to_owned()))
    }

    fn source_of_schema(&self, component: &str, pointer: &str) -> Option<Source> {
        let schema = Components::of(&self.openapi)?.get(component)?;
        schema.pointer(pointer)?;
        let around = std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(around, _)| around));
        let named = around.filter_map(|pointer| schema.pointer(pointer)?.get("x-b24-source"));
        let source = named.into_iter().find_map(|source: &Value| Source::deserialize(source).ok());
        source.or_else(|| {
            let (method, _) = component.rsplit_once('.')?;
            Some(Source::Documented(Method::parse(method)?.row().page.to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    #[test]
    fn every_clause_has_a_source() {
        let contract = contract();
        let errors = ErrorClause::ALL.iter().map(|error| ClauseId::new(error.id));
        let rules = contract.rules.iter().map(|rule| rule.id.clone());
        let schemas = contract.schema_locations().into_iter().map(|(clause, _)| clause);
        for clause in errors.chain(rules).chain(schemas) {
            assert!(contract.source_of(&clause).is_some(), "{clause}");
        }
        for unknown in ["system/no-such-error", "ContactBinding#/properties/NO", "NoSuchSchema#", "x.answer#", ""] {
            assert_eq!(contract.source_of(&ClauseId::new(unknown)), None, "{unknown}");
        }
    }

    #[test]
    fn a_location_takes_the_nearest_source_around_it() {
        let kind = |clause: &str| contract().source_of(&ClauseId::new(clause)).map(|source| source.kind());
        assert_eq!(kind("ContactBinding#/properties/SORT"), Some("documented"));
        assert_eq!(kind("Sort#"), Some("inferred"));
        assert_eq!(kind("crm.company.contact.items.get.result#"), Some("documented"));
        assert_eq!(kind("system/invalid-token"), Some("asserted"));
        assert_eq!(kind("protocol/errors/no-time"), Some("inferred"));
    }
}
