//! Which second factors a user has.

use uuid::Uuid;

use super::MfaMethod;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::queries::passkeys::count_passkeys;
use crate::identity::queries::recovery_codes::count_recovery_codes;
use crate::identity::queries::totp_factors::find_totp_factor;

/// What a user has enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factors {
    pub(super) has_totp: bool,
    pub(super) has_passkey: bool,
    pub(super) recovery_codes_left: u64,
}

impl Factors {
    /// Recovery codes alone are no factor: they stand in for one.
    pub(crate) const fn is_enrolled(self) -> bool {
        self.has_totp || self.has_passkey
    }

    /// By what a log-in can be completed, where passkeys can be asked for or not.
    pub(super) fn methods(self, are_passkeys_available: bool) -> Vec<MfaMethod> {
        [
            (self.has_totp, MfaMethod::Totp),
            (
                self.has_passkey && are_passkeys_available,
                MfaMethod::Passkey,
            ),
            (self.recovery_codes_left > 0, MfaMethod::RecoveryCode),
        ]
        .into_iter()
        .filter_map(|(has, method)| has.then_some(method))
        .collect()
    }
}

/// The factors of this user.
pub(crate) async fn find_factors(tx: &TenantTx, user_id: Uuid) -> Result<Factors, AppError> {
    let totp = find_totp_factor(tx, user_id).await?;
    Ok(Factors {
        has_totp: totp.is_some_and(|factor| factor.confirmed_at.is_some()),
        has_passkey: count_passkeys(tx, user_id).await? > 0,
        recovery_codes_left: count_recovery_codes(tx, user_id).await?,
    })
}
