//! Asks for a scan: the first of its three authorisations. The work itself is a job of the same transaction.

use sea_orm::ActiveEnum;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::ScanId;
use xorb_entities::scans::{ScanProfile, ScanState, ScanStepState, scan, scan_step};

use super::profile::{Engine, steps_of};
use super::queries::{self, KillSwitch};
use super::target_key::target_key;
use super::view::ScanView;
use crate::assets;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::events::Topic;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::jobs::{self, JobKind, NewJob};
use crate::tenants::quotas::{Quota, check_quota};
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
/// User errors `ASSET_NOT_VERIFIED`, `NOT_AVAILABLE`, `SCANS_STOPPED` and `LIMIT_REACHED`; `IdempotencyConflict`, `NotFound`,
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn start_scan(
    core: &Core,
    actor: &Actor,
    input: StartScan,
) -> Result<ScanView, AppError> {
    core.authorise(actor, Permission::ScansStart, None).await?;
    let tx = core.db.write(&actor.scope).await?;
    let scan_id = tx.new_id();
    if let KeyClaim::Replay(id) = claim(&tx, actor, &input, scan_id).await? {
        let scan = queries::find_scan(&tx, id).await?;
        return scan.map(ScanView::from).ok_or(AppError::NotFound("scan"));
    }
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
    if let Some(switch) = queries::find_engaged_switch(&tx).await? {
        return Err(scans_stopped(switch));
    }
    check_quota(&tx, &core.settings.quotas, Quota::ScansAMonth).await?;
    let target = target_key(&core.keyring, &asset.host);
    let job_id = enqueue(&tx, actor, scan_id, target).await?;
    let scan = scan::ActiveModel {
        id: Set(scan_id),
        asset_id: Set(asset.id),
        subject_id: Set(actor.subject_id),
        job_id: Set(Some(job_id)),
        profile: Set(input.profile),
        ..queued(&tx)
    };
    let scan = queries::insert_scan(&tx, scan).await?;
    queries::insert_steps(&tx, steps(&tx, scan_id, engines)).await?;
    tx.record(AuditEvent::new(AuditAction::ScanStarted, actor).object(ScanId::from(scan.id)));
    tx.wake(Topic::Scan(scan.id));
    tx.commit().await?;
    Ok(scan.into())
}

fn scans_stopped(switch: KillSwitch) -> AppError {
    let message = match switch {
        KillSwitch::Platform => {
            "all scans on this platform are stopped; its operator releases them"
        }
        KillSwitch::Tenant => {
            "your company's scans are stopped; who may stop them releases them with releaseTenantScans"
        }
    };
    AppError::user(UserErrorCode::ScansStopped, "", message)
}

async fn claim(
    tx: &TenantTx,
    actor: &Actor,
    input: &StartScan,
    scan_id: Uuid,
) -> Result<KeyClaim, AppError> {
    let content = json!({ "asset_id": input.asset_id, "profile": input.profile.to_value() });
    let key = input.idempotency_key.as_deref();
    claim_key(tx, actor, "start_scan", key, &content, scan_id).await
}

async fn enqueue(
    tx: &TenantTx,
    actor: &Actor,
    scan_id: Uuid,
    target: Uuid,
) -> Result<Uuid, AppError> {
    let mut job = NewJob::new(JobKind::RunScan)
        .arg("scan_id", scan_id)
        .target(target);
    if let Some(subject_id) = actor.subject_id {
        job = job.subject(subject_id);
    }
    jobs::enqueue(tx, job).await
}

fn queued(tx: &TenantTx) -> scan::ActiveModel {
    scan::ActiveModel {
        tenant_id: Set(tx.tenant_id()),
        state: Set(ScanState::Queued),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    }
}

fn steps(tx: &TenantTx, scan_id: Uuid, engines: &[Engine]) -> Vec<scan_step::ActiveModel> {
    let step = |(position, engine): (i32, &Engine)| scan_step::ActiveModel {
        tenant_id: Set(tx.tenant_id()),
        id: Set(tx.new_id()),
        scan_id: Set(scan_id),
        position: Set(position),
        engine: Set(engine.name().to_owned()),
        engine_version: Set(env!("CARGO_PKG_VERSION").to_owned()),
        state: Set(ScanStepState::Pending),
        ..Default::default()
    };
    (0..).zip(engines).map(step).collect()
}
