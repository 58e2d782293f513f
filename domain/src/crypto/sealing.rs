//! Seals and opens column values under the key of a tenant or of a person, bound to their row.

use uuid::Uuid;

use super::envelope::{self, Binding};
use super::subject_keys::{no_tenant_key, subject_key};
use super::tenant_keys::{tenant_keys, tenant_keys_with};
use super::{Place, SealError, hmac_sha256};
use crate::AppError;
use crate::db::TenantTx;

/// A person has one key; its generation is this one.
const SUBJECT_GENERATION: u32 = 1;

pub(super) fn binding(tx: &TenantTx, place: Place, row_id: Uuid) -> Binding {
    Binding {
        place,
        tenant_id: tx.tenant_id(),
        row_id,
    }
}

/// Seals what is about a person.
///
/// # Errors
/// `Conflict` if the person has been erased; as the database says.
pub async fn seal_for_subject(
    tx: &TenantTx,
    subject_id: Uuid,
    place: Place,
    row_id: Uuid,
    plaintext: &[u8],
) -> Result<Vec<u8>, AppError> {
    let key = subject_key(tx, subject_id).await?.ok_or_else(|| {
        AppError::Conflict("this person's data has been erased; nothing may be added to it".into())
    })?;
    let rng = tx.services().rng.as_ref();
    let binding = binding(tx, place, row_id);
    envelope::seal(rng, &key, SUBJECT_GENERATION, binding, plaintext).map_err(AppError::internal)
}

/// Opens what is about a person. `None` if the key is gone, because the person has been erased.
///
/// # Errors
/// `Internal` if it was changed or moved; as the database says.
pub async fn open_for_subject(
    tx: &TenantTx,
    subject_id: Uuid,
    place: Place,
    row_id: Uuid,
    ciphertext: &[u8],
) -> Result<Option<Vec<u8>>, AppError> {
    let Some(key) = subject_key(tx, subject_id).await? else {
        return Ok(None);
    };
    envelope::open(&key, binding(tx, place, row_id), ciphertext)
        .map(Some)
        .map_err(AppError::internal)
}

/// Seals what belongs to the tenant and is about nobody.
///
/// # Errors
/// As the database says.
pub async fn seal_for_tenant(
    tx: &TenantTx,
    place: Place,
    row_id: Uuid,
    plaintext: &[u8],
) -> Result<Vec<u8>, AppError> {
    let keys = tenant_keys(tx).await?;
    let (generation, key) = keys.last_key_value().ok_or_else(no_tenant_key)?;
    let rng = tx.services().rng.as_ref();
    let binding = binding(tx, place, row_id);
    envelope::seal(rng, key, *generation, binding, plaintext).map_err(AppError::internal)
}

/// Opens what belongs to the tenant.
///
/// # Errors
/// `Internal` if it was changed or moved, or its key was destroyed; as the database says.
pub async fn open_for_tenant(
    tx: &TenantTx,
    place: Place,
    row_id: Uuid,
    ciphertext: &[u8],
) -> Result<Vec<u8>, AppError> {
    let generation = envelope::generation(ciphertext).map_err(AppError::internal)?;
    let keys = tenant_keys_with(tx, &[generation]).await?;
    let key = keys
        .get(&generation)
        .ok_or_else(|| AppError::internal(SealError::UnknownGeneration(generation)))?;
    envelope::open(key, binding(tx, place, row_id), ciphertext).map_err(AppError::internal)
}

/// A keyed hash under the tenant's first key: the same input gives the same value inside one tenant, and nobody without
/// the key can tell or guess the input. `purpose` keeps values of different uses apart.
///
/// # Errors
/// As the database says.
pub async fn mac_for_tenant(
    tx: &TenantTx,
    purpose: &str,
    bytes: &[u8],
) -> Result<[u8; 32], AppError> {
    let keys = tenant_keys(tx).await?;
    let (_, key) = keys.first_key_value().ok_or_else(no_tenant_key)?;
    Ok(hmac_sha256(key.derive(purpose).expose(), bytes))
}
