//! Who may manage a connection.

use uuid::Uuid;
use xorb_entities::ids::IdentityProviderId;

use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Lets pass who may manage this connection; a denial is audited.
pub(super) async fn authorise(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<(), AppError> {
    let object = IdentityProviderId::from(provider_id).to_string();
    core.authorise(actor, Permission::IdentityProvidersManage, Some(&object))
        .await
}
