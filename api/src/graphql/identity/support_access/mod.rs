//! Support by the platform's operators, as the tenant's people see it.

mod consent_to_support_access;
mod grant_support_access;
mod impersonation;
mod mutation;
mod query;
mod revoke_support_access;
mod support_access_grant;

pub use impersonation::Impersonation;
pub use mutation::SupportAccessMutation;
pub use query::SupportAccessQuery;
pub use support_access_grant::{SupportAccessGrant, SupportAccessGrantState};
