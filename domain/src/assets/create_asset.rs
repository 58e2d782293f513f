//! Registers an asset. Nothing is resolved or contacted: that happens when its ownership is proven.

use sea_orm::ActiveEnum;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::assets::{
    AssetKind, VerificationMethod, VerificationState, asset, asset_verification,
};
use xorb_entities::ids::AssetId;

use super::view::{self, AssetView};
use super::{asset_name, ownership, queries, target};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::net::TargetAddress;
use crate::tenants::quotas::{Quota, check_quota};
use crate::{AppError, Core};

/// What to register.
#[derive(Clone, Debug)]
pub struct CreateAsset {
    /// What people call it.
    pub name: String,
    /// What its address means; `Web` and `Host` are offered.
    pub kind: AssetKind,
    /// As typed.
    pub address: String,
    /// Makes a repeated call give the same asset.
    pub idempotency_key: Option<String>,
}

/// Registers an asset with a pending verification.
///
/// # Errors
/// User errors `INVALID_INPUT`, `NOT_AVAILABLE`, `ADDRESS_NOT_ALLOWED`, `TAKEN` and `LIMIT_REACHED`; `IdempotencyConflict`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn create_asset(
    core: &Core,
    actor: &Actor,
    input: CreateAsset,
) -> Result<AssetView, AppError> {
    core.authorise(actor, Permission::AssetsManage, None)
        .await?;
    let name = asset_name::parse(&input.name)?;
    let target = target::parse(core.network.policy(), input.kind, &input.address)?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content =
        json!({ "name": name, "kind": input.kind.to_value(), "address": target.to_string() });
    let key = input.idempotency_key.as_deref();
    if let KeyClaim::Replay(id) = claim_key(&tx, actor, "create_asset", key, &content, id).await? {
        let asset = queries::find_asset(&tx, id).await?;
        return view::of_asset(&tx, asset.ok_or(AppError::NotFound("asset"))?).await;
    }
    check_quota(&tx, &core.settings.quotas, Quota::Assets).await?;
    let asset = queries::insert_asset(
        &tx,
        asset::ActiveModel {
            id: Set(id),
            subject_id: Set(actor.subject_id),
            name: Set(name),
            ..row(&tx, input.kind, &target)
        },
    )
    .await?;
    insert_verification(&tx, asset.id).await?;
    let view = view::of_asset(&tx, asset).await?;
    tx.record(
        AuditEvent::new(AuditAction::AssetCreated, actor)
            .object(AssetId::from(view.id))
            .payload(None, json!({ "address": view.address })),
    );
    tx.commit().await?;
    Ok(view)
}

fn row(tx: &TenantTx, kind: AssetKind, target: &TargetAddress) -> asset::ActiveModel {
    asset::ActiveModel {
        tenant_id: Set(tx.tenant_id()),
        kind: Set(kind),
        address: Set(target.to_string()),
        host: Set(target.host().to_string()),
        port: Set(target.port().map(i32::from)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
}

async fn insert_verification(tx: &TenantTx, asset_id: Uuid) -> Result<(), AppError> {
    let id = tx.new_id();
    let token = ownership::token(tx, id).await?;
    let pending = asset_verification::ActiveModel {
        tenant_id: Set(tx.tenant_id()),
        id: Set(id),
        asset_id: Set(asset_id),
        method: Set(VerificationMethod::HttpFile),
        token_hash: Set(ownership::hash(&token)),
        state: Set(VerificationState::Pending),
        requested_at: Set(tx.now()),
        ..Default::default()
    };
    queries::insert_verification(tx, pending).await
}
