//! The code is shown to the token endpoint, with the PKCE verifier and the client's credentials.

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeVerifier, RedirectUrl, RequestTokenError, StandardRevocableToken,
    StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use xorb_domain::Core;
use xorb_domain::identity::federation::{Connection, FederationRefusal as Refusal};
use xorb_domain::secret::Secret;

use super::provider_client::{ProviderClient, ProviderClientError};

#[derive(Debug, Deserialize, Serialize)]
struct IdTokenField {
    id_token: Option<String>,
}

impl ExtraTokenFields for IdTokenField {}

type Tokens = StandardTokenResponse<IdTokenField, BasicTokenType>;
type TokenClient = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// What the code was worth.
pub(super) struct Exchanged {
    pub(super) access_token: Secret<String>,
    pub(super) id_token: Option<Secret<String>>,
}

/// Shows the code, once.
pub(super) async fn exchange(
    core: &Core,
    connection: &Connection,
    token_endpoint: &str,
    wants_secret_in_body: bool,
    shown: (String, &Secret<String>),
) -> Result<Exchanged, Refusal> {
    let (authorization, verifier) = shown;
    let client = token_client(core, connection, token_endpoint, wants_secret_in_body)
        .ok_or(Refusal::EndpointNotAllowed)?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(authorization))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().clone()))
        .request_async(&ProviderClient(core))
        .await
        .map_err(|error| refusal(&error))?;
    if *tokens.token_type() != BasicTokenType::Bearer {
        return Err(Refusal::TokenTypeWrong);
    }
    let access_token = tokens.access_token().secret();
    // It goes into a header of ours.
    let is_printable = access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if access_token.is_empty() || !is_printable {
        return Err(Refusal::TokenAnswerMalformed);
    }
    Ok(Exchanged {
        access_token: access_token.clone().into(),
        id_token: tokens.extra_fields().id_token.clone().map(Secret::new),
    })
}

fn token_client(
    core: &Core,
    connection: &Connection,
    token_endpoint: &str,
    wants_secret_in_body: bool,
) -> Option<TokenClient> {
    let endpoint = TokenUrl::new(token_endpoint.to_owned()).ok()?;
    let redirect = RedirectUrl::new(connection.redirect_uri(core)).ok()?;
    let auth_type = if wants_secret_in_body {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    };
    let client = Client::new(ClientId::new(connection.client_id.clone()))
        .set_token_uri(endpoint)
        .set_redirect_uri(redirect)
        .set_auth_type(auth_type);
    Some(match &connection.client_secret {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().clone())),
        None => client,
    })
}

fn refusal(error: &RequestTokenError<ProviderClientError, BasicErrorResponse>) -> Refusal {
    match error {
        RequestTokenError::ServerResponse(_) => Refusal::CodeRefused,
        RequestTokenError::Request(error) if error.0.is_blocked() => Refusal::EndpointNotAllowed,
        RequestTokenError::Request(_) => Refusal::TokenEndpointUnreachable,
        // A status other than 200 with a body of its own making: some answer 403 so.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Refusal::TokenAnswerMalformed,
    }
}
