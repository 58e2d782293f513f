//! The steps of an erasure between its fence and its certificate, each safe to repeat.

use std::path::Path;

use uuid::Uuid;
use xorb_entities::privacy::{RequestState, RequestTaskState};

use super::blocked::{ROWS_GONE, ROWS_GONE_ACCEPTED};
use super::erase_batch::{BatchProgress, Obstacle, at, erase_batch};
use super::other_requests::{Moment, settle_other_requests};
use super::tasks::{find_tasks, reopen_tasks};
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::jobs::JobContext;
use crate::privacy::Person;
use crate::privacy::mentions::forget_mentions;
use crate::privacy::requests::{Change, find_request, read_vault, transition, write_vault};

/// Where the request stands.
///
/// # Errors
/// `NotFound` if it is gone; as the database says.
pub async fn request_state(
    context: &JobContext,
    request_id: Uuid,
) -> Result<RequestState, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let request = find_request(&tx, request_id).await?;
    Ok(request
        .ok_or(AppError::NotFound("data-subject request"))?
        .state)
}

/// The person, as the fence has written it down.
///
/// # Errors
/// As the database says.
pub(super) async fn person(tx: &TenantTx, request_id: Uuid) -> Result<Person, AppError> {
    let vault = read_vault(tx, request_id).await?.unwrap_or_default();
    Ok(Person::of_vault(request_id, &vault))
}

/// Erases the next batch. When nothing is left, the request goes over to the scan in the same transaction.
///
/// # Errors
/// An obstacle, with nothing written.
pub async fn next_batch(context: &JobContext, request_id: Uuid) -> Result<BatchProgress, Obstacle> {
    const REQUESTS: &str = "data_subject_requests";
    let tx = at("jobs", context.fenced().await)?;
    let person = at(REQUESTS, person(&tx, request_id).await)?;
    let progress = erase_batch(&tx, &context.core.settings.data_dir, &person).await?;
    if progress.is_finished() {
        let data_dir = &context.core.settings.data_dir;
        at(REQUESTS, settle_late(&tx, data_dir, &person).await)?;
        at("mentions", forget_mentions(&tx, &person.identifiers).await)?;
        let from = [RequestState::Executing];
        let moved = transition(
            &tx,
            &context.actor(),
            request_id,
            &from,
            RequestState::Scanning,
            Change::none(),
        )
        .await;
        at(REQUESTS, moved)?;
    }
    at(REQUESTS, tx.commit().await)?;
    Ok(progress)
}

/// Requests of the person that have come since the fence.
async fn settle_late(tx: &TenantTx, data_dir: &Path, person: &Person) -> Result<(), AppError> {
    let joined = settle_other_requests(tx, data_dir, person, Moment::RowsDone).await?;
    if joined.is_empty() {
        return Ok(());
    }
    let mut vault = read_vault(tx, person.request_id).await?.unwrap_or_default();
    vault.joined.extend(joined);
    write_vault(tx, person.request_id, &vault).await
}

/// Notes that the erasure can't go on: the task of the location, if it has one, and the request.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn block(
    context: &JobContext,
    request_id: Uuid,
    location: Option<&str>,
    code: &'static str,
) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    block_request(&tx, request_id, location, code).await?;
    tx.commit().await
}

/// The same inside a transaction. A request that has ended or not begun stays as it is.
///
/// # Errors
/// As the database says.
pub(crate) async fn block_request(
    tx: &TenantTx,
    request_id: Uuid,
    location: Option<&str>,
    code: &'static str,
) -> Result<(), AppError> {
    let Some(request) = find_request(tx, request_id).await? else {
        return Ok(());
    };
    let may_block = [
        RequestState::Approved,
        RequestState::Executing,
        RequestState::Scanning,
    ];
    if !may_block.contains(&request.state) {
        return Ok(());
    }
    let mut tasks = find_tasks(tx, request_id).await?;
    let task = tasks
        .iter_mut()
        .find(|task| Some(task.location) == location && task.is_open());
    if let Some(task) = task {
        task.state = RequestTaskState::Blocked;
        task.store(tx, Some(code)).await?;
    }
    let (actor, change) = (Actor::system(*tx.scope()), Change::none().blocked(code));
    transition(
        tx,
        &actor,
        request_id,
        &may_block,
        RequestState::Blocked,
        change,
    )
    .await?;
    Ok(())
}

/// Takes up an erasure that was blocked behind its fence.
///
/// # Errors
/// As the database says.
pub async fn resume(context: &JobContext, request_id: Uuid) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    reopen_tasks(&tx, request_id, &[RequestTaskState::Blocked]).await?;
    let from = [RequestState::Blocked];
    transition(
        &tx,
        &context.actor(),
        request_id,
        &from,
        RequestState::Executing,
        Change::none(),
    )
    .await?;
    tx.commit().await
}

/// Sends a request back whose person was mentioned while the scan ran.
///
/// # Errors
/// As the database says.
pub(super) async fn mention_again(context: &JobContext, request_id: Uuid) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    reopen_tasks(&tx, request_id, &[RequestTaskState::Done]).await?;
    let (from, to) = ([RequestState::Scanning], RequestState::Executing);
    transition(&tx, &context.actor(), request_id, &from, to, Change::none()).await?;
    tx.commit().await
}

/// Somebody runs the erasure again after rows were gone behind its back: they have looked into it, and it goes on without
/// them. An attempt that comes by itself does not.
///
/// # Errors
/// As the database says.
pub(crate) async fn accept_gone_rows(tx: &TenantTx, request_id: Uuid) -> Result<(), AppError> {
    let values = [tx.tenant_id().into(), request_id.into()];
    let tasks = "UPDATE data_subject_request_tasks SET rows_planned = 0 WHERE tenant_id = $1 AND request_id = $2 \
                 AND state = 'blocked' AND error_code = 'rows_gone'";
    tx.execute(tasks, values.clone()).await?;
    let request = format!(
        "UPDATE data_subject_requests SET blocked_code = '{ROWS_GONE_ACCEPTED}' WHERE tenant_id = $1 AND id = $2 \
         AND state = 'blocked' AND blocked_code = '{ROWS_GONE}'"
    );
    tx.execute(request, values).await?;
    Ok(())
}
