//! The operators' own schema, on the admin listener. It is the closed list of what operators may do by the API.

mod end_impersonation;
mod mutation;
mod operated_tenant;
mod operator;
mod query;
mod schema;
mod start_impersonation;

pub use mutation::OperatorsMutation;
pub use operated_tenant::{OperatedTenant, TenantStatus};
pub use operator::Operator;
pub use query::OperatorsQuery;
pub(super) use schema::operators_schema;
pub use schema::operators_sdl;
