//! What an erasure will do, before it does it: for each location the rows, the strategy, what stays and why.
//!
//! Everything comes from the data map: `actions` says what it demands of each table, `order` in which order the foreign
//! keys permit it, `condition` which rows are about a person. The erasure itself works from the same three.

mod actions;
mod build_plan;
mod condition;
mod conflicts;
mod count;
mod counting;
mod erasure_plan;
mod order;
mod route;
mod subjects_of;

pub use actions::UNIQUE_TEXTS;
pub(super) use actions::{Nulled, Redacted, TableActions, actions};
pub(crate) use build_plan::build_plan;
pub(super) use build_plan::{plan_of, work_of};
pub(super) use condition::condition;
pub(super) use conflicts::{LAST_PERSON, conflicts};
pub(super) use count::{Work, Works, count_work};
pub use erasure_plan::{ErasurePlan, PlanConflict, PlanItem};
pub use order::{MAIL_FILES, REFERENCES, erasure_order};
pub(super) use subjects_of::carriers_of;
pub(crate) use subjects_of::subjects_of;
