//! Providers without `OpenID` Connect, of GitHub's shape: a person is whom the user endpoint describes, its `id` the key.

use serde_json::Value;
use xorb_domain::identity::EmailAddress;
use xorb_domain::identity::federation::{
    AssertedPerson, Connection, Endpoints, FederationRefusal as Refusal, ReturnedLogIn,
};
use xorb_domain::secret::Secret;

use super::claims::Profile;
use super::exchange::exchange;
use super::provider_client::fetch_json;
use super::service::Oidc;
use super::verify_id_token::check_subject;

/// The person whom the code was given for.
pub(super) async fn identify(
    oidc: &Oidc,
    connection: &Connection,
    endpoints: &Endpoints,
    authorization: String,
    log_in: &ReturnedLogIn,
) -> Result<AssertedPerson, Refusal> {
    let shown = (authorization, &log_in.verifier);
    let exchanged = exchange(&oidc.core, connection, &endpoints.token, true, shown).await?;
    let token = &exchanged.access_token;
    let url = endpoints
        .user_info
        .as_deref()
        .ok_or(Refusal::UserInfoUnreachable)?;
    let bytes = fetch(oidc, url, token).await?;
    let profile = Profile::read(&bytes).ok_or(Refusal::UserInfoMalformed)?;
    let sub = match profile.0.get("id") {
        Some(Value::Number(id)) if id.is_u64() => id.to_string(),
        Some(Value::String(id)) => id.clone(),
        _ => return Err(Refusal::SubjectMalformed),
    };
    check_subject(&sub)?;
    let verified = match &endpoints.emails {
        Some(url) => verified_email(&fetch(oidc, url, token).await?)?,
        None => None,
    };
    Ok(AssertedPerson {
        sub,
        is_email_verified: verified.is_some(),
        email: verified.or_else(|| profile.email()),
        display_name: profile
            .name()
            .or_else(|| profile.text("login").map(str::to_owned)),
        groups: None,
        sid: None,
        proven_at: None,
        id_token: None,
    })
}

async fn fetch(oidc: &Oidc, url: &str, token: &Secret<String>) -> Result<Vec<u8>, Refusal> {
    fetch_json(&oidc.core, url, Some(token.expose()))
        .await
        .map_err(|_| Refusal::UserInfoUnreachable)
}

/// The primary address, if the provider has verified it.
fn verified_email(bytes: &[u8]) -> Result<Option<EmailAddress>, Refusal> {
    let list: Vec<Value> = serde_json::from_slice(bytes).map_err(|_| Refusal::UserInfoMalformed)?;
    let is_true = |entry: &Value, name: &str| entry.get(name) == Some(&Value::Bool(true));
    let primary = list
        .iter()
        .find(|entry| is_true(entry, "primary") && is_true(entry, "verified"));
    Ok(primary
        .and_then(|entry| entry.get("email")?.as_str())
        .and_then(|email| email.parse().ok()))
}
