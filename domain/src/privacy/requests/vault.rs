//! Who a request is about and what was said about it, sealed in the request's own row until it ends.
//!
//! Sealed under the tenant's key and not the person's, because it must outlive that: the letter at the end is written
//! after the person's key is gone.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::queries;
use crate::AppError;
use crate::crypto::{Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::{
    IndexedRow, Mentioned, forget_rows, index_mentions, index_new_rows,
};

const PLACE: Place = Place {
    table: "data_subject_requests",
    column: "identity_ciphertext",
};

/// What is sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Vault {
    /// By what the person is known.
    pub(crate) identifiers: Vec<Identifier>,
    /// The rows that are this person.
    pub(crate) subjects: Vec<Uuid>,
    /// Where letters go.
    pub(crate) reply_to: Option<String>,
    /// What the one who asked added.
    pub(crate) note: Option<String>,
    /// How the officer knows who asks.
    pub(crate) evidence: Option<String>,
    /// Why it was refused, in words.
    pub(crate) explanation: Option<String>,
    /// What opens the commitment in the certificate: 32 bytes in hex, for the person only.
    pub(crate) salt: Option<String>,
    /// Other approved requests of the same person: this erasure answers them as well.
    pub(crate) joined: Vec<Joined>,
}

/// A request that another one's erasure answers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Joined {
    pub(crate) request_id: Uuid,
    /// Where its letter goes.
    pub(crate) reply_to: Option<String>,
}

/// Personal: never into logs.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(********)")
    }
}

/// What is in the vault; `None` once it was cleared.
///
/// # Errors
/// `NotFound` if there is no such request; `Internal` if it was tampered with; as the database says.
pub(crate) async fn read_vault(tx: &TenantTx, request_id: Uuid) -> Result<Option<Vault>, AppError> {
    let stored = queries::find_identity(tx, request_id).await?;
    let Some(sealed) = stored.ok_or(NO_REQUEST)? else {
        return Ok(None);
    };
    let plaintext = open_for_tenant(tx, PLACE, request_id, &sealed).await?;
    serde_json::from_slice(&plaintext)
        .map(Some)
        .map_err(AppError::internal)
}

/// What is in the vault of a request that was read with it; empty once it was cleared.
///
/// # Errors
/// `Internal` if it was tampered with; as the database says.
pub(crate) async fn vault_of(tx: &TenantTx, request: &RequestRow) -> Result<Vault, AppError> {
    let Some(sealed) = &request.identity_ciphertext else {
        return Ok(Vault::default());
    };
    let plaintext = open_for_tenant(tx, PLACE, request.id, sealed).await?;
    serde_json::from_slice(&plaintext).map_err(AppError::internal)
}

/// Seals what shall be in a vault; whoever stores it indexes its identifiers by `index_vaults`.
///
/// # Errors
/// As the database says.
pub(crate) async fn sealed_vault(
    tx: &TenantTx,
    request_id: Uuid,
    vault: &Vault,
) -> Result<Vec<u8>, AppError> {
    let plaintext = serde_json::to_vec(vault).map_err(AppError::internal)?;
    seal_for_tenant(tx, PLACE, request_id, &plaintext).await
}

/// Indexes the identifiers in these vaults, so that other requests of the same person find them.
///
/// # Errors
/// As the database says.
pub(crate) async fn index_vaults(tx: &TenantTx, vaults: &[(Uuid, Vault)]) -> Result<(), AppError> {
    let keys: Vec<String> = vaults.iter().map(|(id, _)| id.to_string()).collect();
    forget_rows(tx, PLACE.table, &keys).await?;
    let rows = vaults.iter().map(|(id, vault)| {
        let known_by = vault.identifiers.iter().map(Identifier::value);
        IndexedRow::new(id, Mentioned::by(known_by))
    });
    index_new_rows(tx, PLACE.table, rows.collect()).await
}

/// Forgets what was indexed of the vaults of these requests.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_vaults(tx: &TenantTx, requests: &[Uuid]) -> Result<(), AppError> {
    let keys: Vec<String> = requests.iter().map(Uuid::to_string).collect();
    forget_rows(tx, PLACE.table, &keys).await
}

/// Replaces what is in the vault. Its identifiers are indexed, so that other requests of the same person find it.
///
/// # Errors
/// `NotFound` if there is no such request; as the database says.
pub(crate) async fn write_vault(
    tx: &TenantTx,
    request_id: Uuid,
    vault: &Vault,
) -> Result<(), AppError> {
    let sealed = sealed_vault(tx, request_id, vault).await?;
    store(tx, request_id, Some(sealed)).await?;
    let known_by: Vec<&str> = vault.identifiers.iter().map(Identifier::value).collect();
    index_mentions(tx, PLACE.table, &request_id.to_string(), known_by).await
}

/// Takes away what is in the vault: the request has ended.
///
/// # Errors
/// `NotFound` if there is no such request; as the database says.
pub(crate) async fn clear_vault(tx: &TenantTx, request_id: Uuid) -> Result<(), AppError> {
    forget_rows(tx, PLACE.table, &[request_id.to_string()]).await?;
    store(tx, request_id, None).await
}

async fn store(tx: &TenantTx, request_id: Uuid, sealed: Option<Vec<u8>>) -> Result<(), AppError> {
    if queries::store_identity(tx, request_id, sealed).await? {
        Ok(())
    } else {
        Err(NO_REQUEST)
    }
}

const NO_REQUEST: AppError = AppError::NotFound("data-subject request");
