//! Asks for a scan: the first of its three authorisations. The work itself is a job of the same transaction.

use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use xorb_entities::ids::ScanId;
use xorb_entities::scans::{ScanProfile, ScanState, ScanStepState, scan, scan_step};

use super::profile::{Engine, steps_of};
use super::queries;
use super::view::ScanView;
use crate::assets;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::{Actor, Permission};
use crate::jobs::{self, JobKind, NewJob};
use crate::{AppError, Core, UserErrorCode};

/// What to scan, and how.
#[derive(Clone, Debug)]
pub struct StartScan {
    /// The asset.
    pub asset_id: Uuid,
    /// `Quick` is offered.
    pub profile: ScanProfile,
    /// Makes a repeated call give the same scan.
    pub idempotency_key: Option<String>,
}

/// Queues a scan of an asset whose ownership is proven.
///
/// # Errors
/// User errors `ASSET_NOT_VERIFIED`, `NOT_AVAILABLE` and `SCANS_STOPPED`; `NotFound`, `Forbidden`.
pub async fn start_scan(
    core: &Core,
    actor: &Actor,
    input: StartScan,
) -> Result<ScanView, AppError> {
    core.authorise(actor, Permission::ScansStart, None).await?;
    let tx = core.db.write(&actor.scope).await?;
    let (asset, verification) = assets::queries::lock_asset(&tx, input.asset_id)
        .await?
        .ok_or(AppError::NotFound("asset"))?;
    if !assets::is_proven(&verification, tx.now()) {
        return Err(AppError::user(
            UserErrorCode::AssetNotVerified,
            "assetId",
            "ownership of this asset is not proven, or the proof has run out; verify it first",
        ));
    }
    let engines = steps_of(input.profile);
    if engines.is_empty() {
        return Err(AppError::user(
            UserErrorCode::NotAvailable,
            "profile",
            "this profile is not offered yet; use QUICK",
        ));
    }
    if queries::are_scans_stopped(&tx).await? {
        return Err(AppError::user(
            UserErrorCode::ScansStopped,
            "",
            "scans are stopped; ask your administrator or the operator",
        ));
    }
    let scan = queue(&tx, actor, asset.id, input.profile, engines).await?;
    tx.record(AuditEvent::new(AuditAction::ScanStarted, actor).object(ScanId::from(scan.id)));
    tx.wake(Topic::Scan(scan.id));
    tx.commit().await?;
    Ok(scan.into())
}

async fn queue(
    tx: &TenantTx,
    actor: &Actor,
    asset_id: Uuid,
    profile: ScanProfile,
    engines: &[Engine],
) -> Result<scan::Model, AppError> {
    let scan_id = tx.new_id();
    let mut job = NewJob::new(JobKind::RunScan).arg("scan_id", scan_id);
    if let Some(subject_id) = actor.subject_id {
        job = job.subject(subject_id);
    }
    let job_id = jobs::enqueue(tx, job).await?;
    let scan = scan::ActiveModel {
        tenant_id: Set(tx.tenant_id()),
        id: Set(scan_id),
        asset_id: Set(asset_id),
        subject_id: Set(actor.subject_id),
        job_id: Set(Some(job_id)),
        profile: Set(profile),
        state: Set(ScanState::Queued),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let scan = queries::insert_scan(tx, scan).await?;
    let steps = (0..)
        .zip(engines)
        .map(|(position, engine)| scan_step::ActiveModel {
            tenant_id: Set(tx.tenant_id()),
            id: Set(tx.new_id()),
            scan_id: Set(scan_id),
            position: Set(position),
            engine: Set(engine.as_str().to_owned()),
            engine_version: Set(env!("CARGO_PKG_VERSION").to_owned()),
            state: Set(ScanStepState::Pending),
            ..Default::default()
        });
    queries::insert_steps(tx, steps.collect()).await?;
    Ok(scan)
}
