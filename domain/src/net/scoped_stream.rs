//! A connection that a `ScopedConnector` made, with or without TLS.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::{CertificateReport, traffic::CountedStream};

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// Bytes to and from a target.
pub struct ScopedStream {
    inner: Box<dyn Duplex>,
    certificate: Option<CertificateReport>,
}

impl ScopedStream {
    pub(super) fn plain(stream: CountedStream) -> Self {
        Self {
            inner: Box::new(stream),
            certificate: None,
        }
    }

    pub(super) fn tls(stream: TlsStream<CountedStream>, certificate: CertificateReport) -> Self {
        Self {
            inner: Box::new(stream),
            certificate: Some(certificate),
        }
    }

    /// What is known about the target's certificate; none without TLS.
    #[must_use]
    pub const fn certificate(&self) -> Option<&CertificateReport> {
        self.certificate.as_ref()
    }
}

impl fmt::Debug for ScopedStream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ScopedStream")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

impl AsyncRead for ScopedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for ScopedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
