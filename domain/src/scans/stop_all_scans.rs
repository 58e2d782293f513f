//! The platform's kill switch: stops every scan of every tenant.
//!
//! The switch is a row that claims refuse by and heartbeats read, so running scans stop within a heartbeat and no new
//! one is claimed. Queued scans wait until it is released.

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::jobs::JobClass;
use crate::{AppError, Core};

/// Pulls the switch. Pulling it twice is pulling it once more: its epoch counts.
///
/// # Errors
/// As the database says; then the switch is where it was.
pub async fn stop_all_scans(core: &Core) -> Result<(), AppError> {
    let tx = core.db.write(&core.platform()).await?;
    queries::set_platform_switch(&tx, Some(tx.now())).await?;
    let actor = Actor::system(core.platform());
    tx.record(AuditEvent::new(AuditAction::ScansStopped, &actor));
    tx.commit().await
}

/// Releases the switch: queued scans are claimed again. Scans that it stopped stay stopped.
///
/// # Errors
/// As the database says; then the switch is where it was.
pub async fn release_all_scans(core: &Core) -> Result<(), AppError> {
    let tx = core.db.write(&core.platform()).await?;
    queries::set_platform_switch(&tx, None).await?;
    let actor = Actor::system(core.platform());
    tx.record(AuditEvent::new(AuditAction::ScansReleased, &actor));
    tx.commit().await?;
    core.queue.wake_dispatcher(&[JobClass::Scan]).await;
    Ok(())
}
