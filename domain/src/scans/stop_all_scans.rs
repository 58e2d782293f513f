//! The platform's kill switch: stops every scan of every tenant.
//!
//! The switch is a row that claims refuse by and heartbeats read, so running scans stop within a heartbeat and no new
//! one is claimed. Queued scans wait until it is released.

use chrono::{DateTime, Utc};

use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::{AppError, Core};

/// Pulls the switch. Pulling it twice is pulling it once more: its epoch counts.
///
/// # Errors
/// As the database says; then the switch is where it was.
pub async fn stop_all_scans(core: &Core) -> Result<(), AppError> {
    set_switch(core, Some(core.clock.now()), "scans:stopped").await
}

/// Releases the switch: queued scans are claimed again. Scans that it stopped stay stopped.
///
/// # Errors
/// As the database says; then the switch is where it was.
pub async fn release_all_scans(core: &Core) -> Result<(), AppError> {
    set_switch(core, None, "scans:released").await?;
    core.queue.wake_dispatcher().await;
    Ok(())
}

async fn set_switch(
    core: &Core,
    engaged_at: Option<DateTime<Utc>>,
    object: &str,
) -> Result<(), AppError> {
    let tx = core.db.write(&core.platform()).await?;
    let sql = "INSERT INTO kill_switches (name, epoch, engaged_at) VALUES ('scans', 1, $1) \
               ON CONFLICT (name) DO UPDATE SET epoch = kill_switches.epoch + 1, engaged_at = excluded.engaged_at";
    tx.execute(sql, [engaged_at.into()]).await?;
    let actor = Actor::system(core.platform());
    tx.record(AuditEvent::new(AuditAction::ScansStopped, &actor).object(object));
    tx.commit().await
}
