//! A body that is copied while it passes.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::budget::Share;

/// How far a copy came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fate {
    /// The body is still on its way, or was given up by whoever reads it.
    #[default]
    Unfinished,
    /// All of it is there.
    Whole,
    /// It is longer than what is judged.
    TooLong,
    /// There was no memory left for it.
    NoRoom,
    /// The sender broke off.
    Broken,
}

/// The copy of a body.
#[derive(Debug)]
pub(super) struct Copy {
    /// What has passed so far, up to the limit.
    pub(super) bytes: Vec<u8>,
    /// How far it came.
    pub(super) fate: Fate,
    longest: usize,
    share: Share,
}

/// A copy that a body still writes to.
#[derive(Debug, Clone)]
pub(super) struct Shared(Arc<Mutex<Copy>>);

impl Shared {
    /// An empty copy of at most `longest` bytes.
    pub(super) fn new(longest: usize, share: Share) -> Self {
        Self(Arc::new(Mutex::new(Copy { bytes: Vec::new(), fate: Fate::Unfinished, longest, share })))
    }

    /// Looks at the copy, or changes it.
    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Copy) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Copy {
    fn add(&mut self, data: &[u8]) {
        if self.fate != Fate::Unfinished {
            return;
        }
        if self.bytes.len() + data.len() > self.longest {
            self.give_up(Fate::TooLong);
        } else if !self.share.grow(data.len()) {
            self.give_up(Fate::NoRoom);
        } else {
            self.bytes.extend_from_slice(data);
        }
    }

    fn end(&mut self, fate: Fate) {
        if self.fate == Fate::Unfinished {
            self.fate = fate;
        }
    }

    fn give_up(&mut self, fate: Fate) {
        self.fate = fate;
        self.bytes = Vec::new();
        self.share.clear();
    }
}

/// A body that leaves a copy behind, and tells when it ended or was dropped.
pub(super) struct Copied<B, F: FnOnce()> {
    inner: B,
    copy: Shared,
    on_end: Option<F>,
}

impl<B: Body<Data = Bytes>, F: FnOnce()> Copied<B, F> {
    /// Copies a body.
    pub(super) fn new(inner: B, copy: Shared, on_end: F) -> Self {
        if inner.is_end_stream() {
            copy.with(|copy| copy.end(Fate::Whole));
        }
        Self { inner, copy, on_end: Some(on_end) }
    }
}

impl<B: Body<Data = Bytes> + Unpin, F: FnOnce() + Unpin> Body for Copied<B, F> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.inner).poll_frame(context));
        this.copy.with(|copy| {
            match &frame {
                Some(Ok(frame)) => frame.data_ref().into_iter().for_each(|data| copy.add(data)),
                Some(Err(_)) => copy.end(Fate::Broken),
                None => copy.end(Fate::Whole),
            }
            if this.inner.is_end_stream() {
                // Nobody asks a body again that has said how long it is.
                copy.end(Fate::Whole);
            }
        });
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B, F: FnOnce()> Drop for Copied<B, F> {
    fn drop(&mut self) {
        if let Some(on_end) = self.on_end.take() {
            on_end();
        }
    }
}
