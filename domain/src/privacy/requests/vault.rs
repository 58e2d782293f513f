//! Who a request is about and what was said about it, sealed in the request's own row until it ends.
//!
//! Sealed under the tenant's key and not the person's, because it must outlive that: the letter at the end is written
//! after the person's key is gone.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::queries;
use crate::AppError;
use crate::crypto::{Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::{forget_rows, index_mentions};

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

/// Replaces what is in the vault. Its identifiers are indexed, so that other requests of the same person find it.
///
/// # Errors
/// `NotFound` if there is no such request; as the database says.
pub(crate) async fn write_vault(
    tx: &TenantTx,
    request_id: Uuid,
    vault: &Vault,
) -> Result<(), AppError> {
    let plaintext = serde_json::to_vec(vault).map_err(AppError::internal)?;
    let sealed = seal_for_tenant(tx, PLACE, request_id, &plaintext).await?;
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
