//! What a scan step did on the network, counted where it happens: below TLS, so that hostile bodies and handshakes count too.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    pub bytes_received: u64,
    pub bytes_sent: u64,
    /// Connections that were tried.
    pub connects: u32,
    /// Connections that scope or policy refused; no packet left for them.
    pub blocked_connects: u32,
}

impl Traffic {
    /// What happened since an earlier moment.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self {
            bytes_received: self.bytes_received.saturating_sub(earlier.bytes_received),
            bytes_sent: self.bytes_sent.saturating_sub(earlier.bytes_sent),
            connects: self.connects.saturating_sub(earlier.connects),
            blocked_connects: self
                .blocked_connects
                .saturating_sub(earlier.blocked_connects),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    bytes_received: AtomicU64,
    bytes_sent: AtomicU64,
    connects: AtomicU32,
    blocked_connects: AtomicU32,
}

impl Tally {
    pub(super) fn snapshot(&self) -> Traffic {
        Traffic {
            bytes_received: self.bytes_received.load(Ordering::Relaxed),
            bytes_sent: self.bytes_sent.load(Ordering::Relaxed),
            connects: self.connects.load(Ordering::Relaxed),
            blocked_connects: self.blocked_connects.load(Ordering::Relaxed),
        }
    }

    pub(super) fn connecting(&self) {
        self.connects.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn blocked(&self) {
        self.blocked_connects.fetch_add(1, Ordering::Relaxed);
    }
}

/// A TCP stream that counts its bytes.
#[derive(Debug)]
pub(super) struct CountedStream {
    inner: TcpStream,
    tally: Arc<Tally>,
}

impl CountedStream {
    pub(super) fn new(inner: TcpStream, tally: Arc<Tally>) -> Self {
        Self { inner, tally }
    }
}

fn add(counter: &AtomicU64, bytes: usize) {
    counter.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
}

impl AsyncRead for CountedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
        add(
            &self.tally.bytes_received,
            buffer.filled().len().saturating_sub(before),
        );
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for CountedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.inner).poll_write(context, bytes))?;
        add(&self.tally.bytes_sent, written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
