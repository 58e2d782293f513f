//! Payloads: sealed under the key of the person they are about, bound to their row.

use uuid::Uuid;

use super::chain::commitment;
use super::event::Payload;
use crate::AppError;
use crate::crypto::{self, Place};
use crate::db::TenantTx;
use crate::rng::random_bytes;

const PLACE: Place = Place {
    table: "audit_payloads",
    column: "ciphertext",
};

/// How long a payload is kept: the retention class `security_log`.
pub(super) const CLASS: &str = "security_log";

/// A payload as it is stored.
pub(super) struct Sealed {
    pub(super) id: Uuid,
    pub(super) subject_id: Option<Uuid>,
    pub(super) salt: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) commitment: [u8; 32],
}

pub(super) async fn seal(tx: &TenantTx, payload: &Payload) -> Result<Sealed, AppError> {
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
    })
}

/// Opens a stored payload. `None` if the key is gone, because the person has been erased.
pub(super) async fn open(
    tx: &TenantTx,
    id: Uuid,
    subject_id: Option<Uuid>,
    ciphertext: &[u8],
) -> Result<Option<Vec<u8>>, AppError> {
    match subject_id {
        Some(subject) => crypto::open_for_subject(tx, subject, PLACE, id, ciphertext).await,
        None => crypto::open_for_tenant(tx, PLACE, id, ciphertext)
            .await
            .map(Some),
    }
}
