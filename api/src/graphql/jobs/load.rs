//! Batches of jobs, for nested fields.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::jobs::{self, JobView};
use xorb_entities::ids::JobId;

use crate::graphql::Reads;

impl Loader<JobId> for Reads {
    type Value = JobView;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[JobId]) -> Result<HashMap<JobId, JobView>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.uuid()).collect();
        let found = jobs::load_jobs(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, job)| (id.into(), job))
            .collect())
    }
}
