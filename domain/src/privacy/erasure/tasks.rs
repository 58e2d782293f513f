//! `data_subject_request_tasks`: how far the erasure is in each location.

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::privacy::RequestTaskState;

use super::Person;
use crate::AppError;
use crate::db::{TenantTx, placeholder_rows};
use crate::privacy::plan::{Work, erasure_order};

/// One location of one erasure.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: Uuid,
    pub(super) location: &'static str,
    pub(super) strategy: String,
    pub(super) state: RequestTaskState,
    pub(super) rows_planned: i64,
    pub(super) rows_done: i64,
    pub(super) cursor: Option<String>,
}

const COLUMNS: usize = 7;

/// Notes what is to be done, location by location.
///
/// # Errors
/// As the database says.
pub(super) async fn insert_tasks(
    tx: &TenantTx,
    person: &Person,
    work: &[(&'static str, Work)],
) -> Result<(), AppError> {
    let mut values: Vec<Value> = Vec::with_capacity(work.len() * COLUMNS);
    for (location, work) in work {
        values.extend::<[Value; COLUMNS]>([
            tx.tenant_id().into(),
            tx.new_id().into(),
            person.request_id.into(),
            (*location).into(),
            strategies(work).into(),
            RequestTaskState::Pending.to_value().into(),
            work.changed().into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO data_subject_request_tasks (tenant_id, id, request_id, location, strategy, state, rows_planned) \
         VALUES {} ON CONFLICT (tenant_id, request_id, location) DO NOTHING",
        placeholder_rows(work.len(), COLUMNS)
    );
    tx.execute(sql, values).await?;
    Ok(())
}

/// What happens to rows there, in the words of the data map.
fn strategies(work: &Work) -> String {
    let changes = [
        ("delete", work.deleted),
        ("anonymise", work.nulled),
        ("redact mentions", work.redacted),
    ];
    let named: Vec<&str> = changes
        .iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(name, _)| *name)
        .collect();
    if named.is_empty() {
        "look".to_owned()
    } else {
        named.join(", ")
    }
}

/// All tasks of a request, in the order in which they are done.
///
/// # Errors
/// As the database says.
pub(super) async fn find_tasks(tx: &TenantTx, request_id: Uuid) -> Result<Vec<Task>, AppError> {
    let sql = "SELECT id, location, strategy, state, rows_planned, rows_done, cursor FROM data_subject_request_tasks \
               WHERE tenant_id = $1 AND request_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    let tasks = rows
        .iter()
        .map(read)
        .collect::<Result<Vec<Option<Task>>, AppError>>()?;
    let mut tasks: Vec<Task> = tasks.into_iter().flatten().collect();
    tasks.sort_by_key(|task| position(task.location));
    Ok(tasks)
}

/// `None` for a location that this version does not know any more.
fn read(row: &QueryResult) -> Result<Option<Task>, AppError> {
    let location: String = row.try_get("", "location")?;
    let state: String = row.try_get("", "state")?;
    let Some(location) = erasure_order().iter().find(|known| **known == location) else {
        return Ok(None);
    };
    Ok(Some(Task {
        id: row.try_get("", "id")?,
        location,
        strategy: row.try_get("", "strategy")?,
        state: RequestTaskState::try_from_value(&state)?,
        rows_planned: row.try_get("", "rows_planned")?,
        rows_done: row.try_get("", "rows_done")?,
        cursor: row.try_get("", "cursor")?,
    }))
}

fn position(location: &str) -> usize {
    erasure_order()
        .iter()
        .position(|known| *known == location)
        .unwrap_or(usize::MAX)
}

impl Task {
    /// Whether there is something to do yet.
    pub(super) fn is_open(&self) -> bool {
        !matches!(
            self.state,
            RequestTaskState::Done | RequestTaskState::Skipped
        )
    }

    /// Writes how far it is.
    ///
    /// # Errors
    /// As the database says.
    pub(super) async fn store(
        &self,
        tx: &TenantTx,
        error_code: Option<&str>,
    ) -> Result<(), AppError> {
        let finished_at = (self.state == RequestTaskState::Done).then(|| tx.now());
        let sql = "UPDATE data_subject_request_tasks SET state = $3, rows_done = $4, cursor = $5, error_code = $6, \
                   started_at = COALESCE(started_at, $7), finished_at = $8 WHERE tenant_id = $1 AND id = $2";
        let values: [Value; 8] = [
            tx.tenant_id().into(),
            self.id.into(),
            self.state.to_value().into(),
            self.rows_done.into(),
            self.cursor.clone().into(),
            error_code.into(),
            tx.now().into(),
            finished_at.into(),
        ];
        tx.execute(sql, values).await?;
        Ok(())
    }
}

/// Lets blocked tasks be tried again.
///
/// # Errors
/// As the database says.
pub(super) async fn reopen_tasks(
    tx: &TenantTx,
    request_id: Uuid,
    from: &[RequestTaskState],
) -> Result<(), AppError> {
    for state in from {
        let sql = "UPDATE data_subject_request_tasks SET state = 'pending', error_code = NULL, cursor = NULL, \
                   finished_at = NULL WHERE tenant_id = $1 AND request_id = $2 AND state = $3";
        let values = [
            tx.tenant_id().into(),
            request_id.into(),
            state.to_value().into(),
        ];
        tx.execute(sql, values).await?;
    }
    Ok(())
}
