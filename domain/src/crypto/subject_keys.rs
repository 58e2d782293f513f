//! A person's key in the database, wrapped by the tenant's. It is read when needed and never remembered: once its row is
//! gone, what it sealed is noise.

use std::collections::HashMap;

use sea_orm::Value;
use uuid::Uuid;

use super::envelope::{self, Binding};
use super::keyring::TenantKeys;
use super::tenant_keys::{tenant_keys, tenant_keys_with};
use super::{DataKey, Place, SealError};
use crate::AppError;
use crate::db::{TenantTx, placeholder_list, rows_per_statement};

pub(super) fn binding(tx: &TenantTx, subject_id: Uuid) -> Binding {
    Binding {
        place: Place {
            table: "subject_keys",
            column: "wrapped_key",
        },
        tenant_id: tx.tenant_id(),
        row_id: subject_id,
    }
}

/// Makes the key of a new person.
///
/// # Errors
/// `Conflict` if the person is being erased; as the database says.
pub async fn create_subject_key(tx: &TenantTx, subject_id: Uuid) -> Result<(), AppError> {
    let keys = tenant_keys(tx).await?;
    let (generation, tenant_key) = keys.last_key_value().ok_or_else(no_tenant_key)?;
    let rng = tx.services().rng.as_ref();
    let key = DataKey::generate(rng);
    let wrapped = envelope::seal(
        rng,
        tenant_key,
        *generation,
        binding(tx, subject_id),
        key.expose(),
    )
    .map_err(AppError::internal)?;
    let sql = "INSERT INTO subject_keys (tenant_id, subject_id, wrapped_key, created_at) VALUES ($1, $2, $3, $4)";
    tx.execute(
        sql,
        [
            tx.tenant_id().into(),
            subject_id.into(),
            wrapped.into(),
            tx.now().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The person's key; `None` if it is gone, because the person has been erased.
pub(super) async fn subject_key(
    tx: &TenantTx,
    subject_id: Uuid,
) -> Result<Option<DataKey>, AppError> {
    subject_keys(tx, &[subject_id])
        .await?
        .remove(&subject_id)
        .transpose()
        .map_err(AppError::internal)
}

/// The keys of many people, in one query. Those of erased people are absent.
pub(super) async fn subject_keys(
    tx: &TenantTx,
    subject_ids: &[Uuid],
) -> Result<HashMap<Uuid, Result<DataKey, SealError>>, AppError> {
    let mut keys = HashMap::with_capacity(subject_ids.len());
    for chunk in subject_ids.chunks(rows_per_statement(1)) {
        let sql = format!(
            "SELECT subject_id, wrapped_key FROM subject_keys WHERE tenant_id = $1 AND subject_id IN ({})",
            placeholder_list(1, chunk.len())
        );
        let mut values: Vec<Value> = vec![tx.tenant_id().into()];
        values.extend(chunk.iter().map(|subject| Value::from(*subject)));
        let mut wrapped: Vec<(Uuid, Vec<u8>)> = Vec::with_capacity(chunk.len());
        for row in tx.query(sql, values).await? {
            wrapped.push((
                row.try_get("", "subject_id")?,
                row.try_get("", "wrapped_key")?,
            ));
        }
        let generations: Vec<u32> = wrapped
            .iter()
            .filter_map(|(_, key)| envelope::generation(key).ok())
            .collect();
        let tenant_keys = tenant_keys_with(tx, &generations).await?;
        for (subject_id, key) in wrapped {
            let key = unwrap(&tenant_keys, binding(tx, subject_id), &key);
            keys.insert(subject_id, key);
        }
    }
    Ok(keys)
}

pub(super) fn unwrap(
    tenant_keys: &TenantKeys,
    binding: Binding,
    wrapped: &[u8],
) -> Result<DataKey, SealError> {
    let generation = envelope::generation(wrapped)?;
    let tenant_key = tenant_keys
        .get(&generation)
        .ok_or(SealError::UnknownGeneration(generation))?;
    let key = zeroize::Zeroizing::new(envelope::open(tenant_key, binding, wrapped)?);
    DataKey::from_slice(&key).ok_or(SealError::Malformed)
}

pub(super) fn no_tenant_key() -> AppError {
    AppError::internal("the tenant has no key")
}
