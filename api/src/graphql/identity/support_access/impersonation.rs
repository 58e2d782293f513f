//! An operator in the viewer's name.

use async_graphql::SimpleObject;
use xorb_domain::identity::support_access::Impersonation as ImpersonationView;

use crate::graphql::scalars::DateTime;

/// It is not the person themselves: an operator of the platform acts in their name. Show it.
#[derive(SimpleObject)]
pub struct Impersonation {
    /// What the operator gave as the reason.
    reason: String,
    /// Since when.
    since: DateTime,
    /// Until when at most.
    expires_at: DateTime,
}

impl From<ImpersonationView> for Impersonation {
    fn from(view: ImpersonationView) -> Self {
        Self {
            reason: view.reason,
            since: view.since.into(),
            expires_at: view.expires_at.into(),
        }
    }
}
