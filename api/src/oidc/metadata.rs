//! What a provider says about itself: read from its discovery document, compared with what was configured and tested.

use std::collections::BTreeSet;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, ProviderMetadata};
use serde::{Deserialize, Serialize};
use xorb_domain::Core;
use xorb_domain::identity::federation::{
    Connection, Endpoints, FederationRefusal, accept_provider_url,
};

use super::provider_client::{FetchError, fetch_json};

/// The fields that the crate does not know.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    end_session_endpoint: Option<String>,
}

impl AdditionalProviderMetadata for Extra {}

type Document = ProviderMetadata<
    Extra,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What a log-in needs to know of a provider.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) endpoints: Endpoints,
    /// It promises to name itself in its answers (RFC 9207).
    pub(super) promises_iss: bool,
    /// It takes client secrets in the body of a request only.
    pub(super) wants_secret_in_body: bool,
}

/// Where the discovery document is; an issuer may end in a slash.
pub(super) fn discovery_url(issuer: &str) -> String {
    let issuer = issuer.trim_end_matches('/');
    format!("{issuer}/.well-known/openid-configuration")
}

/// Fetches and reads the discovery document of a connection.
pub(super) async fn discover(
    core: &Core,
    connection: &Connection,
) -> Result<Metadata, FederationRefusal> {
    let url = discovery_url(&connection.issuer);
    let bytes = fetch_json(core, &url, None)
        .await
        .map_err(|error| refusal(&error))?;
    read(core, &connection.issuer, &bytes)
}

fn refusal(error: &FetchError) -> FederationRefusal {
    if error.is_blocked() {
        FederationRefusal::EndpointNotAllowed
    } else {
        FederationRefusal::DiscoveryUnreachable
    }
}

/// Reads a discovery document. The issuer is compared character by character.
pub(super) fn read(core: &Core, issuer: &str, bytes: &[u8]) -> Result<Metadata, FederationRefusal> {
    let document: Document =
        serde_json::from_slice(bytes).map_err(|_| FederationRefusal::DiscoveryMalformed)?;
    if document.issuer().as_str() != issuer {
        return Err(FederationRefusal::DiscoveryIssuerWrong);
    }
    let token = document
        .token_endpoint()
        .ok_or(FederationRefusal::DiscoveryMalformed)?;
    let extra = document.additional_metadata();
    let endpoints = Endpoints {
        authorization: document.authorization_endpoint().as_str().to_owned(),
        token: token.as_str().to_owned(),
        key_set: Some(document.jwks_uri().as_str().to_owned()),
        user_info: document
            .userinfo_endpoint()
            .map(|url| url.as_str().to_owned()),
        emails: None,
        end_session: extra.end_session_endpoint.clone(),
    };
    for endpoint in endpoints.all() {
        accept_provider_url(core, endpoint).map_err(|_| FederationRefusal::EndpointNotAllowed)?;
    }
    let methods = document.token_endpoint_auth_methods_supported();
    let supports =
        |method: &CoreClientAuthMethod| methods.is_none_or(|methods| methods.contains(method));
    Ok(Metadata {
        endpoints,
        promises_iss: extra.authorization_response_iss_parameter_supported,
        wants_secret_in_body: !supports(&CoreClientAuthMethod::ClientSecretBasic)
            && supports(&CoreClientAuthMethod::ClientSecretPost),
    })
}

/// Whether every endpoint is on a host that was tested.
pub(super) fn is_pinned(core: &Core, tested: &Endpoints, now: &Endpoints) -> bool {
    let origins = |endpoints: &Endpoints| -> Option<BTreeSet<String>> {
        endpoints
            .all()
            .map(|url| Some(accept_provider_url(core, url).ok()?.origin()))
            .collect()
    };
    match (origins(tested), origins(now)) {
        (Some(tested), Some(now)) => now.is_subset(&tested),
        _ => false,
    }
}
