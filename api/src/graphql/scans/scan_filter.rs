//! Which scans to list.

use async_graphql::InputObject;
use xorb_entities::ids::AssetId;

use super::ScanState;
use crate::graphql::{Id, distinct};

/// Which scans to list. All given conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ScanFilter {
    /// Scans of this asset.
    asset_id: Option<Id<AssetId>>,
    /// Scans in one of these states.
    states: Option<Vec<ScanState>>,
}

impl From<ScanFilter> for xorb_domain::scans::ScanFilter {
    fn from(filter: ScanFilter) -> Self {
        Self {
            asset_id: filter.asset_id.map(Id::uuid),
            states: distinct(filter.states),
        }
    }
}
