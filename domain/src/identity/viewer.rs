//! Who is logged in: the user, the tenant, and what they may do.

use super::Permission;
use super::queries::{User, find_user};
use super::support_access::Impersonation;
use crate::AppError;
use crate::db::ReadSession;
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;

/// The one who asks.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub user: User,
    pub tenant: Tenant,
    /// What the roles allow, in the order of the matrix.
    pub permissions: Vec<Permission>,
    /// An operator asks, in the user's name.
    pub impersonation: Option<Impersonation>,
}

/// The viewer.
///
/// # Errors
/// `Unauthenticated` for nobody; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn viewer(reads: &ReadSession) -> Result<Viewer, AppError> {
    let actor = reads.actor();
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = reads.tx().await?;
    let is_held = |permission: &Permission| actor.holds(*permission);
    Ok(Viewer {
        user: find_user(&tx, user_id).await?,
        tenant: find_tenant(&tx).await?,
        permissions: Permission::ALL.into_iter().filter(is_held).collect(),
        impersonation: actor.impersonation.clone(),
    })
}
