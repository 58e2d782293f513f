//! The second half of a log-in.

use async_graphql::SimpleObject;
use xorb_domain::identity::MfaChallenge as MfaChallengeView;

use super::MfaMethod;
use crate::graphql::scalars::DateTime;

/// The second half of a log-in that needs a second factor.
#[derive(SimpleObject)]
pub struct MfaChallenge {
    /// Names this log-in.
    pub token: String,
    /// The second factors that are accepted.
    pub methods: Vec<MfaMethod>,
    /// For a passkey: the options for `navigator.credentials.get`, as JSON text; null without one.
    pub passkey_options: Option<String>,
    /// Until when.
    pub expires_at: DateTime,
}

impl From<MfaChallengeView> for MfaChallenge {
    fn from(view: MfaChallengeView) -> Self {
        Self {
            token: view.token.expose().clone(),
            methods: view.methods.into_iter().map(Into::into).collect(),
            passkey_options: view.passkey_options,
            expires_at: view.expires_at.into(),
        }
    }
}
