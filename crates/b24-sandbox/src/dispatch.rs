//! Brings a call to its handler.

use b24_contract::generated::error;
use b24_contract::{Effect, Entity, ErrorClause, Method};
use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;

use crate::call::Call;
use crate::clock::Moment;
use crate::envelope::Reply;
use crate::methods::{company, contact, link, record, system};

/// One call in the hands of its handler.
pub(crate) struct Task<'a> {
    /// The call.
    pub(crate) call: &'a Call,
    /// The data; inside a transaction when the method writes.
    pub(crate) data: &'a Connection,
    /// When the handler began.
    pub(crate) now: Moment,
}

/// Why a handler gave no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the contract.
    Clause(&'static ErrorClause),
    /// The database failed.
    Data(rusqlite::Error),
}

/// The member `result` of a successful answer.
pub(crate) type Outcome = Result<Value, Failure>;

/// Runs a call's handler. A method that writes does all of its work or none.
pub(crate) fn dispatch(data: &mut Connection, call: &Call, now: Moment) -> Result<Reply, &'static ErrorClause> {
    let outcome = match call.method.row().effect {
        Effect::Read => handle(&Task { call, data, now }),
        Effect::Write => write(data, call, now),
    };
    outcome.map_err(|failure| failure.clause(call.method))
}

fn write(data: &mut Connection, call: &Call, now: Moment) -> Result<Reply, Failure> {
    let transaction = data.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let reply = handle(&Task { call, data: &transaction, now })?;
    transaction.commit()?;
    Ok(reply)
}

/// A handler gives an [`Outcome`]; one that gives pages returns a [`Reply`] of its own.
fn handle(task: &Task<'_>) -> Result<Reply, Failure> {
    let result = match task.call.method {
        Method::AccessName => system::access_name(task),
        Method::AppInfo => system::app_info(task),
        // A batch runs in the pipe; one that gets here was inside another.
        Method::Batch => Err((&error::SYSTEM_BATCH_METHOD_NOT_ALLOWED).into()),
        Method::CrmCompanyAdd => record::add(task, &company::COMPANY),
        Method::CrmCompanyContactAdd => link::add(task, &link::OF_COMPANY),
        Method::CrmCompanyContactDelete => link::delete(task, &link::OF_COMPANY),
        Method::CrmCompanyContactFields => link::fields(&link::OF_COMPANY),
        Method::CrmCompanyContactItemsDelete => link::items_delete(task, &link::OF_COMPANY),
        Method::CrmCompanyContactItemsGet => link::items_get(task, &link::OF_COMPANY),
        Method::CrmCompanyContactItemsSet => link::items_set(task, &link::OF_COMPANY),
        Method::CrmCompanyDelete => record::delete(task, &company::COMPANY),
        Method::CrmCompanyFields => record::fields(Entity::Company),
        Method::CrmCompanyGet => record::get(task, &company::COMPANY),
        Method::CrmCompanyList => return record::list(task, &company::COMPANY),
        Method::CrmCompanyUpdate => record::update(task, &company::COMPANY),
        Method::CrmContactAdd => record::add(task, &contact::CONTACT),
        Method::CrmContactCompanyAdd => link::add(task, &link::OF_CONTACT),
        Method::CrmContactCompanyDelete => link::delete(task, &link::OF_CONTACT),
        Method::CrmContactCompanyFields => link::fields(&link::OF_CONTACT),
        Method::CrmContactCompanyItemsDelete => link::items_delete(task, &link::OF_CONTACT),
        Method::CrmContactCompanyItemsGet => link::items_get(task, &link::OF_CONTACT),
        Method::CrmContactCompanyItemsSet => link::items_set(task, &link::OF_CONTACT),
        Method::CrmContactDelete => record::delete(task, &contact::CONTACT),
        Method::CrmContactFields => record::fields(Entity::Contact),
        Method::CrmContactGet => record::get(task, &contact::CONTACT),
        Method::CrmContactList => return record::list(task, &contact::CONTACT),
        Method::CrmContactUpdate => record::update(task, &contact::CONTACT),
        Method::FeatureGet => system::feature_get(task),
        Method::MethodGet => system::method_get(task),
        Method::Methods => system::methods(task),
        Method::Profile => system::profile(task),
        Method::Scope => system::scope(task),
        Method::ServerTime => system::server_time(task),
        Method::UserAccess => system::user_access(task),
        Method::UserAdmin => system::user_admin(task),
        Method::UserCurrent => system::user_current(task),
    };
    result.map(Reply::from)
}

impl Task<'_> {
    /// Refuses with `denied` a user who does not have the right that the method needs.
    pub(crate) fn permit(&self, denied: &'static ErrorClause) -> Result<(), Failure> {
        if self.call.permitted() { Ok(()) } else { Err(Failure::Clause(denied)) }
    }
}

impl Failure {
    /// The error that the caller gets to see.
    fn clause(self, method: Method) -> &'static ErrorClause {
        match self {
            Failure::Clause(clause) => clause,
            Failure::Data(problem) => {
                tracing::error!(%method, %problem, "the database failed");
                let full = problem.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
                let documented = method.row().errors.iter().find(|own| full && own.id.ends_with("/disk-exhausted"));
                documented.unwrap_or(&&error::SYSTEM_INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl From<&'static ErrorClause> for Failure {
    fn from(clause: &'static ErrorClause) -> Self {
        Failure::Clause(clause)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(problem: rusqlite::Error) -> Self {
        Failure::Data(problem)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::methods::testing::{call, run};
    use crate::store::fresh;

    #[test]
    fn a_full_disk_is_told_as_documented_and_changes_nothing() {
        let mut data = fresh();
        let contact = run(&mut data, Method::CrmContactAdd, json!({ "fields": { "NAME": "A" } })).expect("added");
        let pages: i64 = data.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a number");
        data.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("a limit");
        let large = json!({ "fields": { "NAME": "A", "COMMENTS": "x".repeat(100_000) } });
        assert_eq!(run(&mut data, Method::CrmContactAdd, large.clone()), Err("crm.contact.add/disk-exhausted"));
        assert_eq!(run(&mut data, Method::CrmCompanyAdd, large.clone()), Err("crm.company.add/disk-exhausted"));
        let change = json!({ "id": contact, "fields": large["fields"] });
        assert_eq!(run(&mut data, Method::CrmContactUpdate, change), Err("crm.contact.update/disk-exhausted"));
        let unchanged = run(&mut data, Method::CrmContactGet, json!({ "id": contact })).expect("a contact");
        assert_eq!(unchanged["COMMENTS"], json!(null));
        let stored: i64 = data.query_row("SELECT count(*) FROM entity", [], |row| row.get(0)).expect("a number");
        assert_eq!(stored, 1);
    }

    #[test]
    fn a_broken_database_is_an_internal_error() {
        let mut data = fresh();
        data.execute_batch("DROP TABLE link").expect("dropped");
        let call = call(Method::CrmCompanyContactItemsGet, json!({ "id": 32 }));
        let clause = dispatch(&mut data, &call, crate::clock::Clock::new(None).now()).expect_err("no table");
        assert_eq!(clause.id, "system/internal-server-error");
    }
}
