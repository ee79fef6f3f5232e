//! The guard: a call that would write to a record of somebody else is not sent, whoever asks for it.

mod spelling;

use b24_contract::batch::{self, Command};
use b24_contract::rule::Call;
use b24_contract::{Effect, Entity, Method, fold_names, integer, php};
use serde_json::{Map, Value};

use super::{MARK, ORIGIN, ORIGINATOR, OwnRecords, kind, made_by};
use crate::event::Created;
use crate::variable::{Variables, substitute_text, substituted};

/// From here on ids belong to nobody: portals number records from 1, in 31 bits.
const NOBODYS: i64 = 2_147_483_646;

/// Members that name records, wherever they stand in parameters.
const REFERENCES: [(&str, Option<Entity>); 5] = [
    ("COMPANY_ID", Some(Entity::Company)),
    ("COMPANY_IDS", Some(Entity::Company)),
    ("CONTACT_ID", Some(Entity::Contact)),
    ("CONTACT_IDS", Some(Entity::Contact)),
    ("LEAD_ID", None),
];

impl OwnRecords {
    /// Why a call must not be sent; nothing for one that reads, or that may write and does so to own records or to ids that
    /// no record has.
    pub(crate) fn objection(&self, call: &Call, variables: &Variables, may_write: bool) -> Option<String> {
        if let Some(objection) = spelling::objection_to_address(call) {
            return Some(objection);
        }
        let body = call.body.as_deref().map(|body| match spelling::is_readable(call.content_type.as_deref()) {
            true => written(&substitute_text(body, variables)),
            false => None,
        });
        let query = call.query.as_deref().map(|query| php::parse_query(&substitute_text(query, variables)).ok());
        let sources = [Some(Some(substituted(&call.params, variables))), body, query];
        sources.into_iter().flatten().find_map(|params| match params {
            Some(params) => self.objection_to(&call.call, &params, &[], may_write),
            None => writes(&call.call).then(|| format!("it cannot be told what {} would write to", call.call)),
        })
    }

    /// Why a method must not be called with these parameters, in a batch after these commands.
    fn objection_to(
        &self,
        name: &str,
        params: &Map<String, Value>,
        before: &[(String, Command)],
        may_write: bool,
    ) -> Option<String> {
        let Some(method) = Method::parse(name) else { return spelling::objection_to_unknown(name) };
        let folded = fold_names(method, params.clone());
        if folded.len() < params.len() && writes(name) {
            return Some(format!("{name} is given a parameter twice"));
        }
        let params = folded;
        if method == Method::Batch {
            return self.objection_to_batch(&params, may_write);
        }
        if method.row().effect == Effect::Read {
            return None;
        }
        if !may_write {
            return Some(format!("{name} writes, which was not allowed"));
        }
        let owner = if method.name().starts_with("crm.company.") { Entity::Company } else { Entity::Contact };
        let fields = params.get("fields");
        let ids = [params.get("id"), fields.and_then(|fields| fields.get("ID"))];
        let refused = ids.into_iter().flatten().find_map(|id| self.foreign_id(owner, id, before));
        let refused = refused.or_else(|| params.values().find_map(|value| self.foreign_within(value, before)));
        let foreign = refused.map(|value| format!("{name} would touch the record {value}, which the run did not make"));
        foreign.or_else(|| self.objection_to_mark(name, fields))
    }

    fn objection_to_batch(&self, params: &Map<String, Value>, may_write: bool) -> Option<String> {
        let mut before: Vec<(String, Command)> = Vec::new();
        for entry in params.get("cmd").and_then(batch::commands).into_iter().flatten() {
            // What cannot be read here is no command that a portal could run.
            let Ok(command) = entry.command else { continue };
            if let Some(objection) = self.objection_to(&command.method, &command.params, &before, may_write) {
                return Some(format!("in the command {}: {objection}", entry.key));
            }
            before.push((entry.key, command));
        }
        None
    }

    /// A record keeps the mark that it is found by, and is made with one of this run.
    fn objection_to_mark(&self, name: &str, fields: Option<&Value>) -> Option<String> {
        let member = |wanted: &str| {
            let mut members = fields.and_then(Value::as_object).into_iter().flatten();
            members.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).and_then(|(_, value)| value.as_str())
        };
        let own = |origin: &str| origin.strip_prefix(self.run()).is_some_and(|rest| rest.starts_with('/'));
        let right = match (member(ORIGINATOR), member(ORIGIN)) {
            // A record cannot be made of fields that are none.
            (None, None) => made_by(name).is_none() || !fields.is_some_and(Value::is_object),
            (Some(originator), Some(origin)) => made_by(name).is_some() && originator == MARK && own(origin),
            _ => false,
        };
        (!right).then(|| format!("{name} would give a record another mark than its own"))
    }

    /// The id of the record that a call is about, if it is of somebody else. PHP takes any list that is not empty for 1.
    fn foreign_id(&self, owner: Entity, id: &Value, before: &[(String, Command)]) -> Option<String> {
        let one = Value::from(1);
        let is_list = id.as_array().is_some_and(|entries| !entries.is_empty());
        let is_list = is_list || id.as_object().is_some_and(|members| !members.is_empty());
        self.foreign(Some(owner), if is_list { &one } else { id }, before)
    }

    /// The first reference to a record of somebody else, at any depth.
    fn foreign_within(&self, value: &Value, before: &[(String, Command)]) -> Option<String> {
        match value {
            Value::Object(members) => members.iter().find_map(|(name, value)| {
                match REFERENCES.iter().find(|(reference, _)| reference.eq_ignore_ascii_case(name)) {
                    Some((_, entity)) => self.foreign(*entity, value, before),
                    None => self.foreign_within(value, before),
                }
            }),
            Value::Array(entries) => entries.iter().find_map(|value| self.foreign_within(value, before)),
            _ => None,
        }
    }

    /// A reference to a record, if it is to one of somebody else. Without an entity no record is meant that the run could
    /// have made.
    fn foreign(&self, entity: Option<Entity>, value: &Value, before: &[(String, Command)]) -> Option<String> {
        match value {
            Value::Array(entries) => entries.iter().find_map(|value| self.foreign(entity, value, before)),
            Value::Object(members) => members.values().find_map(|value| self.foreign(entity, value, before)),
            Value::Null | Value::Bool(false) => None,
            Value::String(text) if text.contains("$result") => {
                (!self.own_result(entity, text, before)).then(|| text.clone())
            }
            value => {
                let nobodys = |id: i64| id <= 0 || id >= NOBODYS;
                let own = |id: i64| entity.is_some_and(|entity| self.owns(&Created { kind: kind(entity), id }));
                let id = integer(value).or_else(|| prefix(value));
                (!id.is_some_and(|id| nobodys(id) || own(id))).then(|| value.to_string())
            }
        }
    }

    /// Whether a reference to the result of an earlier command leads to a record of the run: to one that the command made,
    /// or to one at the other end of a link of an own record.
    fn own_result(&self, entity: Option<Entity>, text: &str, before: &[(String, Command)]) -> bool {
        let Some((key, path)) = text.strip_prefix("$result[").and_then(|rest| rest.split_once(']')) else {
            return false;
        };
        let Some((at, (_, command))) = before.iter().enumerate().find(|(_, (known, _))| known == key) else {
            return false;
        };
        if made_by(&command.method).is_some() {
            return path.is_empty() && made_by(&command.method) == entity;
        }
        let linked = match Method::parse(&command.method) {
            Some(Method::CrmCompanyContactItemsGet) => Some((Entity::Company, Entity::Contact, "CONTACT_ID")),
            Some(Method::CrmContactCompanyItemsGet) => Some((Entity::Contact, Entity::Company, "COMPANY_ID")),
            _ => None,
        };
        linked.is_some_and(|(owner, other, member)| {
            let id = command.params.iter().find(|(name, _)| name.eq_ignore_ascii_case("id")).map(|(_, id)| id);
            entity == Some(other)
                && path.ends_with(&format!("[{member}]"))
                && id.is_some_and(|id| self.foreign(Some(owner), id, &before[..at]).is_none())
        })
    }
}

/// Whether parameters name records, at any depth.
pub(super) fn refers(params: &Map<String, Value>) -> bool {
    let within = |value: &Value| match value {
        Value::Object(members) => refers(members),
        Value::Array(entries) => entries.iter().filter_map(Value::as_object).any(refers),
        _ => false,
    };
    let is_reference = |name: &String| REFERENCES.iter().any(|(reference, _)| reference.eq_ignore_ascii_case(name));
    params.iter().any(|(name, value)| is_reference(name) || within(value))
}

/// Parameters of a raw body, as a portal may read them.
fn written(body: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(body) {
        Ok(Value::Object(params)) => Some(params),
        _ => php::parse_query(body).ok(),
    }
}

fn writes(method: &str) -> bool {
    Method::parse(method).is_some_and(|method| method.row().effect == Effect::Write)
}

/// The number that PHP takes a text or a truth value for: that of its leading digits.
fn prefix(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(flag) => Some(i64::from(*flag)),
        Value::Number(number) => number.as_f64().map(|number| number as i64),
        Value::String(text) => {
            let text = text.trim_start();
            let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            if digits == 0 { Some(0) } else { text[..digits].parse().ok().or(Some(i64::MAX)) }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
