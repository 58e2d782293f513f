//! Following a redirect: one hop, on explicit call, to a target that is authorised as if a person had typed it.

use url::Url;

use super::{HttpClient, HttpError, Method, RequestPath, Response, WebEndpoint};
use crate::net::{Scheme, TargetHost};

/// Browsers follow twenty; a site that needs more than five from its front page is a loop.
pub const MAX_REDIRECTS: u8 = 5;

/// Where an answer points to; nothing has been asked of anybody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    pub scheme: Scheme,
    pub host: TargetHost,
    pub port: u16,
    pub path: RequestPath,
}

impl Redirect {
    /// Reads the answer's `Location`, relative to where the answer came from.
    pub fn of(response: &Response) -> Result<Self, HttpError> {
        let url = redirect_url(response)?;
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            other => return Err(HttpError::BadRedirect(format!("it leads to {other}:"))),
        };
        let query = url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        Ok(Self {
            scheme,
            host: TargetHost::parse(url.host_str().unwrap_or_default())?,
            port: url.port().unwrap_or(scheme.default_port()),
            path: RequestPath::new(format!("{}{query}", url.path()))?,
        })
    }
}

impl HttpClient<'_> {
    /// Follows one redirect with a GET, after rules and policy permitted its target: for another host its name is resolved and
    /// every address judged, the same host stays on its pinned address. No packet leaves for a refused target.
    pub async fn follow(&self, response: &Response) -> Result<Response, HttpError> {
        if response.hops >= MAX_REDIRECTS {
            return Err(HttpError::TooManyRedirects(MAX_REDIRECTS));
        }
        let Redirect {
            scheme,
            host,
            port,
            path,
        } = Redirect::of(response)?;
        let current = &response.endpoint.target;
        let target = if host == *current.host() {
            self.connector.pin_port(current, port)?
        } else {
            self.connector.pin(&host, port).await?
        };
        let next = self
            .send(Method::Get, &WebEndpoint::new(scheme, target), &path)
            .await?;
        Ok(Response {
            hops: response.hops.saturating_add(1),
            ..next
        })
    }
}

fn redirect_url(response: &Response) -> Result<Url, HttpError> {
    let location = match response.head.field("location") {
        Some(location) if response.head.is_redirect() => location,
        _ => return Err(HttpError::NoRedirect),
    };
    let bad = |error: url::ParseError| HttpError::BadRedirect(error.to_string());
    let base =
        Url::parse(&format!("{}{}", response.endpoint.origin(), response.path)).map_err(bad)?;
    let url = base.join(location).map_err(bad)?;
    if url.username().is_empty() && url.password().is_none() {
        Ok(url)
    } else {
        Err(HttpError::BadRedirect(
            "it contains a user name or password".to_owned(),
        ))
    }
}
