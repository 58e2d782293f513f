//! The domains of a tenant: proven by a TXT record, they lead people to its identity providers and let accounts be made.

use uuid::Uuid;
use xorb_entities::ids::TenantDomainId;

use super::queries;
use super::view::TenantDomainView;
use crate::db::ReadSession;
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// All domains of the tenant, by name.
///
/// # Errors
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn tenant_domains(reads: &ReadSession) -> Result<Vec<TenantDomainView>, AppError> {
    let permission = Permission::IdentityProvidersRead;
    reads.authorise(permission, None).await?;
    let rows = queries::list_domains(&*reads.tx().await?).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Lets pass who may manage domains; a denial is audited.
pub(super) async fn authorise(
    core: &Core,
    actor: &Actor,
    id: Option<Uuid>,
) -> Result<(), AppError> {
    let object = id.map(|id| TenantDomainId::from(id).to_string());
    core.authorise(
        actor,
        Permission::IdentityProvidersManage,
        object.as_deref(),
    )
    .await
}
