//! Jobs of all tenants, as operators and metrics see them: never their contents.

mod count_live;
mod find_tenant_of;
mod list_all_jobs;

pub use count_live::{LiveJobs, count_live};
pub use find_tenant_of::find_tenant_of;
pub use list_all_jobs::{AllJobsFilter, TenantJob, list_all_jobs};
