//! A browser comes back from the provider. The state first: whatever else is wrong, it is used up.

use chrono::TimeDelta;
use url::form_urlencoded;
use xorb_domain::identity::RequestInfo;
use xorb_domain::identity::federation::{
    AssertedPerson, Connection, Endpoints, FederationError, FederationRefusal as Refusal, Return,
    ReturnedLogIn, complete_federated_log_in, take_federation_state,
};
use xorb_domain::secret::Secret;
use xorb_entities::identity::{FederationIntent, ProviderKind};

use super::cache::Known;
use super::claims::Profile;
use super::exchange::{Exchanged, exchange};
use super::federated_log_ins::{Failure, Finish, Finished};
use super::jws::Jws;
use super::service::Oidc;
use super::start::endpoints;
use super::user_info::user_info;
use super::verify_id_token::{Expected, Verified, verify_id_token};
use super::{plain_oauth2, query};

/// Who steps up has logged in at the provider just now.
const STEP_UP_AGE: TimeDelta = TimeDelta::minutes(5);

/// Ends a log-in.
pub(super) async fn finish(
    oidc: &Oidc,
    request: &RequestInfo,
    finish: Finish,
) -> Result<Finished, Failure> {
    oidc.admit(request)?;
    let connection = oidc.connection(&finish.connection).await?;
    let outcome = end(oidc, request, &connection, &finish).await;
    oidc.settle(request, &connection, outcome).await
}

async fn end(
    oidc: &Oidc,
    request: &RequestInfo,
    connection: &Connection,
    finish: &Finish,
) -> Result<Finished, FederationError> {
    let answer = query::Answer::read(form_urlencoded::parse(finish.query.as_bytes()))?;
    let state = answer.state.as_deref().ok_or(Refusal::StateMissing)?;
    let browser = finish.browser.as_ref().map(|mark| mark.expose().as_str());
    let log_in = take_federation_state(&oidc.core, connection, state, browser).await?;
    let endpoints = endpoints(oidc, connection, log_in.intent).await?;
    let person = match connection.kind {
        ProviderKind::Oidc => identify(oidc, connection, &endpoints, &answer, &log_in).await?,
        ProviderKind::OAuth2 => {
            let authorization = answer.authorization(&connection.issuer, false)?;
            plain_oauth2::identify(oidc, connection, &endpoints, authorization, &log_in).await?
        }
    };
    let returned = Return {
        log_in: &log_in,
        person: &person,
        endpoints: &endpoints,
        session_cookie: finish.session_cookie.as_ref(),
    };
    let completed = complete_federated_log_in(&oidc.core, request, connection, returned).await?;
    Ok(Finished {
        completed,
        return_to: log_in.return_to,
    })
}

async fn identify(
    oidc: &Oidc,
    connection: &Connection,
    endpoints: &Endpoints,
    answer: &query::Answer,
    log_in: &ReturnedLogIn,
) -> Result<AssertedPerson, Refusal> {
    let known = oidc.cache.provider(&oidc.core, connection).await?;
    let promises_iss = known.metadata.promises_iss;
    let authorization = answer.authorization(&connection.issuer, promises_iss)?;
    let exchanged = exchange(
        &oidc.core,
        connection,
        &endpoints.token,
        known.metadata.wants_secret_in_body,
        (authorization, &log_in.verifier),
    )
    .await?;
    let id_token = exchanged.id_token.as_ref().ok_or(Refusal::IdTokenMissing)?;
    let verified = verify(oidc, connection, &known, id_token, &exchanged, log_in).await?;
    let profile = complete_profile(oidc, connection, endpoints, &exchanged, &verified).await?;
    Ok(AssertedPerson {
        email: profile.email(),
        is_email_verified: profile.is_email_verified(),
        display_name: profile.name(),
        groups: connection
            .groups_claim
            .as_deref()
            .and_then(|claim| profile.groups(claim)),
        sub: verified.sub,
        sid: verified.sid,
        proven_at: verified.proven_at,
        id_token: exchanged.id_token,
    })
}

async fn verify(
    oidc: &Oidc,
    connection: &Connection,
    known: &Known,
    id_token: &Secret<String>,
    exchanged: &Exchanged,
    log_in: &ReturnedLogIn,
) -> Result<Verified, Refusal> {
    let jws = Jws::read(id_token.expose())?;
    let expected = Expected {
        issuer: &connection.issuer,
        client_id: &connection.client_id,
        now: oidc.core.clock.now(),
        is_nonce: &|nonce| log_in.is_nonce(nonce),
        access_token: exchanged.access_token.expose(),
        required_acr: connection.required_acr.as_deref(),
        max_age: (log_in.intent == FederationIntent::StepUp).then_some(STEP_UP_AGE),
    };
    let kid = jws.kid.as_deref();
    match known.keys.find(kid, jws.algorithm) {
        Ok(key) => verify_id_token(id_token.expose(), &jws, key, &expected),
        Err(Refusal::KeyUnknown) => {
            let keys = oidc.cache.newer_keys(&oidc.core, connection).await?;
            let key = keys.find(kid, jws.algorithm)?;
            verify_id_token(id_token.expose(), &jws, key, &expected)
        }
        Err(refusal) => Err(refusal),
    }
}

/// Providers may keep what they know of a person for their user endpoint.
async fn complete_profile(
    oidc: &Oidc,
    connection: &Connection,
    endpoints: &Endpoints,
    exchanged: &Exchanged,
    verified: &Verified,
) -> Result<Profile, Refusal> {
    let profile = verified.profile.clone();
    let lacks_groups = connection
        .groups_claim
        .as_deref()
        .is_some_and(|claim| profile.groups(claim).is_none());
    match &endpoints.user_info {
        Some(url) if profile.text("email").is_none() || lacks_groups => {
            let token = &exchanged.access_token;
            let more = user_info(&oidc.core, url, token, &verified.sub).await?;
            Ok(profile.or(more))
        }
        _ => Ok(profile),
    }
}
