//! Brings a call to its handler.

use std::sync::Arc;

use b24_contract::generated::error;
use b24_contract::{Effect, Entity, ErrorClause, Method};
use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;

use crate::call::Call;
use crate::catalogue::Catalogue;
use crate::clock::Moment;
use crate::config::Extent;
use crate::envelope::Reply;
use crate::methods::{company, contact, link, record, system};
use crate::store::{Store, entity};

/// One call in the hands of its handler.
pub(crate) struct Task<'a> {
    /// The call.
    pub(crate) call: &'a Call,
    /// The data; inside a transaction when the method writes.
    pub(crate) data: &'a Connection,
    /// When the handler began.
    pub(crate) now: Moment,
}

/// One call in the hands of a handler that needs no data.
pub(crate) struct Inquiry<'a> {
    /// The call.
    pub(crate) call: &'a Call,
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

/// What a method's handler works with.
enum Handler {
    /// The caller and the portal itself. It never waits for data.
    Portal(fn(&Inquiry<'_>) -> Outcome),
    /// A few records.
    Record(fn(&Task<'_>) -> Outcome),
    /// As many records as there are, of which it gives a page.
    List(fn(&Task<'_>) -> Result<Reply, Failure>),
}

/// Brings a call to its handler, where it holds nobody up who does not need the same data.
pub(crate) async fn run(
    store: &Store,
    method: Method,
    call: &Arc<Call>,
    now: Moment,
) -> Result<Reply, &'static ErrorClause> {
    let handled = Arc::clone(call);
    let work = move |data: &mut Connection| Ok(dispatch(data, method, &handled, now));
    let done = match handler(method) {
        Handler::Portal(handle) => Ok(inquire(handle, method, call, now)),
        Handler::Record(_) => store.run(work).await,
        Handler::List(_) => store.run_long(work).await,
    };
    done.unwrap_or(Err(&error::SYSTEM_INTERNAL_SERVER_ERROR))
}

/// Runs a call's handler. A method that writes does all of its work or none.
pub(crate) fn dispatch(
    data: &mut Connection,
    method: Method,
    call: &Call,
    now: Moment,
) -> Result<Reply, &'static ErrorClause> {
    match handler(method) {
        Handler::Portal(handle) => inquire(handle, method, call, now),
        Handler::Record(handle) => with_data(|task| handle(task).map(Reply::from), data, method, call, now),
        Handler::List(handle) => with_data(handle, data, method, call, now),
    }
}

fn inquire(
    handle: fn(&Inquiry<'_>) -> Outcome,
    method: Method,
    call: &Call,
    now: Moment,
) -> Result<Reply, &'static ErrorClause> {
    handle(&Inquiry { call, now }).map(Reply::from).map_err(|failure| failure.clause(method))
}

fn with_data(
    handle: impl Fn(&Task<'_>) -> Result<Reply, Failure>,
    data: &mut Connection,
    method: Method,
    call: &Call,
    now: Moment,
) -> Result<Reply, &'static ErrorClause> {
    let outcome = match method.row().effect {
        Effect::Read => handle(&Task { call, data, now }),
        Effect::Write => write(handle, data, call, now),
    };
    outcome.map_err(|failure| failure.clause(method))
}

fn write(
    handle: impl Fn(&Task<'_>) -> Result<Reply, Failure>,
    data: &mut Connection,
    call: &Call,
    now: Moment,
) -> Result<Reply, Failure> {
    let transaction = data.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let reply = handle(&Task { call, data: &transaction, now })?;
    transaction.commit()?;
    Ok(reply)
}

fn handler(method: Method) -> Handler {
    use Handler::{List, Portal, Record};
    match method {
        Method::AccessName => Portal(system::access_name),
        Method::AppInfo => Portal(system::app_info),
        // A batch runs in the pipe; one that gets here was inside another.
        Method::Batch => Portal(|_| Err((&error::SYSTEM_BATCH_METHOD_NOT_ALLOWED).into())),
        Method::CrmCompanyAdd => Record(|task| record::add(task, &company::COMPANY)),
        Method::CrmCompanyContactAdd => Record(|task| link::add(task, &link::OF_COMPANY)),
        Method::CrmCompanyContactDelete => Record(|task| link::delete(task, &link::OF_COMPANY)),
        Method::CrmCompanyContactFields => Record(|_| link::fields(&link::OF_COMPANY)),
        Method::CrmCompanyContactItemsDelete => Record(|task| link::items_delete(task, &link::OF_COMPANY)),
        Method::CrmCompanyContactItemsGet => Record(|task| link::items_get(task, &link::OF_COMPANY)),
        Method::CrmCompanyContactItemsSet => Record(|task| link::items_set(task, &link::OF_COMPANY)),
        Method::CrmCompanyDelete => Record(|task| record::delete(task, &company::COMPANY)),
        Method::CrmCompanyFields => Record(|task| record::fields(task, &company::COMPANY)),
        Method::CrmCompanyGet => Record(|task| record::get(task, &company::COMPANY)),
        Method::CrmCompanyList => List(|task| record::list(task, &company::COMPANY)),
        Method::CrmCompanyUpdate => Record(|task| record::update(task, &company::COMPANY)),
        Method::CrmContactAdd => Record(|task| record::add(task, &contact::CONTACT)),
        Method::CrmContactCompanyAdd => Record(|task| link::add(task, &link::OF_CONTACT)),
        Method::CrmContactCompanyDelete => Record(|task| link::delete(task, &link::OF_CONTACT)),
        Method::CrmContactCompanyFields => Record(|_| link::fields(&link::OF_CONTACT)),
        Method::CrmContactCompanyItemsDelete => Record(|task| link::items_delete(task, &link::OF_CONTACT)),
        Method::CrmContactCompanyItemsGet => Record(|task| link::items_get(task, &link::OF_CONTACT)),
        Method::CrmContactCompanyItemsSet => Record(|task| link::items_set(task, &link::OF_CONTACT)),
        Method::CrmContactDelete => Record(|task| record::delete(task, &contact::CONTACT)),
        Method::CrmContactFields => Record(|task| record::fields(task, &contact::CONTACT)),
        Method::CrmContactGet => Record(|task| record::get(task, &contact::CONTACT)),
        Method::CrmContactList => List(|task| record::list(task, &contact::CONTACT)),
        Method::CrmContactUpdate => Record(|task| record::update(task, &contact::CONTACT)),
        Method::FeatureGet => Portal(system::feature_get),
        Method::MethodGet => Portal(system::method_get),
        Method::Methods => Portal(system::methods),
        Method::Profile => Portal(system::profile),
        Method::Scope => Portal(system::scope),
        Method::ServerTime => Portal(system::server_time),
        Method::UserAccess => Portal(system::user_access),
        Method::UserAdmin => Portal(system::user_admin),
        Method::UserCurrent => Portal(system::user_current),
    }
}

impl Task<'_> {
    /// The fields of a kind of record.
    pub(crate) fn catalogue(&self, kind: Entity) -> Catalogue<'_> {
        Catalogue::of(kind, &self.call.settings.config.custom_fields)
    }

    /// Id of the user who calls.
    pub(crate) fn user(&self) -> i64 {
        i64::try_from(self.call.caller.user.id).unwrap_or(i64::MAX)
    }

    /// Refuses with `denied` a user who has the right that the method needs on no record.
    pub(crate) fn permit(&self, denied: &'static ErrorClause) -> Result<(), Failure> {
        if self.call.extent() == Extent::None { Err(denied.into()) } else { Ok(()) }
    }

    /// Refuses with `denied` a user who does not have the right that the method needs on a record. Whoever has it on own
    /// records only is refused a record that does not exist as well, and cannot tell it from somebody else's.
    pub(crate) fn permit_on(&self, kind: Entity, id: i64, denied: &'static ErrorClause) -> Result<(), Failure> {
        let permitted = match self.call.extent() {
            Extent::None => false,
            Extent::Own => entity::is_assigned_to(self.data, kind, id, self.user())?,
            Extent::All => true,
        };
        if permitted { Ok(()) } else { Err(denied.into()) }
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
        let clause =
            dispatch(&mut data, Method::CrmCompanyContactItemsGet, &call, crate::clock::Clock::new(None).now())
                .expect_err("no table");
        assert_eq!(clause.id, "system/internal-server-error");
    }
}
