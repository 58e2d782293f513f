//! Reads and writes the steps of scans.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveEnum, ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Select, Value,
};
use uuid::Uuid;
use xorb_entities::scans::{ScanStepState, scan_step};

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

fn all(tx: &TenantTx) -> Select<scan_step::Entity> {
    scan_step::Entity::find().filter(scan_step::Column::TenantId.eq(tx.tenant_id()))
}

/// The steps of these scans, in order.
pub(crate) async fn find_steps(
    tx: &TenantTx,
    scan_ids: &[Uuid],
) -> Result<Vec<scan_step::Model>, AppError> {
    let select = all(tx)
        .filter(scan_step::Column::ScanId.is_in(scan_ids.iter().copied()))
        .order_by_asc(scan_step::Column::Position);
    Ok(select.all(tx.conn()).await?)
}

/// One step.
pub(crate) async fn find_step(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<scan_step::Model>, AppError> {
    let select = all(tx).filter(scan_step::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// Adds the steps of a scan.
pub(crate) async fn insert_steps(
    tx: &TenantTx,
    steps: Vec<scan_step::ActiveModel>,
) -> Result<(), AppError> {
    scan_step::Entity::insert_many(steps)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Stores what changed.
pub(crate) async fn update_step(tx: &TenantTx, step: scan_step::Model) -> Result<(), AppError> {
    let step = step
        .into_active_model()
        .reset_all()
        .update(tx.conn())
        .await?;
    let Some(message) = &step.error_message else {
        return Ok(());
    };
    let row = IndexedRow::new(step.id, Mentioned::by([message.as_str()]));
    mentions::index_row(tx, mentions::SCAN_STEPS, row).await
}

/// What becomes of steps that are not over when their scan ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepsEnd {
    /// Of the one that was running.
    pub running: ScanStepState,
    /// Of those that had not begun.
    pub pending: ScanStepState,
    /// Why the running one did not complete.
    pub error_code: Option<&'static str>,
}

/// Ends the steps of a scan that are not over.
pub(crate) async fn end_open_steps(
    tx: &TenantTx,
    scan_id: Uuid,
    end: StepsEnd,
) -> Result<(), AppError> {
    let sql = "UPDATE scan_steps SET \
               finished_at = CASE WHEN state = 'running' THEN $5 ELSE finished_at END, \
               error_code = CASE WHEN state = 'running' THEN $6 ELSE error_code END, \
               state = CASE WHEN state = 'running' THEN $3 ELSE $4 END \
               WHERE tenant_id = $1 AND scan_id = $2 AND state IN ('pending', 'running')";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        scan_id.into(),
        end.running.to_value().into(),
        end.pending.to_value().into(),
        tx.now().into(),
        end.error_code.map(str::to_owned).into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Makes the steps of a scan that did not complete ready to be run again, and forgets that they had an effect.
pub(crate) async fn reset_steps(
    tx: &TenantTx,
    scan_id: Uuid,
    job_id: Uuid,
) -> Result<(), AppError> {
    const UNDONE: &str = "state NOT IN ('completed', 'completed_partially')";
    let forget = format!(
        "DELETE FROM job_effects WHERE tenant_id = $1 AND job_id = $2 AND step IN \
         (SELECT 'step ' || position FROM scan_steps WHERE tenant_id = $1 AND scan_id = $3 AND {UNDONE})"
    );
    let ids = [tx.tenant_id().into(), job_id.into(), scan_id.into()];
    tx.execute(forget, ids).await?;
    forget_messages(tx, scan_id).await?;
    let reset = format!(
        "UPDATE scan_steps SET state = 'pending', started_at = NULL, finished_at = NULL, error_code = NULL, \
         error_message = NULL WHERE tenant_id = $1 AND scan_id = $2 AND {UNDONE}"
    );
    tx.execute(reset, [tx.tenant_id().into(), scan_id.into()])
        .await?;
    Ok(())
}

async fn forget_messages(tx: &TenantTx, scan_id: Uuid) -> Result<(), AppError> {
    let steps = find_steps(tx, &[scan_id]).await?;
    let undone = steps.into_iter().filter(|step| {
        use ScanStepState::{Completed, CompletedPartially};
        step.error_message.is_some() && !matches!(step.state, Completed | CompletedPartially)
    });
    let keys: Vec<String> = undone.map(|step| step.id.to_string()).collect();
    mentions::forget_rows(tx, mentions::SCAN_STEPS, &keys).await
}
