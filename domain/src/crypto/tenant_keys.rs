//! A tenant's keys in the database, wrapped by the master key. The newest seals, all open.

use std::sync::Arc;

use uuid::Uuid;

use super::keyring::TenantKeys;
use super::{DataKey, Place};
use crate::AppError;
use crate::db::TenantTx;

pub(super) const TENANT_KEY: Place = Place {
    table: "tenant_keys",
    column: "wrapped_key",
};

/// Makes the first key of a new tenant.
///
/// # Errors
/// As the database says.
pub async fn create_tenant_key(tx: &TenantTx) -> Result<(), AppError> {
    let services = tx.services();
    let (rng, id) = (services.rng.as_ref(), tx.new_id());
    let wrapped = services
        .keyring
        .wrap(rng, TENANT_KEY, tx.tenant_id(), id, &DataKey::generate(rng))
        .map_err(AppError::internal)?;
    let master_generation = i32::try_from(wrapped.master_generation).map_err(AppError::internal)?;
    let sql = "INSERT INTO tenant_keys (tenant_id, id, generation, master_generation, wrapped_key, created_at) \
               VALUES ($1, $2, 1, $3, $4, $5)";
    tx.execute(
        sql,
        [
            tx.tenant_id().into(),
            id.into(),
            master_generation.into(),
            wrapped.bytes.into(),
            tx.now().into(),
        ],
    )
    .await?;
    Ok(())
}

/// All generations of the tenant's key, from memory or from the database.
pub(super) async fn tenant_keys(tx: &TenantTx) -> Result<Arc<TenantKeys>, AppError> {
    match tx.services().keyring.remembered(tx.tenant_id(), tx.now()) {
        Some(keys) => Ok(keys),
        None => read(tx).await,
    }
}

/// The same, read again if what is remembered lacks one of `generations`: another process may have rotated the key.
pub(super) async fn tenant_keys_with(
    tx: &TenantTx,
    generations: &[u32],
) -> Result<Arc<TenantKeys>, AppError> {
    let keys = tenant_keys(tx).await?;
    let has_all = generations.iter().all(|number| keys.contains_key(number));
    if has_all { Ok(keys) } else { read(tx).await }
}

async fn read(tx: &TenantTx) -> Result<Arc<TenantKeys>, AppError> {
    let keyring = &tx.services().keyring;
    let sql = "SELECT id, generation, wrapped_key FROM tenant_keys \
               WHERE tenant_id = $1 AND destroyed_at IS NULL";
    let mut keys = TenantKeys::new();
    for row in tx.query(sql, [tx.tenant_id().into()]).await? {
        let id: Uuid = row.try_get("", "id")?;
        let generation: i32 = row.try_get("", "generation")?;
        let wrapped: Vec<u8> = row.try_get("", "wrapped_key")?;
        let key = keyring
            .unwrap(TENANT_KEY, tx.tenant_id(), id, &wrapped)
            .map_err(AppError::internal)?;
        keys.insert(u32::try_from(generation).map_err(AppError::internal)?, key);
    }
    let keys = Arc::new(keys);
    keyring.remember(tx.tenant_id(), keys.clone(), tx.now());
    Ok(keys)
}
