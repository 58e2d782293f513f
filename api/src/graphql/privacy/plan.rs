//! What a request will do, before it does it.

use async_graphql::SimpleObject;
use xorb_domain::privacy::{PlanConflict, PlanItem, PlanView};

/// What a request will do: the approval signs its hash.
#[derive(Clone, Debug, SimpleObject)]
pub struct DataSubjectRequestPlan {
    /// What `approveDataSubjectRequest` must name.
    hash: String,
    /// What happens in which location.
    items: Vec<DataSubjectRequestPlanItem>,
    /// What stands in the way, or has to be known.
    conflicts: Vec<DataSubjectRequestPlanConflict>,
}

/// What happens in one location.
#[derive(Clone, Debug, SimpleObject)]
pub struct DataSubjectRequestPlanItem {
    /// Where: the name of a table, or of a store that is no table, such as `files:mail`.
    location: String,
    /// What is done there, in words for people, such as `delete` or `redact mentions`.
    strategy: String,
    /// To how many rows or files.
    rows: i64,
    /// On which ground something stays; null if nothing does.
    retained_because: Option<String>,
    /// Until when it stays, in words for people: a time, or what ends it. Null if nothing stays.
    retained_until: Option<String>,
}

/// What stands in the way of a plan, or has to be known before it is approved.
#[derive(Clone, Debug, SimpleObject)]
pub struct DataSubjectRequestPlanConflict {
    /// A short code, such as `SOLE_OWNER`: `docs/errors.md` lists them all.
    code: String,
    /// What it means, and the way forward.
    message: String,
    /// Whether it must be mended before the approval.
    blocks_approval: bool,
}

impl From<PlanView> for DataSubjectRequestPlan {
    fn from(view: PlanView) -> Self {
        Self {
            hash: view.hash,
            items: view.plan.items.into_iter().map(Into::into).collect(),
            conflicts: view.plan.conflicts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<PlanItem> for DataSubjectRequestPlanItem {
    fn from(item: PlanItem) -> Self {
        Self {
            location: item.location,
            strategy: item.strategy,
            rows: item.rows,
            retained_because: item.retained_because,
            retained_until: item.retained_until,
        }
    }
}

impl From<PlanConflict> for DataSubjectRequestPlanConflict {
    fn from(conflict: PlanConflict) -> Self {
        Self {
            code: conflict.code,
            message: conflict.message,
            blocks_approval: conflict.blocks_approval,
        }
    }
}
