//! One's own second factors.

use chrono::{DateTime, Utc};

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::queries::recovery_codes::count_recovery_codes;
use crate::identity::queries::totp_factors::find_totp_factor;

/// What the viewer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactors {
    /// Since when there is an authenticator app.
    pub totp_enrolled_at: Option<DateTime<Utc>>,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: u64,
}

/// The viewer's.
///
/// # Errors
/// `Unauthenticated` for nobody; `User(SessionRequired)` for an operator in somebody's name; `Unavailable`.
pub async fn viewer_second_factors(reads: &ReadSession) -> Result<SecondFactors, AppError> {
    reads.actor().in_person()?;
    let user_id = reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    let tx = reads.tx().await?;
    let totp = find_totp_factor(&tx, user_id).await?;
    Ok(SecondFactors {
        totp_enrolled_at: totp.and_then(|factor| factor.confirmed_at),
        recovery_codes_left: count_recovery_codes(&tx, user_id).await?,
    })
}
