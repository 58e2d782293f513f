//! One transaction of an erasure: up to a thousand rows, over as many locations as they are in.
//!
//! Effect, cursor and audit commit together. The pass is opened first and taken back last.

use std::path::Path;

use serde_json::{Map, json};
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestTaskState;

use super::blocked::{ROWS_GONE, code_of, location_of};
use super::erase_location::{Step, erase_location};
use super::pass::{close_pass, open_pass};
use super::tasks::{Task, find_tasks, store_tasks};
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::Person;
use crate::privacy::mentions::unclear_locations;
use crate::privacy::plan::{MAIL_FILES, Work, count_work};

/// Rows a transaction: bounded memory, and no lock for long.
pub(super) const BATCH: usize = 1_000;

/// How far the erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchProgress {
    pub locations_done: usize,
    pub locations: usize,
}

impl BatchProgress {
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.locations_done == self.locations
    }
}

/// What became of a batch that can't be committed.
#[derive(Debug)]
pub struct Obstacle {
    /// Where.
    pub location: &'static str,
    /// A code for what somebody has to mend; `None`: it may pass by itself.
    pub code: Option<&'static str>,
    pub error: AppError,
}

impl Obstacle {
    /// Whether trying again at once makes sense, such as after a deadlock, or when another erasure's fence came in between.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        let may_pass = matches!(
            self.error,
            AppError::Unavailable { .. } | AppError::Conflict(_)
        );
        self.code.is_none() && may_pass
    }
}

/// Does the next batch of a person's erasure, in a transaction that the caller commits.
///
/// # Errors
/// An obstacle, with the location that it is in; then the transaction must be dropped.
pub(super) async fn erase_batch(
    tx: &TenantTx,
    data_dir: &Path,
    person: &Person,
) -> Result<BatchProgress, Obstacle> {
    const TASKS: &str = "data_subject_request_tasks";
    let mut tasks = at(TASKS, find_tasks(tx, person.request_id).await)?;
    at("erasure_passes", open_pass(tx).await)?;
    let idle = idle_locations(tx, person).await?;
    let mut left = BATCH;
    let mut erased = Map::new();
    let mut moved = Vec::new();
    for task in tasks.iter_mut().filter(|task| task.is_open()) {
        let cursor = task.cursor.clone();
        let step = if cursor.is_none() && idle.contains(&task.location) {
            Step::nothing()
        } else {
            let step = erase_location(tx, data_dir, person, task.location, cursor.as_deref(), left);
            at(task.location, step.await)?
        };
        left = left.saturating_sub(step.spent);
        at(task.location, advance(task, step, &mut erased))?;
        moved.push(task.clone());
        if left == 0 || task.is_open() {
            break;
        }
    }
    at(TASKS, store_tasks(tx, &moved).await)?;
    at("erasure_passes", close_pass(tx).await)?;
    if !erased.is_empty() {
        record(tx, person.request_id, &erased);
    }
    Ok(BatchProgress {
        locations_done: tasks.iter().filter(|task| !task.is_open()).count(),
        locations: tasks.len(),
    })
}

/// Where nothing is about the person and nothing mentions them.
async fn idle_locations(tx: &TenantTx, person: &Person) -> Result<Vec<&'static str>, Obstacle> {
    let works = located(count_work(tx, std::slice::from_ref(person)).await)?;
    let unclear = at("mentions", unclear_locations(tx).await)?;
    let is_idle = |(location, work): &&(&'static str, Vec<Work>)| {
        let is_unclear = unclear.iter().any(|known| known == location);
        !is_unclear && work.iter().all(|work| work.changed() == 0)
    };
    let idle = works.iter().filter(is_idle);
    Ok(idle.map(|(location, _)| *location).collect())
}

/// Notes a step in its task. Nothing found where the plan saw rows is no success.
fn advance(
    task: &mut Task,
    step: Step,
    erased: &mut Map<String, serde_json::Value>,
) -> Result<(), AppError> {
    let rows = i64::try_from(step.rows).unwrap_or(i64::MAX);
    task.rows_done = task.rows_done.saturating_add(rows);
    task.cursor = step.cursor;
    task.state = if step.is_done {
        RequestTaskState::Done
    } else {
        RequestTaskState::Running
    };
    let is_empty = step.is_done && task.rows_done == 0 && step.spent == 0;
    // A mail's file may have been handed on and taken away; that the folder can be read has been seen.
    if is_empty && task.rows_planned > 0 && task.location != MAIL_FILES {
        return Err(AppError::internal(RowsGone));
    }
    if rows > 0 {
        erased.insert(task.location.to_owned(), json!(rows));
    }
    Ok(())
}

/// Rows that were counted are not there.
#[derive(Debug, thiserror::Error)]
#[error("the rows that the plan counted are gone")]
struct RowsGone;

pub(super) fn record(tx: &TenantTx, request_id: Uuid, erased: &Map<String, serde_json::Value>) {
    let event = AuditEvent::new(AuditAction::ErasureTaskDone, &Actor::system(*tx.scope()))
        .object(DataSubjectRequestId::from(request_id));
    tx.record(event.payload(None, json!({ "rows": erased })));
}

/// Names the location of an error of a statement over all of them.
pub(super) fn located<T>(result: Result<T, AppError>) -> Result<T, Obstacle> {
    result.map_err(|error| Obstacle {
        location: location_of(&error).unwrap_or("data_subjects"),
        code: code_of(&error),
        error,
    })
}

/// Names the location of an error.
pub(super) fn at<T>(location: &'static str, result: Result<T, AppError>) -> Result<T, Obstacle> {
    result.map_err(|error| {
        let is_gone = matches!(&error, AppError::Internal(cause) if cause.is::<RowsGone>());
        let code = if is_gone {
            Some(ROWS_GONE)
        } else {
            code_of(&error)
        };
        Obstacle {
            location,
            code,
            error,
        }
    })
}
