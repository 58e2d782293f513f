//! The certificate, in one effect with the end of the person's rows: what was done, what stayed, where nothing was found.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::ids::{DataSubjectRequestId, TenantId};
use xorb_entities::map::{Retention, map_hash};
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::finish::finish_subjects;
use super::letter::recipients;
use super::run::mention_again;
use super::tasks::{Task, find_tasks};
use crate::AppError;
use crate::crypto::load_signing_keys;
use crate::db::{TenantTx, insert_rows};
use crate::jobs::JobContext;
use crate::privacy::Person;
use crate::privacy::certificate::{
    AddendumItem, AuditPosition, CertificateContent, Digest, ErasedLocation, Officers,
    PRODUCT_VERSION, ResidueScan, RetainedLocation, audit_position, issue_certificate, pid_of_user,
    stores_not_attested, subject_commitment,
};
use crate::privacy::mentions::{INDEXED, count_mentioned_rows};
use crate::privacy::plan::{ErasurePlan, MAIL_FILES, PlanItem};
use crate::privacy::requests::{Vault, find_request, read_vault};

/// Issues the certificate; once, whatever crashed before. False if somebody has mentioned the person since the scan: then
/// the request goes back to its execution, and is scanned again.
///
/// # Errors
/// `Internal` if the scan proves nothing; as the database says.
pub async fn certify(
    context: &JobContext,
    request_id: Uuid,
    scan: ResidueScan,
) -> Result<bool, AppError> {
    let keys = load_signing_keys(&context.core.db, SigningKeyPurpose::Certificate).await?;
    let Some(tx) = context.effect("certificate").await? else {
        return Ok(true);
    };
    let request = find_request(&tx, request_id).await?;
    let request = request.ok_or(AppError::NotFound("data-subject request"))?;
    let vault = read_vault(&tx, request_id).await?.unwrap_or_default();
    let person = Person::of_vault(request_id, &vault);
    if is_mentioned(&tx, &person).await? {
        drop(tx);
        mention_again(context, request_id).await?;
        return Ok(false);
    }
    let tasks = find_tasks(&tx, request_id).await?;
    let facts = Facts::read(&tx, std::slice::from_ref(&request), &scan).await?;
    let said = content(&tx, &request, &vault, &tasks, &facts)?;
    let jws = issue_certificate(&keys, &said)?;
    insert_certificates(&tx, vec![(request_id, jws)]).await?;
    finish_subjects(&tx, &person).await?;
    tx.commit().await?;
    Ok(true)
}

/// The index was cleared when the last row was done: what it names now has come since.
async fn is_mentioned(tx: &TenantTx, person: &Person) -> Result<bool, AppError> {
    for indexed in INDEXED {
        if count_mentioned_rows(tx, indexed.table, &person.identifiers).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The certificate of a request, and when it was issued.
///
/// # Errors
/// As the database says.
pub(super) async fn find_certificate(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<Option<(String, DateTime<Utc>)>, AppError> {
    let sql = "SELECT jws, issued_at FROM certificates WHERE tenant_id = $1 AND request_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok::<_, AppError>((row.try_get("", "jws")?, row.try_get("", "issued_at")?))
    };
    rows.first().map(read).transpose()
}

/// Writes certificates down.
///
/// # Errors
/// As the database says.
pub(super) async fn insert_certificates(
    tx: &TenantTx,
    certificates: Vec<(Uuid, String)>,
) -> Result<(), AppError> {
    let columns = ["tenant_id", "id", "request_id", "jws", "issued_at"];
    let row = |(request_id, jws): (Uuid, String)| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            tx.new_id().into(),
            request_id.into(),
            jws.into(),
            tx.now().into(),
        ]
    };
    let rows = certificates.into_iter().map(row).collect();
    insert_rows(tx, "certificates", &columns, rows, "").await
}

/// What certificates of one transaction have in common.
pub(super) struct Facts<'a> {
    scan: &'a ResidueScan,
    audit_position: AuditPosition,
    /// Of those who verified and approved, by user.
    pids: HashMap<Uuid, Uuid>,
}

impl<'a> Facts<'a> {
    /// Reads them.
    ///
    /// # Errors
    /// As the database says.
    pub(super) async fn read(
        tx: &TenantTx,
        requests: &[RequestRow],
        scan: &'a ResidueScan,
    ) -> Result<Self, AppError> {
        let officers = requests
            .iter()
            .flat_map(|request| [request.verified_by, request.approved_by]);
        let officers: HashSet<Uuid> = officers.flatten().collect();
        let mut pids = HashMap::new();
        for user in officers {
            if let Some(pid) = pid_of_user(tx, user).await? {
                pids.insert(user, pid);
            }
        }
        Ok(Self {
            scan,
            audit_position: audit_position(tx).await?,
            pids,
        })
    }
}

/// What the certificate of a request says.
///
/// # Errors
/// `Internal` if the request has no plan.
pub(super) fn content(
    tx: &TenantTx,
    request: &RequestRow,
    vault: &Vault,
    tasks: &[Task],
    facts: &Facts<'_>,
) -> Result<CertificateContent, AppError> {
    let stored = request.plan.clone().unwrap_or_default();
    let amended = stored
        .pointer("/addendum/items")
        .cloned()
        .unwrap_or_default();
    let plan: ErasurePlan = serde_json::from_value(stored).map_err(AppError::internal)?;
    let amended: Vec<PlanItem> = serde_json::from_value(amended).unwrap_or_default();
    let plan_hash = request.plan_hash.as_deref().and_then(Digest::from_slice);
    Ok(CertificateContent {
        request_id: DataSubjectRequestId::from(request.id),
        tenant_id: TenantId::from(tx.tenant_id()),
        right: "ERASURE".to_owned(),
        received_at: request.received_at,
        approved_at: request.approved_at.unwrap_or(request.received_at),
        completed_at: tx.now(),
        subject_commitments: commitments(vault),
        map_hash: Digest(map_hash()),
        plan_hash: plan_hash.ok_or_else(|| AppError::internal("the request has no plan"))?,
        addendum: amended
            .iter()
            .map(|item| addendum_item(&plan, item))
            .collect(),
        erased: erased(tasks),
        retained: plan
            .items
            .iter()
            .filter_map(retained)
            .chain(letters_kept(tx, vault))
            .collect(),
        legal_holds: Vec::new(),
        scan: facts.scan.clone(),
        recipients_notified: Vec::new(),
        stores_not_attested: stores_not_attested(),
        audit_position: facts.audit_position,
        officers: officers(request, &facts.pids),
        product_version: PRODUCT_VERSION.to_owned(),
    })
}

fn commitments(vault: &Vault) -> Vec<Digest> {
    let salt = vault
        .salt
        .as_deref()
        .and_then(|salt| hex::decode(salt).ok());
    let salt: Option<[u8; 32]> = salt.and_then(|salt| salt.try_into().ok());
    let Some(salt) = salt else {
        return Vec::new();
    };
    let mut commitments: Vec<Digest> = vault
        .identifiers
        .iter()
        .map(|identifier| Digest(subject_commitment(&salt, identifier.value())))
        .collect();
    commitments.sort_unstable();
    commitments
}

fn addendum_item(plan: &ErasurePlan, found: &PlanItem) -> AddendumItem {
    let approved = plan
        .items
        .iter()
        .find(|item| item.location == found.location && item.strategy == found.strategy);
    AddendumItem {
        location: found.location.clone(),
        strategy: found.strategy.clone(),
        rows_approved: approved.map_or(0, |item| item.rows),
        rows_found: found.rows,
    }
}

fn erased(tasks: &[Task]) -> Vec<ErasedLocation> {
    let erased = tasks.iter().filter(|task| task.rows_done > 0);
    let said = erased.map(|task| ErasedLocation {
        location: task.location.to_owned(),
        strategy: task.strategy.clone(),
        rows: task.rows_done,
    });
    said.collect()
}

fn retained(item: &PlanItem) -> Option<RetainedLocation> {
    Some(RetainedLocation {
        location: item.location.clone(),
        rows: item.rows,
        ground: item.retained_because.clone().filter(|_| item.rows > 0)?,
        until: item.retained_until.clone()?,
    })
}

/// The last letters lie where mails are fetched from, and are swept there.
fn letters_kept(tx: &TenantTx, vault: &Vault) -> Option<RetainedLocation> {
    let letters = recipients(vault, Uuid::nil()).len();
    let until = tx.now() + TimeDelta::days(Retention::Mail.days()?.into());
    (letters > 0).then(|| RetainedLocation {
        location: MAIL_FILES.to_owned(),
        rows: i64::try_from(letters).unwrap_or(i64::MAX),
        ground:
            "Art. 12(3) GDPR: the letter that brings this certificate, kept until it is handed on"
                .to_owned(),
        until: until.to_rfc3339_opts(SecondsFormat::Secs, true),
    })
}

fn officers(request: &RequestRow, pids: &HashMap<Uuid, Uuid>) -> Officers {
    let pid = |user: Option<Uuid>| user.and_then(|user| pids.get(&user).copied());
    let method = request
        .verification_method
        .map(|method| format!("{method:?}"));
    Officers {
        verified_by: pid(request.verified_by),
        verification_method: method.map(|method| screaming(&method)).unwrap_or_default(),
        approved_by: pid(request.approved_by),
        one_person_did_both: request.verified_by.is_some()
            && request.verified_by == request.approved_by,
    }
}

/// `MailChallenge` as the API writes it: `MAIL_CHALLENGE`.
fn screaming(name: &str) -> String {
    let mut text = String::new();
    for (index, letter) in name.char_indices() {
        if index > 0 && letter.is_uppercase() {
            text.push('_');
        }
        text.extend(letter.to_uppercase());
    }
    text
}
