//! Begins a log-in by passkey alone. The same for every tenant and nobody's: who answers shows who it is.

use chrono::{DateTime, Utc};

use super::assertion::options_text;
use super::ceremony::{CeremonyKey, keep_ceremony};
use super::relying_party::relying_party;
use crate::identity::opaque_token::OpaqueToken;
use crate::identity::{Realm, RequestInfo, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::{AppError, Core};

/// A log-in that waits for a passkey.
#[derive(Clone, Debug)]
pub struct PasskeyLogIn {
    /// Names this log-in.
    pub token: Secret<String>,
    /// The options for `navigator.credentials.get`, as JSON.
    pub options: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// The challenge. Without such a tenant it is one of the platform's own, which lets nobody in. Operators name none.
///
/// # Errors
/// `User(NotAvailable)`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn start_passkey_log_in(
    core: &Core,
    request: &RequestInfo,
    tenant_slug: &str,
) -> Result<PasskeyLogIn, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt {
        account: None,
        address: request.address,
        tenant: None,
    };
    core.rate_limits.admit_attempt(attempt).await?;
    let relying_party = relying_party(&core.settings, request.realm)?;
    let tenant = match request.realm {
        Realm::Tenants => pre_authentication::find_tenant_to_log_in(core, tenant_slug).await?,
        Realm::Operators => None,
    };
    let scope = tenant.map_or_else(|| core.platform(), |(scope, _)| scope);
    let (options, state) = relying_party
        .start_discoverable_authentication()
        .map_err(AppError::internal)?;
    let tx = core.db.write(&scope).await?;
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let key = CeremonyKey::log_in(&token, request.realm);
    let expires_at = keep_ceremony(&tx, &key, None, &state).await?;
    tx.commit().await?;
    Ok(PasskeyLogIn {
        token: token.text(),
        options: options_text(&options, Vec::new())?,
        expires_at,
    })
}
