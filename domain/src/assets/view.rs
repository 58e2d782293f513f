//! What callers see of an asset.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::assets::{
    AssetKind, VerificationMethod, VerificationState, asset, asset_verification,
};

use super::{ownership, queries, target};
use crate::AppError;
use crate::db::TenantTx;
use crate::net::PROOF_PATH;

/// An asset with its current proof of ownership.
#[derive(Clone, Debug)]
pub struct AssetView {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// What its address means.
    pub kind: AssetKind,
    /// In canonical form.
    pub address: String,
    /// Grows with each change; the next change must name it.
    pub version: i32,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was deleted; `None` for those that lists show.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The proof.
    pub verification: VerificationView,
}

/// Where the proof of ownership stands, and how to give it.
#[derive(Clone, Debug)]
pub struct VerificationView {
    /// As of now: a proof that has run out is `Expired`.
    pub state: VerificationState,
    /// Where the token is looked for.
    pub method: VerificationMethod,
    /// What the target must serve.
    pub token: String,
    /// How, in words.
    pub instructions: String,
    /// Why the last attempt failed.
    pub error_code: Option<String>,
    /// When ownership was last proven.
    pub verified_at: Option<DateTime<Utc>>,
    /// Until when that counts.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The views of `assets`, in their order.
pub(super) async fn of_assets(
    tx: &TenantTx,
    assets: Vec<asset::Model>,
) -> Result<Vec<AssetView>, AppError> {
    let ids: Vec<Uuid> = assets.iter().map(|asset| asset.id).collect();
    let mut verifications = queries::current_verifications(tx, &ids).await?;
    let mut views = Vec::with_capacity(assets.len());
    for asset in assets {
        let verification = verifications
            .remove(&asset.id)
            .ok_or_else(|| AppError::internal("an asset has no verification"))?;
        views.push(view(tx, asset, verification).await?);
    }
    Ok(views)
}

/// The view of one asset.
pub(super) async fn of_asset(tx: &TenantTx, asset: asset::Model) -> Result<AssetView, AppError> {
    let mut views = of_assets(tx, vec![asset]).await?;
    views
        .pop()
        .ok_or_else(|| AppError::internal("one asset has one view"))
}

async fn view(
    tx: &TenantTx,
    asset: asset::Model,
    verification: asset_verification::Model,
) -> Result<AssetView, AppError> {
    let token = ownership::token(tx, verification.id).await?;
    Ok(AssetView {
        verification: VerificationView {
            state: ownership::state_now(&verification, tx.now()),
            method: verification.method,
            instructions: instructions(&asset)?,
            token,
            error_code: verification.error_code,
            verified_at: verification.verified_at,
            expires_at: verification.expires_at,
        },
        id: asset.id,
        name: asset.name,
        kind: asset.kind,
        address: asset.address,
        version: asset.version,
        created_at: asset.created_at,
        deleted_at: asset.deleted_at,
    })
}

fn instructions(asset: &asset::Model) -> Result<String, AppError> {
    let target = target::of_asset(asset)?;
    let (scheme, port) = target.proof_origin();
    let port = if port == scheme.default_port() {
        String::new()
    } else {
        format!(":{port}")
    };
    Ok(format!(
        "Let {scheme}://{host}{port}{PROOF_PATH} answer with the token as plain text and nothing else, then call verifyAsset \
         with method HTTP_FILE. Leave the file there: each scan asks for it again.",
        scheme = scheme.name(),
        host = target.host().authority(),
    ))
}
