//! Lists of companies and contacts: conditions and an order become one SQL statement.

mod condition;
mod expression;
mod sql;

use b24_contract::Entity;
use rusqlite::{Connection, Result};

use super::entity::{self, COLUMNS, Stored};
use crate::catalogue::{Column, Field, Member, Place};
pub(crate) use condition::{Condition, Test};
use expression::Expression;
use sql::Sql;

/// Which records are asked for, and in which order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query<'a> {
    /// What they are.
    pub(crate) kind: Entity,
    /// What all of them fulfil.
    pub(crate) conditions: Vec<Condition<'a>>,
    /// What they are sorted by, the first one first. Records that are equal in all of it are sorted by id.
    pub(crate) order: Vec<Order<'a>>,
}

/// A field to sort by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Order<'a> {
    /// The field.
    pub(crate) member: Member<'a>,
    /// Whether the greatest value comes first.
    pub(crate) descending: bool,
}

/// Part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// Number of records to pass over.
    pub(crate) offset: u64,
    /// Greatest number of records to give.
    pub(crate) limit: u64,
}

impl Query<'_> {
    /// The records of a part of the list.
    pub(crate) fn page(&self, connection: &Connection, window: Window) -> Result<Vec<Stored>> {
        let sql = self.page_sql(window);
        connection.prepare_cached(&sql.text)?.query_map(sql.params(), Stored::read)?.collect()
    }

    /// Number of all records.
    pub(crate) fn count(&self, connection: &Connection) -> Result<u64> {
        let mut sql = Sql::from("SELECT count(*) FROM entity");
        self.add_conditions(&mut sql);
        let count: i64 = connection.prepare_cached(&sql.text)?.query_row(sql.params(), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    fn page_sql(&self, window: Window) -> Sql {
        let mut sql = Sql::from(&format!("SELECT {COLUMNS} FROM entity"));
        self.add_conditions(&mut sql);
        sql.push(" ORDER BY ");
        let mut by_id = false;
        for order in &self.order {
            let Some(expression) = Expression::of(&order.member) else { continue };
            by_id |= is_id(&order.member);
            sql.append(expression.sql());
            sql.push(if order.descending { " DESC, " } else { " ASC, " });
        }
        if by_id {
            sql.text.truncate(sql.text.len() - ", ".len());
        } else {
            sql.push("id ASC");
        }
        // Numbers beyond 63 bits pass over everything, or give everything, as well as the greatest one within.
        let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        sql.push(" LIMIT ").bind(bound(window.limit)).push(" OFFSET ").bind(bound(window.offset));
        sql
    }

    fn add_conditions(&self, sql: &mut Sql) {
        sql.push(" WHERE kind = ").bind(entity::name(self.kind).to_owned());
        for condition in &self.conditions {
            if let Some(condition) = condition.sql() {
                sql.push(" AND ").append(condition);
            }
        }
    }
}

fn is_id(member: &Member<'_>) -> bool {
    matches!(member, Member::System(Field { place: Place::Column(Column::Id), .. }))
}

#[cfg(test)]
mod tests;
