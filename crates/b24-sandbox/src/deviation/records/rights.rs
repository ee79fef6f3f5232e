//! Deviations of what users may do with records.

use b24_contract::generated::error;
use b24_contract::{Method, Permission, Right};
use serde_json::Value;

use super::behind::trusted;
use super::kind::{Kind, error_of};
use crate::call::Answer;
use crate::config::Extent;
use crate::deviation::way;
use crate::deviation::{Deed, Deviation};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let writing = [("add", kind.add), ("update", kind.update), ("delete", kind.delete)];
    let reading = [("get", kind.get), ("list", kind.list)];
    let shaped = [("add", kind.add, "fields"), ("list", kind.list, "order")];
    let reader_writes = writing.map(|(verb, method)| {
        let says = "Whoever may read records may also write them.";
        kind.breaks(
            &format!("{verb}/reader"),
            "may-write",
            says,
            as_if_permitted(method, move |rights| rights(Right::Read)),
        )
    });
    let editor_reads = reading.map(|(verb, method)| {
        let says = "Whoever may not change records may not read them either.";
        kind.breaks(&format!("{verb}/reader"), "refused", says, refusing_readers(kind, method))
    });
    let ignored = writing.into_iter().chain(reading).map(|(verb, method)| {
        let says = "The user's rights are not looked at.";
        kind.breaks(&format!("{verb}/access-denied"), "rights-ignored", says, as_if_permitted(method, |_| true))
    });
    let shapes = shaped.map(|(verb, method, name)| {
        let says = format!("A text as `{name}` is a fault of the portal.");
        let deed = way::refuses([method], &error::SYSTEM_INTERNAL_SERVER_ERROR, move |params| {
            params.get(name).is_some_and(Value::is_string)
        });
        kind.breaks(&format!("{verb}/shape-before-rights"), "fails-inside", &says, deed)
    });
    reader_writes.into_iter().chain(editor_reads).chain(ignored).chain(shapes).collect()
}

/// Callers whose rights give reason to may do everything.
fn as_if_permitted(
    method: Method,
    reason: impl Fn(&dyn Fn(Right) -> bool) -> bool + Send + Sync + 'static,
) -> impl Deed {
    way::calls([method], move |call| {
        let entity = call.method.contract().and_then(|method| method.row().permission).map(|needed| needed.entity);
        let rights = call.caller.user.rights;
        let has = |right| entity.is_some_and(|entity| rights.extent(Permission { entity, right }) != Extent::None);
        if reason(&has) {
            *call = trusted(call);
        }
    })
}

/// Readers who may not change anything are refused.
fn refusing_readers(kind: Kind, method: Method) -> impl Deed {
    let editing = Permission { entity: kind.entity, right: Right::Edit };
    way::rewrites([method], move |call, next| {
        if call.caller.user.rights.extent(editing) == Extent::None {
            Box::pin(std::future::ready(Answer::error(error_of(method, "access-denied"))))
        } else {
            Box::pin(next.run(call))
        }
    })
}
