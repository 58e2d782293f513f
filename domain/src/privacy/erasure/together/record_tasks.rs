//! Tasks of many people at once.

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::privacy::RequestTaskState;

use crate::AppError;
use crate::db::{TenantTx, insert_rows};
use crate::privacy::erasure::tasks::strategies;
use crate::privacy::plan::Work;

/// How far one person's erasure is in one location.
pub(super) struct TaskRow {
    request_id: Uuid,
    location: &'static str,
    strategy: String,
    planned: i64,
    done: Option<i64>,
}

impl TaskRow {
    /// What is to be done, or was just done as it was planned.
    pub(super) fn planned(
        request_id: Uuid,
        location: &'static str,
        work: &Work,
        is_done: bool,
    ) -> Self {
        Self {
            request_id,
            location,
            strategy: strategies(work),
            planned: work.changed(),
            done: is_done.then(|| work.changed()),
        }
    }

    /// What was done.
    pub(super) fn done(request_id: Uuid, location: &'static str, work: &Work, rows: i64) -> Self {
        Self {
            request_id,
            location,
            strategy: strategies(work),
            planned: work.changed(),
            done: Some(rows),
        }
    }
}

const COLUMNS: [&str; 10] = [
    "tenant_id",
    "id",
    "request_id",
    "location",
    "strategy",
    "state",
    "rows_planned",
    "rows_done",
    "started_at",
    "finished_at",
];

/// Writes the tasks; where there is one already, it is done now, with these rows more.
///
/// # Errors
/// As the database says.
pub(super) async fn record_tasks(tx: &TenantTx, tasks: Vec<TaskRow>) -> Result<(), AppError> {
    let row = |task: TaskRow| -> Vec<Value> {
        let state = match task.done {
            Some(_) => RequestTaskState::Done,
            None => RequestTaskState::Pending,
        };
        let at = task.done.map(|_| tx.now());
        vec![
            tx.tenant_id().into(),
            tx.new_id().into(),
            task.request_id.into(),
            task.location.into(),
            task.strategy.into(),
            state.to_value().into(),
            task.planned.into(),
            task.done.unwrap_or_default().into(),
            at.into(),
            at.into(),
        ]
    };
    let again = "ON CONFLICT (tenant_id, request_id, location) DO UPDATE SET \
                 state = excluded.state, rows_done = data_subject_request_tasks.rows_done + excluded.rows_done, \
                 started_at = COALESCE(data_subject_request_tasks.started_at, excluded.started_at), \
                 finished_at = excluded.finished_at, error_code = NULL";
    let rows = tasks.into_iter().map(row).collect();
    insert_rows(tx, "data_subject_request_tasks", &COLUMNS, rows, again).await
}
