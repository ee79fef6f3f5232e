//! How the bytes of an answer leave: all at once, in pieces, some of them, or none.

use std::future::Future;
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame};

use crate::arrival::Arrival;

/// How the bytes of an answer leave.
pub(super) enum Leaving {
    /// All of them at once.
    Whole,
    /// Those that there are, after a promise of so many.
    Cut { length: usize },
    /// So many at a time, with a pause before each piece.
    Drip { bytes: usize, pause: Duration },
    /// None; the connection is closed.
    Close,
    /// None; the connection is reset.
    Reset,
}

type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;
type Next = Poll<Option<Result<Frame<Bytes>, Error>>>;

/// A body that breaks before its first byte: the server gives the connection up without having sent the head.
pub(super) struct Never;

/// A body that breaks as soon as what there is of it has been sent.
pub(super) struct Cut {
    rest: Bytes,
    arrival: Arrival,
    sent: Option<Waiting>,
}

/// A body that comes in pieces.
pub(super) struct Drip {
    rest: Bytes,
    bytes: usize,
    pause: Duration,
    arrival: Arrival,
    waiting: Waiting,
}

impl Cut {
    pub(super) fn new(rest: Bytes, arrival: Arrival) -> Self {
        Self { rest, arrival, sent: None }
    }
}

impl Drip {
    pub(super) fn new(rest: Bytes, bytes: usize, pause: Duration, arrival: Arrival) -> Self {
        let waiting = wait(&arrival, pause);
        Self { rest, bytes, pause, arrival, waiting }
    }
}

impl Body for Never {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Next {
        broken()
    }
}

impl Body for Cut {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Next {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.rest)))));
        }
        // The server sends what it has only when there is nothing more at the moment.
        let arrival = self.arrival.clone();
        let sent = self.sent.get_or_insert_with(|| Box::pin(async move { arrival.flushed().await }));
        ready!(sent.as_mut().poll(context));
        broken()
    }
}

impl Body for Drip {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Next {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.waiting.as_mut().poll(context));
        self.waiting = wait(&self.arrival, self.pause);
        let piece = self.bytes.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }
}

fn wait(arrival: &Arrival, pause: Duration) -> Waiting {
    let arrival = arrival.clone();
    Box::pin(async move { arrival.pause(pause).await })
}

fn broken() -> Next {
    Poll::Ready(Some(Err(Error::new(ErrorKind::ConnectionAborted, "a fault ends the connection here"))))
}
