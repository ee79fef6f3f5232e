//! One condition of a list, and its SQL.

use serde_json::Value;

use super::expression::{Expression, path};
use super::sql::Sql;
use crate::catalogue::{Field, Member, Place, Type};
use crate::config::CustomField;
use crate::methods::value;
use crate::store::link::Side;

/// Longest pattern that SQLite takes, in bytes.
const LONGEST_PATTERN: usize = 50_000;

/// What a record must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition<'a> {
    /// The field that is looked at.
    pub(crate) member: Member<'a>,
    /// What its value must be.
    pub(crate) test: Test,
    /// Whether its value must be anything else instead.
    pub(crate) negated: bool,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// Empty.
    Empty,
    /// One of these.
    OneOf(Vec<Value>),
    /// On one side of this; the operator is one of SQL's.
    Beyond(&'static str, Value),
    /// A text that contains this one.
    Contains(String),
    /// A text like this one, in which `%` stands for any characters.
    Like(String),
}

impl Condition<'_> {
    /// The condition in SQL; nothing where it has no effect on the field.
    pub(super) fn sql(&self) -> Option<Sql> {
        match &self.member {
            Member::System(Field { place: Place::Entries, name, .. }) => self.of_entries(name),
            Member::System(Field { place: Place::Links(side), .. }) => self.of_links(*side),
            Member::Custom(field) if field.multiple => self.of_list(field),
            member => self.of_value(member),
        }
    }

    /// Multifield entries are compared as a whole or not at all.
    fn of_entries(&self, name: &str) -> Option<Sql> {
        match &self.test {
            Test::Empty => {
                let mut sql = self.not(!self.negated);
                sql.push("EXISTS (SELECT 1 FROM multifield WHERE entity_id = entity.id AND type_id = ");
                sql.bind(name.to_owned()).push(")");
                Some(sql)
            }
            Test::OneOf(values) => {
                let values: Vec<Value> = values.iter().filter_map(value::text).map(Value::from).collect();
                let mut sql = self.not(self.negated);
                sql.push("id IN (SELECT entity_id FROM multifield WHERE type_id = ").bind(name.to_owned());
                sql.push(" AND value IN (SELECT value FROM json_each(").bind(Value::from(values).to_string());
                sql.push(")))");
                Some(sql)
            }
            Test::Beyond(..) | Test::Contains(_) | Test::Like(_) => None,
        }
    }

    /// Linked records are compared by their ids.
    fn of_links(&self, side: Side) -> Option<Sql> {
        match &self.test {
            Test::Empty => {
                let mut sql = self.not(!self.negated);
                sql.push(&format!("EXISTS (SELECT 1 FROM link WHERE {} = entity.id)", side.owner_column()));
                Some(sql)
            }
            Test::OneOf(values) => {
                let mut sql = self.not(self.negated);
                sql.append(linked_with(side, values));
                Some(sql)
            }
            Test::Beyond(..) | Test::Contains(_) | Test::Like(_) => None,
        }
    }

    /// Of several values one is enough.
    fn of_list(&self, field: &CustomField) -> Option<Sql> {
        let is_empty = self.test == Test::Empty;
        let mut sql = self.not(self.negated != is_empty);
        sql.push("EXISTS (SELECT 1 FROM json_each(fields, ").bind(path(&field.name)).push(") AS entry");
        if !is_empty {
            sql.push(" WHERE ").append(self.comparison(&Expression::of_entry(field)));
        }
        sql.push(")");
        Some(sql)
    }

    fn of_value(&self, member: &Member<'_>) -> Option<Sql> {
        if matches!(self.test, Test::Contains(_) | Test::Like(_)) && is_reference(member) {
            return None;
        }
        let expression = Expression::of(member)?;
        let mut sql = Sql::from("(");
        if let (Test::OneOf(values), true) = (&self.test, is_main_company(member)) {
            // The links of the companies are few, and found by an index.
            sql.append(linked_with(Side::Contact, values)).push(" AND ");
        }
        sql.append(self.comparison(&expression));
        // A value that is null is none of those that were asked for.
        sql.push(if self.negated { ") IS NOT TRUE" } else { ")" });
        Some(sql)
    }

    /// The test of one value.
    fn comparison(&self, expression: &Expression<'_>) -> Sql {
        let mut sql = Sql::default();
        match &self.test {
            Test::Empty => {
                sql.push("coalesce(").append(expression.sql()).push(", '') = ''");
            }
            Test::OneOf(values) => {
                sql.append(expression.sql());
                let operands: Vec<Value> = values.iter().map(|value| expression.operand(value)).collect();
                match &operands[..] {
                    [operand] => sql.push(" = ").append(expression.bind(operand)),
                    _ => sql.push(" IN ").append(expression.bind_all(operands)),
                };
            }
            Test::Beyond(operator, value) => {
                sql.append(expression.sql()).push(&format!(" {operator} "));
                sql.append(expression.bind(&expression.operand(value)));
            }
            Test::Contains(text) => {
                sql.append(like(expression, &format!("%{}%", escaped(text).replace('%', "\\%"))));
            }
            Test::Like(pattern) => {
                sql.append(like(expression, &escaped(pattern)));
            }
        }
        sql
    }

    fn not(&self, not: bool) -> Sql {
        Sql::from(if not { "NOT " } else { "" })
    }
}

/// Whether a field holds a value of a list, or the id of a record: such values have no parts.
fn is_reference(member: &Member<'_>) -> bool {
    match member {
        Member::System(field) => {
            matches!(field.of_type, Type::Status(_) | Type::Company | Type::Contact | Type::Lead)
        }
        Member::Custom(_) => false,
        Member::Parent(_) => true,
    }
}

fn is_main_company(member: &Member<'_>) -> bool {
    matches!(member, Member::System(Field { place: Place::MainCompany, .. }))
}

/// Owners on one side that have a link with one of the records on the other.
fn linked_with(side: Side, ids: &[Value]) -> Sql {
    let ids: Vec<Value> = ids.iter().filter_map(|id| value::id(Some(id))).map(Value::from).collect();
    let (owner, linked) = (side.owner_column(), side.linked_column());
    let mut sql =
        Sql::from(&format!("id IN (SELECT {owner} FROM link WHERE {linked} IN (SELECT value FROM json_each("));
    sql.bind(Value::from(ids).to_string()).push(")))");
    sql
}

fn like(expression: &Expression<'_>, pattern: &str) -> Sql {
    let mut sql = expression.answered();
    let pattern = Some(pattern.to_owned()).filter(|pattern| pattern.len() <= LONGEST_PATTERN);
    sql.push(" LIKE ").bind(pattern).push(" ESCAPE '\\'");
    sql
}

/// A text in which only `%` has a meaning.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('_', "\\_")
}
