//! What a tenant demands of those who log in.

use async_graphql::{Enum, SimpleObject};
use xorb_domain::identity::AccessPolicy as AccessPolicyView;

/// Who must have a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::SecondFactorPolicy")]
pub enum SecondFactorPolicy {
    /// Nobody must.
    Off,
    /// Owners and administrators.
    Administrators,
    /// Everybody.
    All,
}

/// How people log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::SingleSignOnPolicy")]
pub enum SingleSignOnPolicy {
    /// As they like.
    Optional,
    /// Through one of the company's identity providers. Owners can still log in with a passkey, which is told to all owners.
    Required,
}

/// What your company demands of those who log in.
#[derive(SimpleObject)]
pub struct AccessPolicy {
    /// Who must have a second factor. Who has none can only enrol one.
    second_factor: SecondFactorPolicy,
    /// Whether people have to log in through an identity provider. With another session one can link an account to one,
    /// and nothing else.
    single_sign_on: SingleSignOnPolicy,
    /// After how many minutes without a request a session ends, 15 at most for owners and administrators; null: as the
    /// installation says.
    session_idle_minutes: Option<i32>,
    /// Goes up with each change.
    version: i32,
}

impl From<AccessPolicyView> for AccessPolicy {
    fn from(view: AccessPolicyView) -> Self {
        Self {
            second_factor: view.second_factor.into(),
            single_sign_on: view.single_sign_on.into(),
            session_idle_minutes: view.session_idle_minutes,
            version: view.version,
        }
    }
}
