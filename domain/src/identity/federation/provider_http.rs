//! The only way to an identity provider: its name resolved by us, every address judged, the connection made to the judged
//! one, no redirect followed, at most 256 KiB read, all of it within five seconds.

use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{ProviderUrl, ProviderUrlError};
use crate::Core;
use crate::net::http::{BodyEnd, Call, HttpClient, HttpError, WebEndpoint};
use crate::net::{CertificateTrust, HostPattern, Scheme, ScopeRule, ScopeRules, StopSignal};

/// From the question for the name to the last byte of the answer.
const DEADLINE: Duration = Duration::from_secs(5);

/// Says to whoever reads the provider's log what this was.
const USER_AGENT: &str = concat!("XORB/", env!("CARGO_PKG_VERSION"), " (log-in)");

/// What a provider answered, whole.
#[derive(Clone, Debug)]
pub struct ProviderAnswer {
    pub status: u16,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ProviderHttpError {
    #[error("{0}")]
    Url(#[from] ProviderUrlError),
    #[error("its address is not one that may be asked")]
    NotAllowed,
    #[error("it did not answer within five seconds")]
    TimedOut,
    #[error("its answer is larger than 256 KiB")]
    TooLarge,
    #[error("its answer broke off or is malformed")]
    Broken,
    #[error("{0}")]
    Http(HttpError),
}

impl ProviderHttpError {
    /// Whether no packet left because its address may not be asked.
    #[must_use]
    pub const fn is_blocked(&self) -> bool {
        match self {
            Self::Url(_) | Self::NotAllowed => true,
            Self::Http(error) => error.is_blocked(),
            Self::TimedOut | Self::TooLarge | Self::Broken => false,
        }
    }
}

/// Asks a provider. With a body it is a POST.
///
/// # Errors
/// Whatever keeps a whole answer from coming.
pub async fn call_provider(
    core: &Core,
    url: &str,
    fields: &[(String, String)],
    body: Option<&[u8]>,
) -> Result<ProviderAnswer, ProviderHttpError> {
    let url = accept_provider_url(core, url)?;
    let call = Call {
        user_agent: USER_AGENT,
        fields,
        body,
    };
    timeout(DEADLINE, exchange(core, &url, &call))
        .await
        .map_err(|_| ProviderHttpError::TimedOut)?
}

/// Judges an address without asking anybody.
///
/// # Errors
/// What is wrong with it, in public words.
pub fn accept_provider_url(core: &Core, url: &str) -> Result<ProviderUrl, ProviderUrlError> {
    let allows_http = core.settings.federation.allow_private_providers;
    ProviderUrl::accept(url, core.provider_network.policy(), allows_http)
}

async fn exchange(
    core: &Core,
    url: &ProviderUrl,
    call: &Call<'_>,
) -> Result<ProviderAnswer, ProviderHttpError> {
    let failed = |error: HttpError| match error {
        HttpError::TimedOut => ProviderHttpError::TimedOut,
        error if error.is_blocked() => ProviderHttpError::NotAllowed,
        error => ProviderHttpError::Http(error),
    };
    let rule = ScopeRule::allow(HostPattern::Exact(url.host.clone()));
    let rules = ScopeRules::new(vec![rule.on_port(url.port)]);
    let connector = core
        .provider_network
        .connector(rules, StopSignal::by_token(CancellationToken::new()));
    let target = connector
        .pin(&url.host, url.port)
        .await
        .map_err(|error| failed(error.into()))?;
    let is_private = connector.policy().is_permitted_private(target.address());
    if url.scheme == Scheme::Http && !is_private {
        return Err(ProviderUrlError::NeedsHttps.into());
    }
    let client =
        HttpClient::new(&connector, connector.limits().http).with_trust(CertificateTrust::Required);
    let endpoint = WebEndpoint::new(url.scheme, target);
    let (head, body) = client
        .call(&endpoint, &url.path, call)
        .await
        .map_err(failed)?;
    let is_plain = head
        .field("content-encoding")
        .is_none_or(|coding| matches!(coding.trim(), "" | "identity"));
    match body.end {
        BodyEnd::Complete if is_plain => Ok(ProviderAnswer {
            status: head.status,
            content_type: head.field("content-type").map(str::to_owned),
            body: body.bytes,
        }),
        BodyEnd::SizeLimit => Err(ProviderHttpError::TooLarge),
        BodyEnd::Deadline => Err(ProviderHttpError::TimedOut),
        BodyEnd::Complete | BodyEnd::Broken => Err(ProviderHttpError::Broken),
    }
}
