//! A provider tells that somebody has logged out there: by a token that is signed like an ID token, and must not be one.

use xorb_domain::identity::RequestInfo;
use xorb_domain::identity::federation::{
    Connection, FederationError, FederationRefusal as Refusal, end_sessions_of_provider,
    record_logout_refusal, use_logout_token,
};
use xorb_entities::identity::ProviderKind;

use super::claims::{Claims, Instant};
use super::federated_log_ins::Failure;
use super::jws::Jws;
use super::key_set::verifies;
use super::service::Oidc;
use super::verify_id_token::{check_parties, check_subject, check_times};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const TYPE: &str = "logout+jwt";
/// A token without an end counts for this long, where the connection permits such tokens.
const WITHOUT_END: i64 = 120;

/// Ends the sessions that the token names.
pub(super) async fn log_out(
    oidc: &Oidc,
    request: &RequestInfo,
    id: &str,
    token: &str,
) -> Result<(), Failure> {
    let connection = oidc.connection(id).await?;
    match end(oidc, request, &connection, token).await {
        Ok(()) => Ok(()),
        Err(FederationError::App(error)) => Err(Failure::Broken(error)),
        Err(FederationError::Refused(refusal)) => {
            // Many companies share the addresses of one provider: only what does not verify is slowed down.
            oidc.admit(request)?;
            record_logout_refusal(&oidc.core, request, &connection, refusal).await?;
            Err(Failure::Refused)
        }
    }
}

async fn end(
    oidc: &Oidc,
    request: &RequestInfo,
    connection: &Connection,
    token: &str,
) -> Result<(), FederationError> {
    if connection.kind != ProviderKind::Oidc {
        return Err(Refusal::ConnectionNotActive.into());
    }
    let jws = Jws::read(token)?;
    let known = oidc.cache.provider(&oidc.core, connection).await?;
    let kid = jws.kid.as_deref();
    let keys = match known.keys.find(kid, jws.algorithm) {
        Err(Refusal::KeyUnknown) => oidc.cache.newer_keys(&oidc.core, connection).await?,
        _ => known.keys,
    };
    let key = keys.find(kid, jws.algorithm)?;
    if !verifies(key, jws.algorithm, jws.message.as_bytes(), &jws.signature) {
        return Err(Refusal::SignatureWrong.into());
    }
    let claims = check(oidc, connection, &jws)?;
    let jti = claims.jti.as_deref().unwrap_or_default();
    if !use_logout_token(&oidc.core, connection, jti).await? {
        return Err(Refusal::LogoutReplayed.into());
    }
    let (sub, sid) = (claims.sub.as_deref(), claims.sid.as_deref());
    end_sessions_of_provider(&oidc.core, request, connection, sub, sid).await?;
    Ok(())
}

fn check(oidc: &Oidc, connection: &Connection, jws: &Jws<'_>) -> Result<Claims, Refusal> {
    let relaxed = connection.relaxed_logout_tokens;
    match jws.kind.as_deref() {
        Some(kind) if kind.eq_ignore_ascii_case(TYPE) => {}
        Some(kind) if relaxed && kind.eq_ignore_ascii_case("JWT") => {}
        None if relaxed => {}
        _ => return Err(Refusal::HeaderTypeWrong),
    }
    let claims: Claims =
        serde_json::from_slice(&jws.payload).map_err(|_| Refusal::ClaimsMalformed)?;
    check_parties(&claims, &connection.issuer, &connection.client_id)?;
    let iat = claims.iat.ok_or(Refusal::LogoutTokenMalformed)?;
    let exp = match claims.exp {
        Some(exp) => exp,
        None if relaxed => Instant(iat.0 + WITHOUT_END),
        None => return Err(Refusal::LogoutTokenMalformed),
    };
    check_times(exp, iat, claims.nbf, oidc.core.clock.now())?;
    if claims.nonce.is_some() {
        return Err(Refusal::LogoutNoncePresent);
    }
    let has_event = claims
        .events
        .as_ref()
        .and_then(|events| events.get(EVENT))
        .is_some_and(serde_json::Value::is_object);
    if !has_event {
        return Err(Refusal::LogoutEventMissing);
    }
    if claims
        .jti
        .as_deref()
        .is_none_or(|jti| jti.is_empty() || jti.len() > 1_000)
    {
        return Err(Refusal::LogoutTokenMalformed);
    }
    match (&claims.sub, &claims.sid) {
        (None, None) => return Err(Refusal::LogoutNobody),
        (Some(sub), _) => check_subject(sub)?,
        (None, Some(_)) => {}
    }
    Ok(claims)
}
