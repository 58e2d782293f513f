//! Who runs the platform: users of its own tenant, who come in by passkey on the admin listener and nowhere else.
//!
//! The command line makes them and gives each a link, by which a browser makes the passkey. What they may do is the operators'
//! schema; in their own tenant they hold [`PERMISSIONS`], in others nothing without a grant.

mod create_operator;
mod deactivate_operator;
mod enroll_operator;
mod enrollment_link;
mod find_operator;
mod list_operators;
mod permissions;
mod reenroll_operator;
mod require_operator;
mod tenants;

pub use create_operator::{CreateOperator, create_operator};
pub use deactivate_operator::deactivate_operator;
pub use enroll_operator::{finish_operator_enrollment, start_operator_enrollment};
pub use enrollment_link::EnrollmentLink;
pub use list_operators::{Operator, list_operators};
pub(crate) use permissions::PERMISSIONS;
pub use reenroll_operator::reenroll_operator;
pub(crate) use require_operator::require_operator;
pub use tenants::{OperatedTenant, count_tenants, tenants};
