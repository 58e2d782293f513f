//! Reads from where the tenant is administered.

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::identity::queries::administration_networks::{AdministrationNetworks, find_networks};

/// The networks.
///
/// # Errors
/// `Forbidden`.
pub async fn administration_networks(
    reads: &ReadSession,
) -> Result<AdministrationNetworks, AppError> {
    reads.authorise(Permission::AccessManage, None).await?;
    find_networks(&*reads.tx().await?).await
}
