//! Second factors.

use async_graphql::Enum;

/// A second factor that can be asked for at log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::identity::MfaMethod")]
pub enum MfaMethod {
    /// A code of an authenticator application.
    Totp,
    /// A passkey.
    Passkey,
    /// One of the codes that were printed when the second factor was set up.
    RecoveryCode,
}
