//! The second half of a log-in: made once the password was right, answered by `complete_mfa`.

use chrono::{DateTime, TimeDelta, Utc};
use xorb_entities::identity::SessionDelivery;

use super::MfaMethod;
use super::factors::Factors;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::passkeys::{CeremonyKey, are_passkeys_available, options_for};
use crate::identity::queries::User;
use crate::identity::queries::mfa_challenges::{NewMfaChallenge, insert_mfa_challenge};
use crate::secret::Secret;
use crate::settings::Settings;

/// Long enough to fetch a phone, or to find the paper with the recovery codes.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What the second factor must answer.
#[derive(Clone, Debug)]
pub struct MfaChallenge {
    /// Names this log-in.
    pub token: Secret<String>,
    /// What is accepted.
    pub methods: Vec<MfaMethod>,
    /// For a passkey: the options for `navigator.credentials.get`, as JSON.
    pub passkey_options: Option<String>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Notes that the user's password was right, and that the second factor is awaited.
pub(crate) async fn open_challenge(
    settings: &Settings,
    tx: &TenantTx,
    user: &User,
    factors: Factors,
    delivery: SessionDelivery,
) -> Result<MfaChallenge, AppError> {
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + LIFETIME;
    let challenge = NewMfaChallenge {
        id: tx.new_id(),
        subject_id: user.subject_id,
        user_id: user.id,
        token_hash: token.hash(TokenKind::MfaChallenge),
        delivery,
        authz_epoch: user.authz_epoch,
        expires_at,
    };
    insert_mfa_challenge(tx, challenge).await?;
    let methods = factors.methods(are_passkeys_available(settings));
    let passkey_options = if methods.contains(&MfaMethod::Passkey) {
        let key = CeremonyKey::second_factor(&token);
        Some(options_for(settings, tx, &key, user).await?)
    } else {
        None
    };
    Ok(MfaChallenge {
        token: token.text(),
        methods,
        passkey_options,
        expires_at,
    })
}
