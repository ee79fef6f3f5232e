//! The records of a list as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::paging::{Paging, Turn};
use super::{Fetch, Query, Source};
use crate::{Answer, Error, Portal};

/// The records of a list, made by [`List::stream`](crate::List::stream).
#[must_use = "nothing is sent until it is polled"]
pub struct RecordStream<R: 'static> {
    portal: Portal,
    source: &'static Source<R>,
    query: Query,
    paging: Paging,
    page: Option<Fetch<R>>,
    records: vec::IntoIter<R>,
}

impl<R> RecordStream<R> {
    pub(super) fn new(portal: Portal, source: &'static Source<R>, mut query: Query) -> Self {
        let paging = Paging::begin(&mut query);
        Self { portal, source, query, paging, page: None, records: Vec::new().into_iter() }
    }

    /// The next record; `None` at the end. The same as `next` of the crates that extend [`Stream`].
    ///
    /// # Errors
    ///
    /// See [`List::stream`](crate::List::stream).
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Takes a page and prepares for the next one.
    fn turn(&mut self, answer: Answer<Vec<R>>) -> Result<(), Error> {
        let Answer { result: mut records, total, next, .. } = answer;
        let page = Turn { ids: records.iter().map(self.source.id).collect(), total, next };
        if let Paging::ById { .. } = self.paging {
            records.dedup_by_key(|record| (self.source.id)(record));
        }
        let paging = std::mem::replace(&mut self.paging, Paging::Finished);
        self.paging = paging.turn(&mut self.query, &page).map_err(|problem| self.source.error(problem))?;
        self.records = records.into_iter();
        Ok(())
    }
}

/// Records are moved out, never pinned.
impl<R> Unpin for RecordStream<R> {}

impl<R> Stream for RecordStream<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(record) = this.records.next() {
                return Poll::Ready(Some(Ok(record)));
            }
            if this.paging == Paging::Finished {
                return Poll::Ready(None);
            }
            let page = this.page.get_or_insert_with(|| this.source.page(&this.portal, this.query.clone()));
            let answer = ready!(page.as_mut().poll(context));
            this.page = None;
            if let Err(error) = answer.and_then(|answer| this.turn(answer)) {
                this.paging = Paging::Finished;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let ready = self.records.len();
        (ready, (self.paging == Paging::Finished).then_some(ready))
    }
}

impl<R> fmt::Debug for RecordStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.source.method.name();
        f.debug_struct("RecordStream").field("method", &method).field("query", &self.query).finish_non_exhaustive()
    }
}
