//! The link by which an operator makes a passkey: once, within a day. It waits where challenges for passkeys wait.

use chrono::{DateTime, TimeDelta, Utc};

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::opaque_token::OpaqueToken;
use crate::identity::passkeys::{CeremonyKey, keep_for};
use crate::identity::queries::User;
use crate::identity::queries::passkey_ceremonies::delete_ceremonies_of_user;
use crate::secret::Secret;

const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What leads to the page on which the passkey is made.
#[derive(Clone, Debug)]
pub struct EnrollmentLink {
    /// Where, on the admin listener: path and query, with a secret in it.
    pub path: Secret<String>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link for this operator. Those of before are void.
pub(super) async fn issue_link(tx: &TenantTx, user: &User) -> Result<EnrollmentLink, AppError> {
    delete_ceremonies_of_user(tx, user.id).await?;
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let key = CeremonyKey::operator_link(&token);
    let expires_at = keep_for(tx, &key, Some(user), &user.id, LIFETIME).await?;
    Ok(EnrollmentLink {
        path: Secret::new(format!("/enroll?token={}", token.text().expose())),
        expires_at,
    })
}
