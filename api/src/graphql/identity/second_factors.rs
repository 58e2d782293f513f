//! One's own second factors.

use async_graphql::SimpleObject;
use xorb_domain::identity::SecondFactors as SecondFactorsView;

use crate::graphql::scalars::DateTime;

/// Your second factors.
#[derive(SimpleObject)]
pub struct SecondFactors {
    /// Since when you have an authenticator app; null without one.
    totp_enrolled_at: Option<DateTime>,
    /// How many of your recovery codes were not used yet.
    recovery_codes_left: u64,
}

impl From<SecondFactorsView> for SecondFactors {
    fn from(view: SecondFactorsView) -> Self {
        Self {
            totp_enrolled_at: view.totp_enrolled_at.map(Into::into),
            recovery_codes_left: view.recovery_codes_left,
        }
    }
}
