//! The rows of many people, location by location, in one transaction.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Map, json};
use uuid::Uuid;
use xorb_entities::privacy::RequestState;

use super::members::{self, ALL, Member};
use super::other_requests::who_asked_again;
use super::record_tasks::{TaskRow, record_tasks};
use super::release::release;
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::JobContext;
use crate::privacy::erasure::erase_batch::{Obstacle, at, located, record};
use crate::privacy::erasure::erase_location::erase_location;
use crate::privacy::erasure::fence::REQUESTS;
use crate::privacy::erasure::pass::{close_pass, open_pass_for};
use crate::privacy::erasure::tasks::{Task, tasks_of};
use crate::privacy::mentions::{forget_mentions, mentions_of};
use crate::privacy::plan::{MAIL_FILES, Work, count_work};
use crate::privacy::requests::transition_all;
use crate::privacy::{People, Person};

const TASKS: &str = "data_subject_request_tasks";

/// Erases the next people of the run behind their fence. Whoever's rows are not as the fence has counted them is let go. False
/// if there is nobody left.
///
/// # Errors
/// An obstacle, with nothing written.
pub async fn erase_together(context: &JobContext) -> Result<bool, Obstacle> {
    let tx = at("jobs", context.fenced().await)?;
    let run = context.lease.job.job_id;
    let next = members::next(&tx, run, RequestState::Executing, None).await;
    let next = at(REQUESTS, next)?;
    if next.is_empty() {
        return Ok(false);
    }
    let ids: Vec<Uuid> = next.iter().map(|member| member.request.id).collect();
    if erase(context, &tx, next).await? {
        at(REQUESTS, tx.commit().await)?;
        return Ok(true);
    }
    drop(tx);
    let tx = at("jobs", context.fenced().await)?;
    at(REQUESTS, release(&tx, &ids).await)?;
    at(REQUESTS, tx.commit().await)?;
    Ok(true)
}

/// False if it can't be told whose the rows were; then the transaction must be dropped.
async fn erase(context: &JobContext, tx: &TenantTx, all: Vec<Member>) -> Result<bool, Obstacle> {
    let all = at(REQUESTS, without_changed(tx, all).await)?;
    if all.is_empty() {
        return Ok(true);
    }
    let people: Vec<Person> = all.iter().map(Member::person).collect();
    let together = People::together(&people);
    let works = located(count_work(tx, &people).await)?;
    let is_mentioned = works
        .iter()
        .flat_map(|(_, of_all)| of_all)
        .any(|work| work.mentioned() > 0);
    at(
        "erasure_passes",
        open_pass_for(tx, &together, is_mentioned).await,
    )?;
    let mut done: Vec<Vec<Done>> = people.iter().map(|_| Vec::new()).collect();
    for (location, work) in works {
        let data_dir = &context.core.settings.data_dir;
        let erased = erase_in(tx, data_dir, location, (&people, &together), &work).await;
        let Some(rows) = at(location, erased)? else {
            return Ok(false);
        };
        for (done, (work, rows)) in done.iter_mut().zip(work.into_iter().zip(rows)) {
            if rows > 0 {
                done.push((location, work, rows));
            }
        }
    }
    at("erasure_passes", close_pass(tx).await)?;
    let open = at(TASKS, open_tasks(tx, &together).await)?;
    if has_gone(&open, &people, &done) {
        return Ok(false);
    }
    at("mentions", forget_mentions(tx, &together.identifiers).await)?;
    at(TASKS, note(tx, &open, &people, done).await)?;
    let requests: Vec<_> = all.into_iter().map(|member| member.request).collect();
    let states = (RequestState::Executing, RequestState::Scanning);
    let nothing = vec![Vec::new(); requests.len()];
    let moved = transition_all(tx, &context.actor(), &requests, states, &[], nothing).await;
    at(REQUESTS, moved)?;
    Ok(true)
}

/// Lets those go who have asked again since the fence, or whom another erasure has taken over.
async fn without_changed(tx: &TenantTx, all: Vec<Member>) -> Result<Vec<Member>, AppError> {
    let people: Vec<Person> = all.iter().map(Member::person).collect();
    let asked_again = who_asked_again(tx, &people).await?;
    let (mut same, mut alone) = (Vec::with_capacity(all.len()), Vec::new());
    for (index, member) in all.into_iter().enumerate() {
        if asked_again.contains(&index) || member.vault.salt.is_none() {
            alone.push(member.request.id);
        } else {
            same.push(member);
        }
    }
    release(tx, &alone).await?;
    Ok(same)
}

/// What was done for somebody in a location: what was counted there, and the rows.
type Done = (&'static str, Work, i64);

/// Erases all of them in one location. How many rows were whose; `None` if that can't be told.
async fn erase_in(
    tx: &TenantTx,
    data_dir: &Path,
    location: &'static str,
    (people, together): (&[Person], &People),
    work: &[Work],
) -> Result<Option<Vec<i64>>, AppError> {
    let mut rows: Vec<i64> = work.iter().map(Work::linked).collect();
    let linked: i64 = rows.iter().sum();
    let is_mentioned = work.iter().any(|work| work.mentioned() > 0);
    if linked == 0 && !is_mentioned {
        return Ok(Some(rows));
    }
    let mut whose: HashMap<String, Vec<usize>> = HashMap::new();
    if is_mentioned {
        let identifiers: Vec<_> = people
            .iter()
            .map(|person| person.identifiers.as_slice())
            .collect();
        for (key, person) in mentions_of(tx, location, &identifiers).await? {
            whose.entry(key).or_default().push(person);
        }
    }
    let step = erase_location(tx, data_dir, together, location, None, ALL).await?;
    if i64::try_from(step.linked).ok() != Some(linked) {
        return Ok(None);
    }
    for key in &step.mentioning {
        let Some(people) = whose.get(key) else {
            return Ok(None);
        };
        for person in people {
            if let Some(rows) = rows.get_mut(*person) {
                *rows = rows.saturating_add(1);
            }
        }
    }
    Ok(Some(rows))
}

async fn open_tasks(tx: &TenantTx, together: &People) -> Result<Vec<(Uuid, Task)>, AppError> {
    let mut tasks = tasks_of(tx, &together.requests).await?;
    tasks.retain(|(_, task)| task.is_open());
    Ok(tasks)
}

/// Whether there was nothing where the fence has counted rows: that is no success. A mail's file may have been handed on.
fn has_gone(open: &[(Uuid, Task)], people: &[Person], done: &[Vec<Done>]) -> bool {
    let rows = |request: Uuid, location: &str| {
        let mut of_all = people.iter().zip(done);
        let of_them = of_all.find(|(person, _)| person.request_id == request);
        of_them.is_some_and(|(_, done)| done.iter().any(|(known, ..)| *known == location))
    };
    open.iter().any(|(request, task)| {
        task.rows_planned > 0 && task.location != MAIL_FILES && !rows(*request, task.location)
    })
}

/// Writes what was done into tasks and trail.
async fn note(
    tx: &TenantTx,
    open: &[(Uuid, Task)],
    people: &[Person],
    done: Vec<Vec<Done>>,
) -> Result<(), AppError> {
    let nothing = Work::default();
    let mut rows = Vec::new();
    for (person, done) in people.iter().zip(done) {
        let request = person.request_id;
        let mut said = Map::new();
        for (location, work, erased) in &done {
            said.insert((*location).to_owned(), json!(erased));
            rows.push(TaskRow::done(request, location, work, *erased));
        }
        if !said.is_empty() {
            record(tx, request, &said);
        }
        let theirs = open.iter().filter(|(of, _)| *of == request);
        let idle = theirs.filter(|(_, task)| !done.iter().any(|(at, ..)| *at == task.location));
        rows.extend(idle.map(|(_, task)| TaskRow::done(request, task.location, &nothing, 0)));
    }
    record_tasks(tx, rows).await
}
