//! All mutations about jobs.

use async_graphql::MergedObject;

use super::cancel_job::CancelJobMutation;
use super::retry_job::RetryJobMutation;

#[derive(Default, MergedObject)]
pub struct JobsMutation(CancelJobMutation, RetryJobMutation);
