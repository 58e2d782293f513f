//! Appends events to the tenant's chain, as the last thing before a commit.
//!
//! Everything slow (keys, sealing) and every other lock (the persons it is about) comes first; then the head is locked,
//! which serialises the tenant's writes, and the links are written: four statements, however many events there are.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use super::chain::{GENESIS, Link};
use super::event::AuditEvent;
use super::payload::{self, Sealed};
use crate::AppError;
use crate::db::{TenantTx, insert_rows, placeholder_list, rows_per_statement};
use crate::privacy::mentions::{self, IndexedRow};

const EVENT_COLUMNS: [&str; 12] = [
    "tenant_id",
    "seq",
    "at",
    "actor_pid",
    "actor_kind",
    "action",
    "object",
    "outcome",
    "commitments",
    "request_id",
    "prev_hash",
    "hash",
];
const PAYLOAD_COLUMNS: [&str; 8] = [
    "tenant_id",
    "id",
    "seq",
    "subject_id",
    "class",
    "expires_at",
    "salt",
    "ciphertext",
];

struct Head {
    seq: i64,
    hash: Vec<u8>,
}

/// Appends `events` in order.
pub(crate) async fn append(tx: &TenantTx, events: Vec<AuditEvent>) -> Result<(), AppError> {
    let mut prepared = Vec::with_capacity(events.len());
    for event in events {
        let payloads = payload::seal_all(tx, &event.payloads).await?;
        prepared.push((event, payloads));
    }
    index_mentions(tx, &prepared).await?;
    lock_subjects(tx, &prepared).await?;
    let mut head = lock_head(tx).await?;
    let at = tx.services().clock.now();
    let mut links = Vec::with_capacity(prepared.len());
    let mut stored = Vec::new();
    for (event, payloads) in prepared {
        let link = Link {
            tenant_id: tx.tenant_id(),
            seq: head.seq + 1,
            at,
            actor_kind: event.actor_kind.as_str().to_owned(),
            actor_pid: event.actor_pid,
            action: event.action.as_str().to_owned(),
            object: event.object,
            outcome: event.outcome.as_str().to_owned(),
            commitments: payloads.iter().flat_map(|p| p.commitment).collect(),
            request_id: event.request_id,
            prev_hash: head.hash,
        };
        head = Head {
            seq: link.seq,
            hash: link.hash().to_vec(),
        };
        links.push((link, head.hash.clone()));
        stored.extend(payloads.into_iter().map(|payload| (head.seq, payload)));
    }
    insert_links(tx, links).await?;
    insert_payloads(tx, at, stored).await?;
    let sql = "UPDATE audit_heads SET seq = $2, hash = $3, updated_at = $4 WHERE tenant_id = $1";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        head.seq.into(),
        head.hash.into(),
        at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

async fn index_mentions(
    tx: &TenantTx,
    prepared: &[(AuditEvent, Vec<Sealed>)],
) -> Result<(), AppError> {
    let payloads = prepared.iter().flat_map(|(_, payloads)| payloads);
    let rows = payloads
        .filter(|payload| !payload.mentioned.is_empty())
        .map(|payload| IndexedRow::new(payload.id, payload.mentioned.clone()));
    mentions::index_new_rows(tx, mentions::AUDIT_PAYLOADS, rows.collect()).await
}

/// The payloads' fence locks the persons. An erasure holds its person before it wants the head, so whoever wants both takes
/// them in this order, or the two would wait for each other.
async fn lock_subjects(
    tx: &TenantTx,
    prepared: &[(AuditEvent, Vec<Sealed>)],
) -> Result<(), AppError> {
    let mut subjects: Vec<_> = prepared
        .iter()
        .flat_map(|(_, payloads)| payloads.iter().filter_map(|payload| payload.subject_id))
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    for chunk in subjects.chunks(rows_per_statement(1)) {
        let sql = format!(
            "SELECT id FROM data_subjects WHERE tenant_id = $1 AND id IN ({}) ORDER BY id{}",
            placeholder_list(1, chunk.len()),
            tx.dialect().for_share()
        );
        let mut values: Vec<Value> = vec![tx.tenant_id().into()];
        values.extend(chunk.iter().map(|subject| Value::from(*subject)));
        tx.query(sql, values).await?;
    }
    Ok(())
}

async fn lock_head(tx: &TenantTx) -> Result<Head, AppError> {
    if let Some(head) = read_head(tx).await? {
        return Ok(head);
    }
    let sql = "INSERT INTO audit_heads (tenant_id, seq, hash, updated_at) VALUES ($1, 0, $2, $3) \
               ON CONFLICT (tenant_id) DO NOTHING";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        GENESIS.to_vec().into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    read_head(tx)
        .await?
        .ok_or_else(|| AppError::internal("the head of the audit chain is missing"))
}

/// Keeps everybody else from appending until the transaction ends: what is read then is still so at its commit.
pub(crate) async fn lock_trail(tx: &TenantTx) -> Result<(), AppError> {
    lock_head(tx).await.map(|_| ())
}

async fn read_head(tx: &TenantTx) -> Result<Option<Head>, AppError> {
    let sql = format!(
        "SELECT seq, hash FROM audit_heads WHERE tenant_id = $1{}",
        tx.dialect().for_update()
    );
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    rows.first()
        .map(|row| {
            Ok(Head {
                seq: row.try_get("", "seq")?,
                hash: row.try_get("", "hash")?,
            })
        })
        .transpose()
}

async fn insert_links(tx: &TenantTx, links: Vec<(Link, Vec<u8>)>) -> Result<(), AppError> {
    let row = |(link, hash): (Link, Vec<u8>)| -> Vec<Value> {
        vec![
            link.tenant_id.into(),
            link.seq.into(),
            link.at.into(),
            link.actor_pid.into(),
            link.actor_kind.into(),
            link.action.into(),
            link.object.into(),
            link.outcome.into(),
            link.commitments.into(),
            link.request_id.into(),
            link.prev_hash.into(),
            hash.into(),
        ]
    };
    let rows = links.into_iter().map(row).collect();
    insert_rows(tx, "audit_events", &EVENT_COLUMNS, rows, "").await
}

async fn insert_payloads(
    tx: &TenantTx,
    at: DateTime<Utc>,
    payloads: Vec<(i64, Sealed)>,
) -> Result<(), AppError> {
    let (class, expires_at) = payload::kept_until(at);
    let row = |(seq, payload): (i64, Sealed)| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            payload.id.into(),
            seq.into(),
            payload.subject_id.into(),
            class.into(),
            expires_at.into(),
            payload.salt.into(),
            payload.ciphertext.into(),
        ]
    };
    let rows = payloads.into_iter().map(row).collect();
    insert_rows(tx, "audit_payloads", &PAYLOAD_COLUMNS, rows, "").await
}
