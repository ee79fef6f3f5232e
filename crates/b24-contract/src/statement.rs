//! What each clause says, in a sentence.

use serde_json::Value;

use crate::{ClauseId, Contract, ErrorClause};

impl Contract {
    /// Every clause with what it says: errors, rules, then schema locations. A location without a description says
    /// nothing.
    pub fn statements(&self) -> Vec<(ClauseId, String)> {
        let errors = self.errors.iter().map(|error| (error.id.clone(), of_error(&error.id)));
        let rules = self.rules.iter().map(|rule| (rule.id.clone(), rule.says.clone()));
        let schemas = self.schema_locations().into_iter().map(|(id, schema)| (id, of_schema(schema)));
        errors.chain(rules).chain(schemas).collect()
    }

    /// What one clause says; nothing for one that the contract does not have.
    pub fn says(&self, id: &ClauseId) -> Option<String> {
        if self.errors.iter().any(|error| error.id == *id) {
            return Some(of_error(id));
        }
        if let Some(rule) = self.rules.iter().find(|rule| rule.id == *id) {
            return Some(rule.says.clone());
        }
        self.schema_locations().into_iter().find(|(location, _)| location == id).map(|(_, schema)| of_schema(schema))
    }
}

fn of_error(id: &ClauseId) -> String {
    ErrorClause::by_id(id.as_str()).map_or("", |clause| clause.when).to_owned()
}

/// First sentence of a schema's description, else its title.
fn of_schema(schema: &Value) -> String {
    let text = schema.get("description").or_else(|| schema.get("title")).and_then(Value::as_str).unwrap_or_default();
    let line = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    match line.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use crate::{ClauseId, contract};

    #[test]
    fn each_clause_says_what_it_says_in_the_list() {
        let statements = contract().statements();
        for (id, says) in statements.iter().step_by(37) {
            assert_eq!(contract().says(id).as_deref(), Some(says.as_str()), "{id}");
        }
        assert_eq!(contract().says(&ClauseId::new("no/such-clause")), None);
    }

    #[test]
    fn a_schema_says_its_first_sentence() {
        let says = |id| contract().says(&ClauseId::new(id)).expect("a clause");
        assert_eq!(says("crm.company.contact.items.get.result#"), "The company's links; empty when it has none.");
        assert!(!says("system/expired-token").is_empty());
    }
}
