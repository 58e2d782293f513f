//! Certificates of many people in one transaction.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::members::{self, MOST_PEOPLE, Member};
use super::release::release;
use crate::AppError;
use crate::crypto::load_signing_keys;
use crate::db::TenantTx;
use crate::jobs::JobContext;
use crate::privacy::certificate::{ResidueScan, issue_certificate};
use crate::privacy::erasure::certify::{Facts, content, insert_certificates};
use crate::privacy::erasure::finish::finish_subjects;
use crate::privacy::erasure::tasks::{Task, tasks_of};
use crate::privacy::mentions::{INDEXED, count_mentions_of};
use crate::privacy::{People, Person};

/// Issues the certificates of those for whom the scan was done. Whoever was mentioned since is let go.
///
/// # Errors
/// `Internal` if the scan proves nothing; as the database says.
pub async fn certify_together(
    context: &JobContext,
    clean: &[Uuid],
    scan: &ResidueScan,
) -> Result<(), AppError> {
    let keys = load_signing_keys(&context.core.db, SigningKeyPurpose::Certificate).await?;
    let run = context.lease.job.job_id;
    for ids in clean.chunks(MOST_PEOPLE) {
        let tx = context.fenced().await?;
        let mut members = members::exactly(&tx, ids, RequestState::Scanning).await?;
        members.retain(|member| member.request.run_job_id == Some(run));
        let mentioned = mentioned(&tx, &members).await?;
        release(&tx, &mentioned).await?;
        members.retain(|member| !mentioned.contains(&member.request.id));
        if !members.is_empty() {
            let requests: Vec<_> = members
                .iter()
                .map(|member| member.request.clone())
                .collect();
            let facts = Facts::read(&tx, &requests, scan).await?;
            let tasks = tasks(&tx, &members).await?;
            let mut certificates = Vec::with_capacity(members.len());
            for member in &members {
                let id = member.request.id;
                let theirs = tasks.get(&id).map_or(&[][..], Vec::as_slice);
                let said = content(&tx, &member.request, &member.vault, theirs, &facts)?;
                certificates.push((id, issue_certificate(&keys, &said)?));
            }
            insert_certificates(&tx, certificates).await?;
            let people: Vec<Person> = members.iter().map(Member::person).collect();
            finish_subjects(&tx, &People::together(&people)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The index was cleared when the last row was done: whom it names now was mentioned since.
async fn mentioned(tx: &TenantTx, members: &[Member]) -> Result<Vec<Uuid>, AppError> {
    let identifiers = members
        .iter()
        .map(|member| member.vault.identifiers.as_slice());
    let identifiers: Vec<_> = identifiers.collect();
    let mut found = Vec::new();
    for (location, person, _) in count_mentions_of(tx, &identifiers).await? {
        if INDEXED.iter().any(|indexed| indexed.table == location) {
            found.extend(members.get(person).map(|member| member.request.id));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

async fn tasks(tx: &TenantTx, members: &[Member]) -> Result<HashMap<Uuid, Vec<Task>>, AppError> {
    let ids: Vec<Uuid> = members.iter().map(|member| member.request.id).collect();
    let mut found: HashMap<Uuid, Vec<Task>> = HashMap::new();
    for (request, task) in tasks_of(tx, &ids).await? {
        found.entry(request).or_default().push(task);
    }
    Ok(found)
}
