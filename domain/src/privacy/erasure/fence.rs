//! The beginning of an erasure, one short transaction: from its commit on nothing new is written about the person, and
//! nobody gets in as that person.

use std::path::Path;

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{RequestState, RequestTaskState};

use super::blocked::{IDENTITY_GONE, NO_OWNER_LEFT, ROWS_GONE, ROWS_GONE_ACCEPTED};
use super::erase_batch::{Obstacle, at, located};
use super::erase_location::erase_location;
use super::gather::{Known, gather};
use super::other_requests::{Moment, settle_other_requests};
use super::pass::{close_pass, open_pass};
use super::tasks::{find_tasks, insert_tasks};
use super::{addendum, cancel_scans, close_tenant, tombstones};
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::support_access::end_those_of;
use crate::jobs::JobContext;
use crate::privacy::plan::{ErasurePlan, LAST_PERSON, conflicts, count_work, plan_of, work_of};
use crate::privacy::requests::{Change, Vault, find_request, read_vault, transition, write_vault};
use crate::privacy::{People, Person};
use crate::rng::random_bytes;

/// What lets the person in, or would make a running worker stumble over the fence: done at once. With what refers to it.
pub(super) const AT_ONCE: [&str; 6] = [
    "refresh_tokens",
    "impersonations",
    "federated_sessions",
    "sessions",
    "invitations",
    "scans",
];
/// More rows of one of these are left to the batches.
const AT_ONCE_LIMIT: usize = 2_000;

/// Raises the fence; once, whatever crashed before. False if an earlier run has, or if the request has moved on.
///
/// # Errors
/// An obstacle, with nothing written.
pub async fn raise_fence(context: &JobContext, request_id: Uuid) -> Result<bool, Obstacle> {
    let Some(tx) = at(REQUESTS, context.effect("fence").await)? else {
        return Ok(false);
    };
    let (request, vault) = at(REQUESTS, read(&tx, request_id).await)?;
    if !may_begin(&request) {
        return Ok(false);
    }
    let vault = vault.ok_or_else(|| blocked(REQUESTS, IDENTITY_GONE))?;
    let known = vault.subjects.iter().copied().chain(request.subject_id);
    let known = Known {
        request_id,
        subjects: known.collect(),
        identifiers: vault.identifiers.clone(),
    };
    let gathered = at("users", gather(&tx, vec![known]).await)?;
    let Some(person) = gathered.into_iter().next() else {
        return Err(blocked("users", ROWS_GONE));
    };
    at("scans", cancel_scans::cancel_scans(&tx, &person).await)?;
    let plan = match fresh_plan(&tx, &request, &person).await {
        // Taken by another erasure of the same person, which answers this request.
        Err(obstacle)
            if obstacle.code == Some(ROWS_GONE) && has_moved_on(&tx, request_id).await? =>
        {
            return Ok(false);
        }
        plan => plan?,
    };
    let actor = context.actor();
    at("data_subjects", fence_subjects(&tx, &person).await)?;
    // This one may have waited for another erasure of the same person.
    if has_moved_on(&tx, request_id).await? {
        return Ok(false);
    }
    at_once(&tx, &actor, &context.core.settings.data_dir, &person).await?;
    at("outgoing_mails", stop_mails(&tx, &person).await)?;
    at("erasure_passes", close_pass(&tx).await)?;
    at(
        "erasure_ledger",
        tombstones::write_tombstones(&tx, std::slice::from_ref(&person)).await,
    )?;
    if plan
        .conflicts
        .iter()
        .any(|conflict| conflict.code == LAST_PERSON)
    {
        at("tenants", close_tenant::close_tenant(&tx).await)?;
    }
    let data_dir = &context.core.settings.data_dir;
    let joined = settle_other_requests(&tx, data_dir, &person, Moment::Fence).await;
    let vault = Vault {
        joined: at(REQUESTS, joined)?,
        ..vault
    };
    at(
        REQUESTS,
        begin(&tx, &actor, &request, &person, vault, &plan).await,
    )?;
    at(REQUESTS, tx.commit().await)?;
    Ok(true)
}

pub(super) const REQUESTS: &str = "data_subject_requests";

fn may_begin(request: &RequestRow) -> bool {
    matches!(
        request.state,
        RequestState::Approved | RequestState::Blocked
    )
}

/// Whether another erasure of the same person has taken the request over.
async fn has_moved_on(tx: &TenantTx, request_id: Uuid) -> Result<bool, Obstacle> {
    let now = at(REQUESTS, find_request(tx, request_id).await)?;
    Ok(!now.as_ref().is_some_and(may_begin))
}

async fn read(tx: &TenantTx, request_id: Uuid) -> Result<(RequestRow, Option<Vault>), AppError> {
    let request = find_request(tx, request_id).await?;
    let request = request.ok_or(AppError::NotFound("data-subject request"))?;
    Ok((request, read_vault(tx, request_id).await?))
}

/// The plan as it is now, with its tasks. Refused if it leaves the tenant without an owner, or if rows that were approved
/// to go have gone already.
async fn fresh_plan(
    tx: &TenantTx,
    request: &RequestRow,
    person: &Person,
) -> Result<ErasurePlan, Obstacle> {
    let conflicts = at("users", conflicts(tx, &person.subjects).await)?;
    let works = count_work(tx, std::slice::from_ref(person)).await;
    let work = work_of(&located(works)?, 0);
    let plan = plan_of(&work, conflicts);
    if plan.blocking_conflicts().next().is_some() {
        return Err(blocked("users", NO_OWNER_LEFT));
    }
    let is_accepted = request.blocked_code.as_deref() == Some(ROWS_GONE_ACCEPTED);
    if let Some(location) = addendum::first_gone(request, &plan).filter(|_| !is_accepted) {
        return Err(blocked(location, ROWS_GONE));
    }
    at(
        "data_subject_request_tasks",
        insert_tasks(tx, person.request_id, &work).await,
    )?;
    Ok(plan)
}

fn blocked(location: &'static str, code: &'static str) -> Obstacle {
    Obstacle {
        location,
        code: Some(code),
        error: AppError::internal(code),
    }
}

/// Waits for open writers, in one order, and lets no later one in.
///
/// # Errors
/// As the database says.
pub(super) async fn fence_subjects(tx: &TenantTx, people: &People) -> Result<(), AppError> {
    let lock = format!(
        "SELECT id FROM data_subjects WHERE tenant_id = $1 AND {} ORDER BY id{}",
        people.is_subject(tx, "id"),
        tx.dialect().for_update()
    );
    tx.query(lock, people.values(tx)).await?;
    let fence = format!(
        "UPDATE data_subjects SET state = 'erasing' WHERE tenant_id = $1 AND {} AND state = 'active'",
        people.is_subject(tx, "id")
    );
    tx.execute(fence, people.values(tx)).await?;
    Ok(())
}

/// Opens the pass that is closed when the mails have been stopped.
async fn at_once(
    tx: &TenantTx,
    actor: &Actor,
    data_dir: &Path,
    person: &Person,
) -> Result<(), Obstacle> {
    at("erasure_passes", open_pass(tx).await)?;
    let ended = end_those_of(tx, actor, &person.subjects).await;
    at("impersonations", ended)?;
    let tasks = at(
        "data_subject_request_tasks",
        find_tasks(tx, person.request_id).await,
    )?;
    for mut task in tasks
        .into_iter()
        .filter(|task| AT_ONCE.contains(&task.location))
    {
        let step = erase_location(tx, data_dir, person, task.location, None, AT_ONCE_LIMIT).await;
        let step = at(task.location, step)?;
        task.rows_done = i64::try_from(step.rows).unwrap_or(i64::MAX);
        task.state = if step.is_done {
            RequestTaskState::Done
        } else {
            RequestTaskState::Running
        };
        at("data_subject_request_tasks", task.store(tx, None).await)?;
    }
    Ok(())
}

/// Mails that wait don't go out any more. Needs a pass.
///
/// # Errors
/// As the database says.
pub(super) async fn stop_mails(tx: &TenantTx, people: &People) -> Result<(), AppError> {
    let sql = format!(
        "UPDATE outgoing_mails SET state = 'failed' WHERE tenant_id = $1 AND {} AND state = 'queued'",
        people.is_subject(tx, "subject_id")
    );
    tx.execute(sql, people.values(tx)).await?;
    Ok(())
}

async fn begin(
    tx: &TenantTx,
    actor: &Actor,
    request: &RequestRow,
    person: &Person,
    vault: Vault,
    plan: &ErasurePlan,
) -> Result<(), AppError> {
    let salt = random_bytes::<32>(tx.services().rng.as_ref());
    let vault = Vault {
        identifiers: person.identifiers.clone(),
        subjects: person.subjects.clone(),
        salt: Some(hex::encode(salt)),
        ..vault
    };
    write_vault(tx, person.request_id, &vault).await?;
    let change = match addendum::addendum(tx, actor, request, plan)? {
        Some(amended) => Change::none().plan_amended(amended),
        None => Change::none(),
    };
    let from = [RequestState::Approved, RequestState::Blocked];
    transition(
        tx,
        actor,
        person.request_id,
        &from,
        RequestState::Executing,
        change,
    )
    .await?;
    Ok(())
}

/// Values for a statement that needs the tenant alone.
pub(super) fn tenant(tx: &TenantTx) -> [Value; 1] {
    [tx.tenant_id().into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::plan::REFERENCES;

    #[test]
    fn what_refers_to_a_row_that_goes_at_once_goes_at_once() {
        for (first, then) in REFERENCES {
            let is_left_behind = AT_ONCE.contains(&then) && !AT_ONCE.contains(&first);
            assert!(
                !is_left_behind,
                "{first} refers to {then}, which goes before it"
            );
        }
    }
}
