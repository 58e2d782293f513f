//! Appends events to the tenant's chain, as the last thing before a commit.
//!
//! Everything slow (keys, sealing) comes first; then the head is locked, which serialises the tenant's writes, and the
//! links are written.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use super::chain::{GENESIS, Link};
use super::event::AuditEvent;
use super::payload::{self, Sealed};
use crate::AppError;
use crate::db::TenantTx;

struct Head {
    seq: i64,
    hash: Vec<u8>,
}

/// Appends `events` in order.
pub(crate) async fn append(tx: &TenantTx, events: Vec<AuditEvent>) -> Result<(), AppError> {
    let mut prepared = Vec::with_capacity(events.len());
    for event in events {
        let mut payloads = Vec::with_capacity(event.payloads.len());
        for payload in &event.payloads {
            payloads.push(payload::seal(tx, payload).await?);
        }
        prepared.push((event, payloads));
    }
    let mut head = lock_head(tx).await?;
    let at = tx.services().clock.now();
    for (event, payloads) in prepared {
        let link = link(tx, &head, at, event, &payloads);
        head = Head {
            seq: link.seq,
            hash: link.hash().to_vec(),
        };
        insert_link(tx, link, head.hash.clone()).await?;
        for payload in payloads {
            insert_payload(tx, head.seq, payload).await?;
        }
    }
    let sql = "UPDATE audit_heads SET seq = $2, hash = $3, updated_at = $4 WHERE tenant_id = $1";
    tx.execute(
        sql,
        [
            tx.tenant_id().into(),
            head.seq.into(),
            head.hash.into(),
            at.into(),
        ],
    )
    .await?;
    tx.services().dirty_trails.mark(tx.tenant_id());
    Ok(())
}

fn link(
    tx: &TenantTx,
    head: &Head,
    at: DateTime<Utc>,
    event: AuditEvent,
    payloads: &[Sealed],
) -> Link {
    Link {
        tenant_id: tx.tenant_id(),
        seq: head.seq + 1,
        at,
        actor_kind: event.actor_kind.as_str().to_owned(),
        actor_pid: event.actor_pid,
        action: event.action.as_str().to_owned(),
        object: event.object,
        outcome: event.outcome.as_str().to_owned(),
        commitments: payloads
            .iter()
            .flat_map(|payload| payload.commitment)
            .collect(),
        request_id: event.request_id,
        prev_hash: head.hash.clone(),
    }
}

async fn lock_head(tx: &TenantTx) -> Result<Head, AppError> {
    if let Some(head) = read_head(tx).await? {
        return Ok(head);
    }
    let sql = "INSERT INTO audit_heads (tenant_id, seq, hash, updated_at) VALUES ($1, 0, $2, $3) \
               ON CONFLICT (tenant_id) DO NOTHING";
    tx.execute(
        sql,
        [
            tx.tenant_id().into(),
            GENESIS.to_vec().into(),
            tx.now().into(),
        ],
    )
    .await?;
    read_head(tx)
        .await?
        .ok_or_else(|| AppError::internal("the head of the audit chain is missing"))
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

async fn insert_link(tx: &TenantTx, link: Link, hash: Vec<u8>) -> Result<(), AppError> {
    let sql = "INSERT INTO audit_events (tenant_id, seq, at, actor_pid, actor_kind, action, object, outcome, \
               commitments, request_id, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values: [Value; 12] = [
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
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

async fn insert_payload(tx: &TenantTx, seq: i64, payload: Sealed) -> Result<(), AppError> {
    let sql = "INSERT INTO audit_payloads (tenant_id, id, seq, subject_id, class, salt, ciphertext) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        payload.id.into(),
        seq.into(),
        payload.subject_id.into(),
        payload::CLASS.into(),
        payload.salt.into(),
        payload.ciphertext.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
