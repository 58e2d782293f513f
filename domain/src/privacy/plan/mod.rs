//! What an erasure will do, before it does it: for each location the rows, the strategy, what stays and why.
//!
//! Everything comes from the data map: `actions` says what it demands of each table, `order` in which order the foreign
//! keys permit it, `condition` which rows are about a person. The erasure itself works from the same three.

mod actions;
mod build_plan;
mod condition;
mod conflicts;
mod count;
mod erasure_plan;
mod mentioned;
mod order;
mod subjects_of;

use actions::{TableActions, actions};
pub(crate) use build_plan::build_plan;
use condition::{Condition, condition};
use count::{Work, count_work};
pub use erasure_plan::{ErasurePlan, PlanConflict, PlanItem};
use order::{MAIL_FILES, erasure_order};
pub(crate) use subjects_of::subjects_of;
