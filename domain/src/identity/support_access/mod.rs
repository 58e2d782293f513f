//! Support by the platform's operators: a tenant grants it for a while, the person in whose name it is consents, and an
//! operator acts in that name for half an hour at most.
//!
//! Every step is in the tenant's trail and in the platform's. What is possible meanwhile is a closed list
//! ([`PERMISSIONS`] here, the edge's list of root fields besides): nothing that needs the person themselves.

mod consent_to_support_access;
mod end_due_impersonations;
mod end_impersonation;
mod end_over;
mod grant_support_access;
mod grants_for_operators;
mod impersonated;
mod impersonation;
mod open_impersonation;
mod platform_trail;
mod reason;
mod revoke_support_access;
mod start_impersonation;
mod support_access_grants;
mod tell;

pub use crate::identity::queries::support_grants::{SupportGrant, SupportGrantState};
pub use consent_to_support_access::consent_to_support_access;
pub use end_due_impersonations::end_due_impersonations;
pub use end_impersonation::{EndImpersonation, end_impersonation};
pub(crate) use end_over::{end_over, end_those_of, is_impersonation};
pub use grant_support_access::{GrantSupportAccess, grant_support_access};
pub use grants_for_operators::{count_grants_of_tenant, grants_of_tenant};
pub(crate) use impersonated::impersonated;
pub use impersonation::Impersonation;
pub(crate) use impersonation::PERMISSIONS;
pub use open_impersonation::open_impersonation;
pub use platform_trail::note_support_access;
pub use revoke_support_access::revoke_support_access;
pub use start_impersonation::{ImpersonationTicket, StartImpersonation, start_impersonation};
pub use support_access_grants::{count_support_access_grants, support_access_grants};
