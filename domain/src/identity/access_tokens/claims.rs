//! What an access token says.

use serde::{Deserialize, Serialize};
use xorb_entities::ids::{SessionId, TenantId, UserId};

/// The claims of RFC 9068 that we use, and our own: tenant, session, roles, epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: String,
    /// User.
    pub sub: UserId,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Expires at, in seconds since 1970.
    pub exp: i64,
    /// Random name of this token.
    pub jti: String,
    /// Tenant.
    pub tid: TenantId,
    /// Session.
    pub sid: SessionId,
    /// Roles when it was issued, for the client's information: rights are read from the session.
    pub roles: Vec<String>,
    /// When the person last proved who they are, in seconds since 1970.
    pub auth_time: i64,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// The user's authorisation epoch when it was issued.
    pub epoch: i32,
}
