//! Ids of clauses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Permanent id of a clause: an error (`system/expired-token`), a rule (`protocol/form/webhook`) or a schema location
/// (`ContactBinding#/properties/SORT`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct ClauseId(String);

impl ClauseId {
    /// Wraps an id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id of a location in a named schema; `pointer` starts with `/` or is empty for the schema as a whole.
    pub fn of_schema(schema: &str, pointer: &str) -> Self {
        Self(format!("{schema}#{pointer}"))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What clauses are grouped by: the schema's name, or the id without its last part.
    pub fn group(&self) -> &str {
        match self.0.split_once('#') {
            Some((schema, _)) => schema,
            None => self.0.rsplit_once('/').map_or(self.0.as_str(), |(group, _)| group),
        }
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_grouped_by_schema_or_by_what_the_id_begins_with() {
        let group = |id: &str| ClauseId::new(id).group().to_owned();
        assert_eq!(group("ContactBinding#/properties/SORT"), "ContactBinding");
        assert_eq!(group("crm.company.contact.items.get.answer#"), "crm.company.contact.items.get.answer");
        assert_eq!(group("protocol/form/webhook"), "protocol/form");
        assert_eq!(group("system/expired-token"), "system");
        assert_eq!(ClauseId::of_schema("Sort", "").as_str(), "Sort#");
    }
}
