//! What a tenant may have at most: business data, checked in the transaction that makes more of it.

mod check_quota;
mod queries;
mod quotas_of_tenant;
mod set_quotas;

pub(crate) use check_quota::{Quota, check_quota};
pub use quotas_of_tenant::{QuotaUse, Quotas, quotas};
pub use set_quotas::{SetQuotas, set_quotas};
