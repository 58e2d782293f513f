//! `data_subject_request_tasks`: how far the erasure is in each location.

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::privacy::{RequestState, RequestTaskState};

use crate::AppError;
use crate::db::{TenantTx, insert_rows, placeholder_list, rows_per_statement, value_table};
use crate::privacy::plan::{Work, erasure_order};
use crate::privacy::requests::find_requests;

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

const COLUMNS: [&str; 7] = [
    "tenant_id",
    "id",
    "request_id",
    "location",
    "strategy",
    "state",
    "rows_planned",
];

/// Notes what is to be done, location by location.
///
/// # Errors
/// As the database says.
pub(super) async fn insert_tasks(
    tx: &TenantTx,
    request_id: Uuid,
    work: &[(&'static str, Work)],
) -> Result<(), AppError> {
    let row = |(location, work): &(&'static str, Work)| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            tx.new_id().into(),
            request_id.into(),
            (*location).into(),
            strategies(work).into(),
            RequestTaskState::Pending.to_value().into(),
            work.changed().into(),
        ]
    };
    let rows = work.iter().map(row).collect();
    let once = "ON CONFLICT (tenant_id, request_id, location) DO NOTHING";
    insert_rows(tx, "data_subject_request_tasks", &COLUMNS, rows, once).await
}

/// What happens to rows there, in the words of the data map.
pub(super) fn strategies(work: &Work) -> String {
    let changes = [
        ("delete", work.deleted.saturating_add(work.sealed)),
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

/// The tasks of several requests.
///
/// # Errors
/// As the database says.
pub(super) async fn tasks_of(
    tx: &TenantTx,
    requests: &[Uuid],
) -> Result<Vec<(Uuid, Task)>, AppError> {
    let mut found = Vec::new();
    for requests in requests.chunks(rows_per_statement(1)) {
        let sql = format!(
            "SELECT request_id, id, location, strategy, state, rows_planned, rows_done, cursor \
             FROM data_subject_request_tasks WHERE tenant_id = $1 AND request_id IN ({})",
            placeholder_list(1, requests.len())
        );
        let ids = requests.iter().map(|request| Value::from(*request));
        let values: Vec<Value> = std::iter::once(tx.tenant_id().into()).chain(ids).collect();
        for row in tx.query(sql, values).await? {
            let request_id: Uuid = row.try_get("", "request_id")?;
            found.extend(read(&row)?.map(|task| (request_id, task)));
        }
    }
    found.sort_by_key(|(_, task)| position(task.location));
    Ok(found)
}

/// Gives those of these requests whose fence is up a task for every location that they have none for.
///
/// # Errors
/// As the database says.
pub(super) async fn look_everywhere(tx: &TenantTx, requests: &[Uuid]) -> Result<(), AppError> {
    for request in find_requests(tx, requests).await? {
        if [RequestState::Executing, RequestState::Scanning].contains(&request.state) {
            let work = erasure_order()
                .iter()
                .map(|location| (*location, Work::default()));
            insert_tasks(tx, request.id, &work.collect::<Vec<_>>()).await?;
        }
    }
    Ok(())
}

/// Writes how far several tasks are.
///
/// # Errors
/// As the database says.
pub(super) async fn store_tasks(tx: &TenantTx, tasks: &[Task]) -> Result<(), AppError> {
    if tasks.is_empty() {
        return Ok(());
    }
    let row = |task: &Task| -> Vec<Value> {
        let finished_at = (task.state == RequestTaskState::Done).then(|| tx.now());
        vec![
            task.id.into(),
            task.state.to_value().into(),
            task.rows_done.into(),
            task.cursor.clone().into(),
            finished_at.into(),
        ]
    };
    let rows: Vec<Vec<Value>> = tasks.iter().map(row).collect();
    let columns = ["id", "state", "rows_done", "cursor", "finished_at"];
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), tx.now().into()];
    let stored = value_table(tx.dialect(), values.len(), &columns, rows)?;
    let sql = format!(
        "UPDATE data_subject_request_tasks AS t SET state = v.state, rows_done = v.rows_done, cursor = v.cursor, \
         error_code = NULL, started_at = COALESCE(t.started_at, $2), finished_at = v.finished_at FROM {} \
         WHERE t.tenant_id = $1 AND t.id = v.id",
        stored.sql
    );
    values.extend(stored.values);
    tx.execute(sql, values).await?;
    Ok(())
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
