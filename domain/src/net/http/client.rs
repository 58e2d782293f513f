//! One request, one answer, over a `ScopedConnector`.

use tokio::{
    io::AsyncWriteExt,
    time::{Instant, timeout_at},
};

use super::{
    Body, BodyEnd, HttpError, HttpLimits, Method, RequestPath, Response, ResponseHead, WebEndpoint,
    body::{Framing, read_body},
    inbound::Inbound,
    request::request_text,
};
use crate::net::{CertificateReport, CertificateTrust, Scheme, ScopedConnector, ScopedStream};

/// `100 Continue` and `103 Early Hints` come once or twice; a server that sends them forever wants to keep us.
const MAX_INTERIM_HEADS: usize = 8;

/// A client for one scan step.
#[derive(Clone, Debug)]
pub struct HttpClient<'a> {
    pub(super) connector: &'a ScopedConnector,
    limits: HttpLimits,
    trust: CertificateTrust,
}

impl<'a> HttpClient<'a> {
    /// A client that talks to a target whatever its certificate is.
    #[must_use]
    pub fn new(connector: &'a ScopedConnector, limits: HttpLimits) -> Self {
        Self {
            connector,
            limits,
            trust: CertificateTrust::Recorded,
        }
    }

    #[must_use]
    pub fn with_trust(mut self, trust: CertificateTrust) -> Self {
        self.trust = trust;
        self
    }

    #[must_use]
    pub const fn connector(&self) -> &ScopedConnector {
        self.connector
    }

    /// Sends one request and reads the answer as far as the limits let it. A redirect is an answer like another.
    pub async fn send(
        &self,
        method: Method,
        endpoint: &WebEndpoint,
        path: &RequestPath,
    ) -> Result<Response, HttpError> {
        let request = request_text(method, endpoint, path);
        let (head, body, certificate) = self.talk(endpoint, method, request.as_bytes()).await?;
        let (endpoint, path) = (endpoint.clone(), path.clone());
        Ok(Response {
            endpoint,
            path,
            head,
            body,
            certificate,
            hops: 0,
        })
    }

    /// Connects, sends the bytes of a request, and reads the answer to what `method` has for an answer.
    pub(super) async fn talk(
        &self,
        endpoint: &WebEndpoint,
        method: Method,
        request: &[u8],
    ) -> Result<(ResponseHead, Body, Option<CertificateReport>), HttpError> {
        let mut stream = match endpoint.scheme {
            Scheme::Http => self.connector.connect(&endpoint.target).await?,
            Scheme::Https => {
                self.connector
                    .connect_tls(&endpoint.target, self.trust)
                    .await?
            }
        };
        let certificate = stream.certificate().cloned();
        let exchange = self.exchange(&mut stream, method, request);
        let guarded = self.connector.stop().guard(exchange).await;
        let (head, body) = guarded.map_err(|stopped| HttpError::Connect(stopped.into()))??;
        Ok((head, body, certificate))
    }

    /// The head must come within the deadline; the body may be cut by it.
    async fn exchange(
        &self,
        stream: &mut ScopedStream,
        method: Method,
        request: &[u8],
    ) -> Result<(ResponseHead, Body), HttpError> {
        let deadline = Instant::now() + self.limits.deadline;
        let mut inbound = timeout_at(deadline, write(stream, request))
            .await
            .map_err(|_| HttpError::TimedOut)??;
        let head = timeout_at(deadline, self.read_head(&mut inbound))
            .await
            .map_err(|_| HttpError::TimedOut)??;
        let framing = Framing::of(method, &head)?;
        let mut bytes = Vec::new();
        let reading = read_body(&mut inbound, framing, self.limits.body_bytes, &mut bytes);
        let end = timeout_at(deadline, reading)
            .await
            .unwrap_or(BodyEnd::Deadline);
        Ok((head, Body { bytes, end }))
    }

    async fn read_head(&self, inbound: &mut Inbound<'_>) -> Result<ResponseHead, HttpError> {
        for _ in 0..MAX_INTERIM_HEADS {
            let raw = inbound.take_head(self.limits.head_bytes).await?;
            let head = ResponseHead::parse(&raw)?;
            if !head.is_interim() {
                return Ok(head);
            }
        }
        Err(HttpError::MalformedHead(
            "too many interim answers".to_owned(),
        ))
    }
}

async fn write<'s>(stream: &'s mut ScopedStream, request: &[u8]) -> Result<Inbound<'s>, HttpError> {
    stream
        .write_all(request)
        .await
        .map_err(|_| HttpError::Closed)?;
    stream.flush().await.map_err(|_| HttpError::Closed)?;
    Ok(Inbound::new(stream))
}
