//! Payloads: sealed under the key of the person they are about, bound to their row.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::QueryResult;
use uuid::Uuid;
use xorb_entities::map::Retention;

use super::chain::commitment;
use super::event::Payload;
use crate::AppError;
use crate::crypto::{self, Opened, Place};
use crate::db::TenantTx;
use crate::privacy::mentions::Mentioned;
use crate::rng::random_bytes;

const PLACE: Place = Place {
    table: "audit_payloads",
    column: "ciphertext",
};

/// How long a payload is kept.
const CLASS: Retention = Retention::SecurityLog;

/// The name of the class, and when a payload of an event at this instant goes.
pub(super) fn kept_until(at: DateTime<Utc>) -> (&'static str, Option<DateTime<Utc>>) {
    let days = CLASS.days().map(|days| TimeDelta::days(days.into()));
    (CLASS.as_str(), days.map(|days| at + days))
}

/// A payload as it is about to be stored.
pub(super) struct Sealed {
    pub(super) id: Uuid,
    pub(super) subject_id: Option<Uuid>,
    pub(super) salt: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) commitment: [u8; 32],
    /// Whom it mentions: another person's erasure finds it by this.
    pub(super) mentioned: Mentioned,
}

/// Seals the payloads of one event.
pub(super) async fn seal_all(tx: &TenantTx, payloads: &[Payload]) -> Result<Vec<Sealed>, AppError> {
    let mut sealed = Vec::with_capacity(payloads.len());
    for payload in payloads {
        sealed.push(seal(tx, payload).await?);
    }
    Ok(sealed)
}

async fn seal(tx: &TenantTx, payload: &Payload) -> Result<Sealed, AppError> {
    let id = tx.new_id();
    let salt = random_bytes::<32>(tx.services().rng.as_ref()).to_vec();
    let plaintext = serde_json::to_vec(&payload.content).map_err(AppError::internal)?;
    let ciphertext = match payload.subject_id {
        Some(subject) => crypto::seal_for_subject(tx, subject, PLACE, id, &plaintext).await?,
        None => crypto::seal_for_tenant(tx, PLACE, id, &plaintext).await?,
    };
    let commitment = commitment(&salt, &plaintext);
    Ok(Sealed {
        id,
        subject_id: payload.subject_id,
        salt,
        ciphertext,
        commitment,
        mentioned: Mentioned::by_json(&payload.content),
    })
}

/// A payload as it lies in the database.
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) seq: i64,
    subject_id: Option<Uuid>,
    salt: Vec<u8>,
    ciphertext: Vec<u8>,
}

impl Stored {
    /// What `read` needs.
    pub(super) const COLUMNS: &str = "id, seq, subject_id, salt, ciphertext";

    pub(super) fn read(row: &QueryResult) -> Result<Self, AppError> {
        Ok(Self {
            id: row.try_get("", "id")?,
            seq: row.try_get("", "seq")?,
            subject_id: row.try_get("", "subject_id")?,
            salt: row.try_get("", "salt")?,
            ciphertext: row.try_get("", "ciphertext")?,
        })
    }

    /// What the event must have committed to, if this is the plaintext.
    pub(super) fn commitment(&self, plaintext: &[u8]) -> [u8; 32] {
        commitment(&self.salt, plaintext)
    }
}

/// Opens stored payloads, in order.
pub(super) async fn open_all(tx: &TenantTx, payloads: &[Stored]) -> Result<Vec<Opened>, AppError> {
    let sealed: Vec<_> = payloads
        .iter()
        .map(|payload| crypto::Sealed {
            row_id: payload.id,
            subject_id: payload.subject_id,
            ciphertext: &payload.ciphertext,
        })
        .collect();
    crypto::open_all(tx, PLACE, &sealed).await
}
