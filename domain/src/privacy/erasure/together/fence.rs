//! The fence of many people in one short transaction.

use std::collections::HashSet;
use std::path::Path;

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::privacy::RequestState;

use super::members::{self, Member};
use super::other_requests::who_asked_again;
use super::record_tasks::{TaskRow, record_tasks};
use super::release::release;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::support_access::end_those_of;
use crate::jobs::JobContext;
use crate::privacy::erasure::addendum;
use crate::privacy::erasure::erase_batch::{BATCH, Obstacle, at, located};
use crate::privacy::erasure::erase_location::erase_location;
use crate::privacy::erasure::fence::{AT_ONCE, REQUESTS, fence_subjects, stop_mails};
use crate::privacy::erasure::gather::{Known, gather};
use crate::privacy::erasure::pass::{close_pass, open_pass_for};
use crate::privacy::erasure::tombstones::write_tombstones;
use crate::privacy::plan::{Work, conflicts, count_work, erasure_order, plan_of, work_of};
use crate::privacy::requests::{index_vaults, sealed_vault, transition_all};
use crate::privacy::{People, Person};
use crate::rng::random_bytes;

/// Fences the next people of the run, and lets those go who must be erased alone. False if there is nobody left.
///
/// # Errors
/// An obstacle, with nothing written.
pub async fn fence_together(context: &JobContext) -> Result<bool, Obstacle> {
    let tx = at("jobs", context.fenced().await)?;
    let run = context.lease.job.job_id;
    let next = members::next(&tx, run, RequestState::Approved, None).await;
    let next = at(REQUESTS, next)?;
    if next.is_empty() {
        return Ok(false);
    }
    let ids: Vec<Uuid> = next.iter().map(|member| member.request.id).collect();
    if fence(context, &tx, next).await? {
        at(REQUESTS, tx.commit().await)?;
        return Ok(true);
    }
    drop(tx);
    let tx = at("jobs", context.fenced().await)?;
    at(REQUESTS, release(&tx, &ids).await)?;
    at(REQUESTS, tx.commit().await)?;
    Ok(true)
}

/// False if they can't be fenced together after all; then the transaction must be dropped.
async fn fence(context: &JobContext, tx: &TenantTx, all: Vec<Member>) -> Result<bool, Obstacle> {
    let people = at("users", gather(tx, all.iter().map(known).collect()).await)?;
    let busy = at(
        "scans",
        with_running_scans(tx, &People::together(&people)).await,
    )?;
    let asked_again = at(REQUESTS, who_asked_again(tx, &people).await)?;
    let works = located(count_work(tx, &people).await)?;
    let mut seen = HashSet::new();
    let (mut fit, mut alone) = (Vec::new(), Vec::new());
    for (index, (member, person)) in all.into_iter().zip(people).enumerate() {
        let work = work_of(&works, index);
        let is_new = person.subjects.iter().all(|subject| seen.insert(*subject));
        let is_busy = person.subjects.iter().any(|subject| busy.contains(subject))
            || asked_again.contains(&index);
        let rows: i64 = work.iter().map(|(_, work)| work.changed()).sum();
        let has_gone = addendum::first_gone(&member.request, &plan_of(&work, Vec::new())).is_some();
        if is_new && !is_busy && !has_gone && rows <= i64::try_from(BATCH).unwrap_or(i64::MAX) {
            fit.push(Fit {
                member,
                person,
                work,
            });
        } else {
            alone.push(member.request.id);
        }
    }
    let Some(conflicting) = at("users", take_out_conflicting(tx, &mut fit).await)? else {
        return Ok(false);
    };
    alone.extend(conflicting);
    at(REQUESTS, release(tx, &alone).await)?;
    if fit.is_empty() {
        return Ok(true);
    }
    let people: Vec<Person> = fit.iter().map(|fit| fit.person.clone()).collect();
    let together = People::together(&people);
    at("data_subjects", fence_subjects(tx, &together).await)?;
    let is_mentioned = fit
        .iter()
        .flat_map(|fit| &fit.work)
        .any(|(_, work)| work.mentioned() > 0);
    at(
        "erasure_passes",
        open_pass_for(tx, &together, is_mentioned).await,
    )?;
    let ended = end_those_of(tx, &context.actor(), &together.subjects).await;
    at("impersonations", ended)?;
    if !at_once(tx, &context.core.settings.data_dir, &together, &fit).await? {
        return Ok(false);
    }
    at("outgoing_mails", stop_mails(tx, &together).await)?;
    at("erasure_passes", close_pass(tx).await)?;
    at("erasure_ledger", write_tombstones(tx, &people).await)?;
    at(REQUESTS, begin(context, tx, fit).await)?;
    Ok(true)
}

/// Somebody who can be erased with the others.
struct Fit {
    member: Member,
    person: Person,
    work: Vec<(&'static str, Work)>,
}

/// Takes out whose erasure something is in the way of, such as that nobody else is an owner. Their requests; `None` if
/// something is in the way of the others together.
async fn take_out_conflicting(
    tx: &TenantTx,
    fit: &mut Vec<Fit>,
) -> Result<Option<Vec<Uuid>>, AppError> {
    let mut alone = Vec::new();
    if !is_in_the_way(tx, fit).await? {
        return Ok(Some(alone));
    }
    for one in std::mem::take(fit) {
        if is_in_the_way(tx, std::slice::from_ref(&one)).await? {
            alone.push(one.member.request.id);
        } else {
            fit.push(one);
        }
    }
    Ok((!is_in_the_way(tx, fit).await?).then_some(alone))
}

async fn is_in_the_way(tx: &TenantTx, of: &[Fit]) -> Result<bool, AppError> {
    let subjects = of.iter().flat_map(|fit| fit.person.subjects.clone());
    Ok(!conflicts(tx, &subjects.collect::<Vec<_>>())
        .await?
        .is_empty())
}

fn known(member: &Member) -> Known {
    let subjects = member.vault.subjects.iter().copied();
    Known {
        request_id: member.request.id,
        subjects: subjects.chain(member.request.subject_id).collect(),
        identifiers: member.vault.identifiers.clone(),
    }
}

/// Whose scans have not ended.
async fn with_running_scans(tx: &TenantTx, people: &People) -> Result<HashSet<Uuid>, AppError> {
    let sql = format!(
        "SELECT DISTINCT subject_id FROM scans WHERE tenant_id = $1 AND {} \
         AND state IN ('queued', 'authorizing', 'running')",
        people.is_subject(tx, "subject_id")
    );
    let rows = tx.query(sql, people.values(tx)).await?;
    let busy = rows.iter().map(|row| row.try_get("", "subject_id"));
    Ok(busy.collect::<Result<_, _>>()?)
}

/// False if something else was there than was counted.
async fn at_once(
    tx: &TenantTx,
    data_dir: &Path,
    together: &People,
    fit: &[Fit],
) -> Result<bool, Obstacle> {
    for location in erasure_order()
        .iter()
        .filter(|location| AT_ONCE.contains(location))
    {
        let changed = fit.iter().flat_map(|fit| &fit.work);
        let counted: i64 = changed
            .filter(|(known, _)| known == location)
            .map(|(_, work)| work.changed())
            .sum();
        if counted == 0 {
            continue;
        }
        let step =
            erase_location(tx, data_dir, together, location, None, super::members::ALL).await;
        let step = at(location, step)?;
        if i64::try_from(step.rows).ok() != Some(counted) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tasks, vaults and states: everything that a later step reads.
async fn begin(context: &JobContext, tx: &TenantTx, fit: Vec<Fit>) -> Result<(), AppError> {
    let actor = context.actor();
    let mut tasks = Vec::new();
    let (mut requests, mut vaults) = (Vec::with_capacity(fit.len()), Vec::with_capacity(fit.len()));
    let mut values: Vec<Vec<Value>> = Vec::with_capacity(fit.len());
    for Fit {
        member,
        person,
        work,
    } in fit
    {
        let Member { request, mut vault } = member;
        vault.identifiers.clone_from(&person.identifiers);
        vault.subjects.clone_from(&person.subjects);
        vault.salt = Some(hex::encode(random_bytes::<32>(tx.services().rng.as_ref())));
        let plan = plan_of(&work, Vec::new());
        let plan = match addendum::addendum(tx, &actor, &request, &plan)? {
            Some(amended) => Some(amended),
            None => request.plan.clone(),
        };
        values.push(vec![
            sealed_vault(tx, request.id, &vault).await?.into(),
            plan.into(),
        ]);
        for (location, work) in work.iter().filter(|(_, work)| work.changed() > 0) {
            let is_done = AT_ONCE.contains(location);
            tasks.push(TaskRow::planned(request.id, location, work, is_done));
        }
        vaults.push((request.id, vault));
        requests.push(request);
    }
    index_vaults(tx, &vaults).await?;
    record_tasks(tx, tasks).await?;
    let states = (RequestState::Approved, RequestState::Executing);
    let columns = ["identity_ciphertext", "plan"];
    transition_all(tx, &actor, &requests, states, &columns, values).await
}
