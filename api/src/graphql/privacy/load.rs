//! Batches of what belongs to requests, for nested fields.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::privacy::{self, CertificateView, RequestMessageView, RequestTaskView};

use crate::graphql::Reads;

/// The key of a request's tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TasksOf(pub Uuid);

/// The key of a request's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessagesOf(pub Uuid);

/// The key of a request's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CertificateOf(pub Uuid);

fn keyed<K: Hash + Eq, V>(found: HashMap<Uuid, V>, key: impl Fn(Uuid) -> K) -> HashMap<K, V> {
    let entries = found.into_iter();
    entries.map(|(id, value)| (key(id), value)).collect()
}

impl Loader<TasksOf> for Reads {
    type Value = Vec<RequestTaskView>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[TasksOf],
    ) -> Result<HashMap<TasksOf, Vec<RequestTaskView>>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = privacy::load_request_tasks(&self.0, &ids).await?;
        Ok(keyed(found, TasksOf))
    }
}

impl Loader<MessagesOf> for Reads {
    type Value = Vec<RequestMessageView>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[MessagesOf],
    ) -> Result<HashMap<MessagesOf, Vec<RequestMessageView>>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = privacy::load_request_messages(&self.0, &ids).await?;
        Ok(keyed(found, MessagesOf))
    }
}

impl Loader<CertificateOf> for Reads {
    type Value = CertificateView;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[CertificateOf],
    ) -> Result<HashMap<CertificateOf, CertificateView>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = privacy::load_certificates(&self.0, &ids).await?;
        Ok(keyed(found, CertificateOf))
    }
}
