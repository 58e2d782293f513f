//! An answer that was received, with where it came from.

use super::{Body, RequestPath, ResponseHead, WebEndpoint};
use crate::net::CertificateReport;

/// Head and body of one exchange.
#[derive(Clone, Debug)]
pub struct Response {
    pub endpoint: WebEndpoint,
    pub path: RequestPath,
    pub head: ResponseHead,
    pub body: Body,
    /// What is known about the certificate; none without TLS.
    pub certificate: Option<CertificateReport>,
    /// How many redirects led here.
    pub hops: u8,
}

impl Response {
    /// The body as the target means it; none if it is compressed, which was not asked for and can't be judged.
    #[must_use]
    pub fn plain_body(&self) -> Option<&[u8]> {
        let coding = self.head.field("content-encoding").map(str::trim);
        match coding {
            None | Some("" | "identity") => Some(&self.body.bytes),
            Some(_) => None,
        }
    }

    /// Whether a browser would show this as a page. Without a type, browsers guess, and a page is the worst guess.
    #[must_use]
    pub fn is_html(&self) -> bool {
        let kind = self
            .head
            .field("content-type")
            .and_then(|field| field.split(';').next());
        kind.is_none_or(|kind| {
            let kind = kind.trim().to_ascii_lowercase();
            matches!(kind.as_str(), "" | "text/html" | "application/xhtml+xml")
        })
    }
}
