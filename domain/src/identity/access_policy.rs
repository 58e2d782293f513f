//! What the viewer's tenant demands of those who log in.

use super::queries::AccessPolicy;
use super::queries::access_policies::find_access_policy;
use crate::AppError;
use crate::db::ReadSession;

/// The policy of the viewer's tenant.
///
/// # Errors
/// `Unauthenticated` for nobody; `Unavailable`.
pub async fn access_policy(reads: &ReadSession) -> Result<AccessPolicy, AppError> {
    reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    find_access_policy(&*reads.tx().await?).await
}
