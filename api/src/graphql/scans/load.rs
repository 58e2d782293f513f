//! Batches of scans and of what belongs to them, for nested fields.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::findings::SeverityCount;
use xorb_domain::scans::{self, ScanStepView, ScanView};
use xorb_entities::ids::ScanId;

use crate::graphql::Reads;

/// The key of a scan's finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FindingCountsOfScan(pub Uuid);

/// The key of a scan's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StepsOfScan(pub Uuid);

impl Loader<ScanId> for Reads {
    type Value = ScanView;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[ScanId]) -> Result<HashMap<ScanId, ScanView>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.uuid()).collect();
        let found = scans::load_scans(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, scan)| (id.into(), scan))
            .collect())
    }
}

impl Loader<StepsOfScan> for Reads {
    type Value = Vec<ScanStepView>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[StepsOfScan],
    ) -> Result<HashMap<StepsOfScan, Vec<ScanStepView>>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = scans::scan_steps(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, steps)| (StepsOfScan(id), steps))
            .collect())
    }
}

impl Loader<FindingCountsOfScan> for Reads {
    type Value = Vec<SeverityCount>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[FindingCountsOfScan],
    ) -> Result<HashMap<FindingCountsOfScan, Vec<SeverityCount>>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = scans::scan_finding_counts(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, counts)| (FindingCountsOfScan(id), counts))
            .collect())
    }
}
