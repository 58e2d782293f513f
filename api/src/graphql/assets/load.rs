//! Batches of assets and of what belongs to them, for nested fields.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::assets::{self, AssetView};
use xorb_domain::findings::SeverityCount;
use xorb_entities::ids::AssetId;

use crate::graphql::Reads;

/// The key of an asset's finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FindingCountsOfAsset(pub Uuid);

impl Loader<AssetId> for Reads {
    type Value = AssetView;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[AssetId]) -> Result<HashMap<AssetId, AssetView>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.uuid()).collect();
        let found = assets::load_assets(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, asset)| (id.into(), asset))
            .collect())
    }
}

impl Loader<FindingCountsOfAsset> for Reads {
    type Value = Vec<SeverityCount>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[FindingCountsOfAsset],
    ) -> Result<HashMap<FindingCountsOfAsset, Vec<SeverityCount>>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = assets::asset_finding_counts(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, counts)| (FindingCountsOfAsset(id), counts))
            .collect())
    }
}
