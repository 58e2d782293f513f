//! Which findings to list.

use async_graphql::InputObject;
use xorb_entities::ids::{AssetId, ScanId};

use super::{FindingState, Severity};
use crate::graphql::{Id, distinct};

/// Which findings to list. All given conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct FindingFilter {
    /// Findings of this asset.
    asset_id: Option<Id<AssetId>>,
    /// Findings that this scan saw.
    scan_id: Option<Id<ScanId>>,
    /// Findings of one of these severities.
    severities: Option<Vec<Severity>>,
    /// Findings in one of these states.
    states: Option<Vec<FindingState>>,
}

impl From<FindingFilter> for xorb_domain::findings::FindingFilter {
    fn from(filter: FindingFilter) -> Self {
        Self {
            asset_id: filter.asset_id.map(Id::uuid),
            scan_id: filter.scan_id.map(Id::uuid),
            severities: distinct(filter.severities),
            states: distinct(filter.states),
        }
    }
}
