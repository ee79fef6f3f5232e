//! A connection that can end by a reset, and tells when everything was sent.

use std::io::{IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::arrival::Arrival;

/// A TCP connection. When its [`Arrival`] is reset, it ends by RST: the peer sees an error, not an end.
pub(super) struct Socket {
    stream: TcpStream,
    arrival: Arrival,
}

impl Socket {
    /// Takes a connection over.
    pub(super) fn new(stream: TcpStream, arrival: Arrival) -> Self {
        Self { stream, arrival }
    }

    /// The connection itself.
    pub(super) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    fn inner(self: Pin<&mut Self>) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.get_mut().stream)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if !self.arrival.is_reset() {
            return;
        }
        if let Err(problem) = self.stream.set_zero_linger() {
            tracing::debug!(%problem, "a connection could not be reset");
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        self.inner().poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.inner().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.inner().poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = ready!(Pin::new(&mut self.stream).poll_flush(context));
        self.arrival.note_flush();
        Poll::Ready(flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        if self.arrival.is_reset() {
            // A farewell would come before the reset.
            return Poll::Ready(Ok(()));
        }
        self.inner().poll_shutdown(context)
    }
}
