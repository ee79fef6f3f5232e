//! `list`: the records that meet a filter, page by page.

use b24_contract::integer;
use serde_json::Value;

use super::answer::Related;
use super::select::Selection;
use super::{Kind, filter, optional, value};
use crate::config::Extent;
use crate::dispatch::{Failure, Task};
use crate::envelope::{Page, Reply};
use crate::store::query::{Query, Window};

/// Records on a page.
const PAGE: u64 = 50;
/// Most conditions, and most fields to sort by, that are accepted.
const MOST_KEYS: usize = 500;

/// One page of records. With a negative `start` nothing is counted.
pub(crate) fn list(task: &Task<'_>, kind: &Kind) -> Result<Reply, Failure> {
    let errors = &kind.list;
    let order = optional(task.call.param("order"), errors.order_not_array)?;
    let filter = optional(task.call.param("filter"), errors.filter_not_array)?;
    let select = match task.call.param("select") {
        None | Some(Value::Null) => Vec::new(),
        Some(given) => value::list(given).ok_or(errors.select_not_array)?,
    };
    task.permit(errors.access_denied)?;
    let catalogue = task.catalogue(kind.entity);
    let mut query = Query {
        kind: kind.entity,
        conditions: filter::conditions(catalogue, &filter),
        order: filter::order(catalogue, &order),
    };
    if query.conditions.len() > MOST_KEYS || query.order.len() > MOST_KEYS {
        return Err(errors.failed.into());
    }
    if task.call.extent() == Extent::Own {
        query.conditions.push(filter::assigned_to(task.user()));
    }
    let start = match task.call.param("start") {
        None | Some(Value::Null) => 0,
        Some(Value::String(text)) if text.is_empty() => 0,
        Some(given) => integer(given).ok_or(errors.failed)?,
    };
    // A negative number does not convert: it asks for the first page without a count.
    let counted = u64::try_from(start).ok();
    let offset = counted.unwrap_or(0);
    let records = query.page(task.data, Window { offset, limit: PAGE })?;
    let page = match counted {
        None => Page { total: 0, next: None },
        Some(_) => {
            let total = query.count(task.data)?;
            let next = Some(offset.saturating_add(PAGE)).filter(|next| *next < total);
            Page { total, next }
        }
    };
    let selection = Selection::named(&select);
    let related = Related::of(task.data, catalogue, &records, &selection)?;
    let result = records.iter().map(|record| related.answer(record, &selection)).collect();
    Ok(Reply { result, page: Some(page) })
}
