//! A browser is sent to the provider.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::digest::{SHA256, digest};
use url::Url;
use xorb_domain::identity::RequestInfo;
use xorb_domain::identity::federation::{
    Begin, Begun, Connection, Endpoints, FederationError, FederationRefusal as Refusal,
    begin_federated_log_in, random_text,
};
use xorb_entities::identity::{FederationIntent, ProviderKind, ProviderState};

use super::federated_log_ins::{Failure, Start, Started};
use super::metadata::is_pinned;
use super::service::Oidc;

/// What GitHub and its like call reading who somebody is.
const OAUTH2_SCOPE: &str = "read:user user:email";
const OIDC_SCOPE: &str = "openid email profile";
/// A day, in seconds: whoever was let in there longer ago proves anew who they are, and the provider has to say when it was.
const LOG_IN_AGE: &str = "86400";

/// Begins a log-in and says where the browser goes.
pub(super) async fn start(
    oidc: &Oidc,
    request: &RequestInfo,
    start: Start,
) -> Result<Started, Failure> {
    oidc.admit(request)?;
    let connection = oidc.connection(&start.connection).await?;
    let outcome = begin(oidc, &connection, start).await;
    oidc.settle(request, &connection, outcome).await
}

async fn begin(
    oidc: &Oidc,
    connection: &Connection,
    start: Start,
) -> Result<Started, FederationError> {
    let browser = start
        .browser
        .filter(|mark| is_mark(mark.expose()))
        .unwrap_or_else(|| random_text(oidc.core.rng.as_ref()));
    let asked = Begin {
        browser: browser.clone(),
        delivery: start.delivery,
        return_to: start.return_to,
        challenge: start.challenge,
        ticket: start.ticket,
        invitation: start.invitation,
    };
    let begun = begin_federated_log_in(&oidc.core, connection, asked).await?;
    let endpoints = endpoints(oidc, connection, begun.intent).await?;
    let location = authorization_url(oidc, connection, &endpoints, &begun)
        .ok_or(Refusal::EndpointNotAllowed)?;
    Ok(Started { location, browser })
}

/// Where the provider is now, if that is where it was tested.
pub(super) async fn endpoints(
    oidc: &Oidc,
    connection: &Connection,
    intent: FederationIntent,
) -> Result<Endpoints, Refusal> {
    if connection.kind == ProviderKind::OAuth2 {
        let configured = connection.endpoints.clone();
        return configured.ok_or(Refusal::ConnectionNotActive);
    }
    let known = oidc.cache.provider(&oidc.core, connection).await?;
    let now = &known.metadata.endpoints;
    let is_pinned = connection
        .endpoints
        .as_ref()
        .is_some_and(|tested| is_pinned(&oidc.core, tested, now));
    let is_free = intent == FederationIntent::Test && connection.state != ProviderState::Active;
    if is_pinned || is_free {
        Ok(now.clone())
    } else {
        Err(Refusal::EndpointsChanged)
    }
}

fn authorization_url(
    oidc: &Oidc,
    connection: &Connection,
    endpoints: &Endpoints,
    begun: &Begun,
) -> Option<String> {
    let mut url = Url::parse(&endpoints.authorization).ok()?;
    let challenge = BASE64URL.encode(digest(&SHA256, begun.verifier.expose().as_bytes()));
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &connection.client_id)
        .append_pair("redirect_uri", &connection.redirect_uri(&oidc.core))
        .append_pair("state", begun.state.expose())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    match connection.kind {
        ProviderKind::Oidc => {
            query
                .append_pair("scope", OIDC_SCOPE)
                .append_pair("nonce", begun.nonce.expose());
        }
        ProviderKind::OAuth2 => {
            query.append_pair("scope", OAUTH2_SCOPE);
        }
    }
    if let Some(acr) = &connection.required_acr {
        query.append_pair("acr_values", acr);
    }
    if begun.intent == FederationIntent::StepUp {
        query
            .append_pair("prompt", "login")
            .append_pair("max_age", "0");
    } else if connection.kind == ProviderKind::Oidc {
        query.append_pair("max_age", LOG_IN_AGE);
    }
    drop(query);
    Some(url.into())
}

/// The form in which marks are made here.
fn is_mark(mark: &str) -> bool {
    mark.len() == 43 && BASE64URL.decode(mark).is_ok()
}
