//! Lists of records: what is asked for, and how it is read page by page.

mod order;
mod paging;
mod stream;

use std::fmt;
use std::pin::Pin;

use b24_contract::Method;
use serde_json::Map;

pub(crate) use order::Order;
pub use stream::RecordStream;

use crate::{Answer, Error, Filter, Portal};
use order::Direction;

/// A list of records, made by [`Companies::list`](crate::Companies::list) or [`Contacts::list`](crate::Contacts::list).
/// Nothing is sent until it is read.
///
/// ```no_run
/// # async fn example(portal: b24_client::Portal) -> Result<(), b24_client::Error> {
/// use b24_client::Filter;
///
/// let mut customers = portal
///     .companies()
///     .list()
///     .filter(Filter::new().equal("COMPANY_TYPE", "CUSTOMER").at_least("DATE_CREATE", "2025-01-01"))
///     .select(["TITLE", "PHONE"])
///     .stream();
/// while let Some(company) = customers.next().await {
///     println!("{}", company?.title.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until it is read"]
pub struct List<R: 'static> {
    portal: Portal,
    source: &'static Source<R>,
    query: Query,
}

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    pub(crate) select: Vec<String>,
    /// Records to pass over; -1 for not counting any.
    pub(crate) start: i64,
}

/// A page on its way.
pub(crate) type Fetch<R> = Pin<Box<dyn Future<Output = Result<Answer<Vec<R>>, Error>> + Send>>;

/// Where the records of a list come from.
pub(crate) struct Source<R> {
    pub(crate) method: Method,
    pub(crate) fetch: fn(Portal, Query) -> Fetch<R>,
    pub(crate) id: fn(&R) -> i64,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<R> {
    /// The records, up to 50.
    pub records: Vec<R>,
    /// Number of records on all pages.
    pub total: Option<i64>,
    /// Start of the next page, where there is one.
    pub next: Option<i64>,
}

impl<R> List<R> {
    pub(crate) fn new(portal: Portal, source: &'static Source<R>) -> Self {
        Self { portal, source, query: Query::default() }
    }

    /// Only records that meet these conditions, besides those of earlier calls.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.query.filter = self.query.filter.and(filter);
        self
    }

    /// Sorts by a field, the smallest value first; by one more where earlier ones are equal. Without an order, records
    /// come by ascending id.
    pub fn order_by(mut self, field: impl Into<String>) -> Self {
        self.query.order.push(field.into(), Direction::Ascending);
        self
    }

    /// Sorts by a field, the greatest value first; by one more where earlier ones are equal.
    pub fn order_by_descending(mut self, field: impl Into<String>) -> Self {
        self.query.order.push(field.into(), Direction::Descending);
        self
    }

    /// Only these members of the records, besides those of earlier calls; the id is always among them. `*` stands for
    /// all but custom and multiple fields, `UF_*` for custom ones. Without a selection both are read. Multifields such
    /// as `PHONE` must be named.
    pub fn select(mut self, members: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.query.select.extend(members.into_iter().map(Into::into));
        self
    }

    /// All records, one after the other, in as many calls of 50 as it takes. No more than one page is in memory;
    /// dropping the stream ends it, and after an error it is at its end.
    ///
    /// In the order of ids, ascending or descending, a page is asked for by the last id of the one before. Nothing is
    /// counted, so that this is fast on the largest portals, and no record that exists throughout is missed or repeated
    /// while others come and go. In any other order pages are asked for by their position: a record may then be missed
    /// or repeated when the data change between two calls. Records that are equal in that order follow each other by id.
    ///
    /// # Errors
    ///
    /// As an item of the stream: [`Error::Paging`] where the portal does not move on from page to page or leaves some
    /// out, [`Error::Refused`] where the user may not read such records, and whatever can happen to a call.
    #[must_use = "nothing is sent until it is polled"]
    pub fn stream(self) -> RecordStream<R> {
        RecordStream::new(self.portal, self.source, self.query)
    }

    /// All records at once. For lists of unknown length a [`stream`](Self::stream) needs less memory.
    ///
    /// # Errors
    ///
    /// The first one of the stream.
    pub async fn all(self) -> Result<Vec<R>, Error> {
        let mut stream = self.stream();
        let mut records = Vec::new();
        while let Some(record) = stream.next().await {
            records.push(record?);
        }
        Ok(records)
    }

    /// The page that begins after `start` records; with -1, the first page without counting anything. It can be called
    /// again when the answer was lost.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the user may not read such records, and whatever can happen to a call.
    pub async fn page(&self, start: i64) -> Result<Page<R>, Error> {
        let answer = self.fetch(Query { start, ..self.query.clone() }).await?;
        Ok(Page { records: answer.result, total: answer.total, next: answer.next })
    }

    /// Number of records that meet the conditions. It can be called again when the answer was lost.
    ///
    /// # Errors
    ///
    /// [`Error::Paging`] where the portal does not tell, [`Error::Refused`] where the user may not read such records,
    /// and whatever can happen to a call.
    pub async fn count(&self) -> Result<i64, Error> {
        let query = Query { filter: self.query.filter.clone(), select: vec!["ID".to_owned()], ..Query::default() };
        let total = self.fetch(query).await?.total;
        total.ok_or_else(|| self.source.error("the portal does not say how many records there are"))
    }

    async fn fetch(&self, query: Query) -> Result<Answer<Vec<R>>, Error> {
        self.source.page(&self.portal, query).await
    }
}

impl<R> Source<R> {
    /// One page. Where no record can meet the conditions, the portal is not asked.
    fn page(&self, portal: &Portal, query: Query) -> Fetch<R> {
        if query.filter.is_impossible() {
            return Box::pin(async {
                Ok(Answer { result: Vec::new(), time: None, total: Some(0), next: None, extra: Map::new() })
            });
        }
        (self.fetch)(portal.clone(), query)
    }

    fn error(&self, problem: &'static str) -> Error {
        Error::Paging { method: self.method.name(), problem }
    }
}

impl<R> Clone for List<R> {
    fn clone(&self) -> Self {
        Self { portal: self.portal.clone(), source: self.source, query: self.query.clone() }
    }
}

impl<R> fmt::Debug for List<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.source.method.name();
        f.debug_struct("List").field("method", &method).field("query", &self.query).finish_non_exhaustive()
    }
}
