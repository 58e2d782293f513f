//! The plan of one erasure, as it is shown, signed by its hash, and stored.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::crypto::FieldHasher;

/// What an erasure will do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErasurePlan {
    /// The data map by which it was made, in hex.
    pub map_hash: String,
    /// What happens where, in the order in which it is done.
    pub items: Vec<PlanItem>,
    /// What stands in the way, or follows from it.
    pub conflicts: Vec<PlanConflict>,
}

/// What happens in one location by one strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanItem {
    /// A table, or a store of the data map.
    pub location: String,
    /// `delete`, `anonymise`, `redact mentions`, `pseudonymise` or `retain`.
    pub strategy: String,
    /// Rows, or files, at the time of the plan.
    pub rows: i64,
    /// On which ground something stays.
    pub retained_because: Option<String>,
    /// And until when.
    pub retained_until: Option<String>,
}

/// What an approver must know, or must mend first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanConflict {
    /// Stable, upper case.
    pub code: String,
    /// What it means and what to do about it.
    pub message: String,
    /// Whether the plan can't be approved as long as it stands.
    pub blocks_approval: bool,
}

impl ErasurePlan {
    /// What an approval signs: this plan for this request, and no other.
    #[must_use]
    pub fn hash(&self, request_id: Uuid) -> [u8; 32] {
        let mut hasher = FieldHasher::new("xorb/erasure-plan/v1");
        hasher.field(request_id.as_bytes());
        hasher.field(self.map_hash.as_bytes());
        for item in &self.items {
            hasher.field(b"item");
            hasher.field(item.location.as_bytes());
            hasher.field(item.strategy.as_bytes());
            hasher.field(&item.rows.to_be_bytes());
            hasher.optional(item.retained_because.as_deref().map(str::as_bytes));
            hasher.optional(item.retained_until.as_deref().map(str::as_bytes));
        }
        for conflict in &self.conflicts {
            hasher.field(b"conflict");
            hasher.field(conflict.code.as_bytes());
            hasher.field(conflict.message.as_bytes());
            hasher.field(&[u8::from(conflict.blocks_approval)]);
        }
        hasher.finish()
    }

    /// What keeps it from being approved.
    pub fn blocking_conflicts(&self) -> impl Iterator<Item = &PlanConflict> {
        self.conflicts
            .iter()
            .filter(|conflict| conflict.blocks_approval)
    }

    /// Those items of `self` that `approved` does not have like this: what an addendum says.
    #[must_use]
    pub fn differences(&self, approved: &Self) -> Vec<PlanItem> {
        self.items
            .iter()
            .filter(|item| !approved.items.contains(item))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> ErasurePlan {
        ErasurePlan {
            map_hash: "00".to_owned(),
            items: vec![PlanItem {
                location: "users".to_owned(),
                strategy: "delete".to_owned(),
                rows: 1,
                retained_because: None,
                retained_until: None,
            }],
            conflicts: Vec::new(),
        }
    }

    #[test]
    fn the_hash_covers_the_request_and_every_figure_and_survives_storage() {
        let request = Uuid::from_u128(1);
        let stored = serde_json::to_value(plan()).unwrap();
        let again: ErasurePlan = serde_json::from_value(stored).unwrap();
        assert_eq!(again.hash(request), plan().hash(request));
        assert_ne!(plan().hash(Uuid::from_u128(2)), plan().hash(request));
        let mut other = plan();
        other.items[0].rows = 2;
        assert_ne!(other.hash(request), plan().hash(request));
        assert_eq!(other.differences(&plan()), other.items);
        assert_eq!(plan().differences(&plan()), []);
    }
}
