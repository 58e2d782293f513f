//! Wraps every key anew with the newest generation of the master key. Other processes learn of the generation from the
//! first row that names it, and look for it in their file.

use sea_orm::{ConnectionTrait, Statement, Value};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::signing_keys::SIGNING_KEY;
use crate::crypto::tenant_keys::TENANT_KEY;
use crate::identity::Actor;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// What was wrapped anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MasterKeyRotation {
    /// The generation that wraps now.
    pub generation: u32,
    /// How many keys were wrapped by an older one.
    pub keys: u64,
}

/// Brings all keys of tenants and all signing keys under the newest generation of the file. Each is exchanged by itself: a
/// rotation that was interrupted goes on when it is called again. All processes must be able to read the generation.
///
/// # Errors
/// `Conflict` if there is no newer generation than the one in use, or the file can't be read; as the database says.
pub async fn rotate_master_key(core: &Core) -> Result<MasterKeyRotation, AppError> {
    let conflict = |error: &dyn std::fmt::Display| AppError::Conflict(error.to_string());
    let generation = core
        .keyring
        .use_newest()
        .map_err(|error| conflict(&error))?;
    let number = i32::try_from(generation).map_err(AppError::internal)?;
    let mut keys = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        keys += wrap_tenant_keys(core, tenant.scope(), number).await?;
    }
    keys += wrap_signing_keys(core, number).await?;
    if keys == 0 {
        let message = format!(
            "generation {generation} is the newest in the file and wraps every key already; add one first: xorb keys generate"
        );
        return Err(AppError::Conflict(message));
    }
    let tx = core.db.write(&core.platform()).await?;
    let event = AuditEvent::new(AuditAction::KeyRotated, &Actor::system(core.platform()));
    tx.record(event.payload(None, json!({ "key": "master", "generation": generation })));
    tx.commit().await?;
    Ok(MasterKeyRotation { generation, keys })
}

async fn wrap_tenant_keys(core: &Core, scope: TenantScope, number: i32) -> Result<u64, AppError> {
    let tx = core.db.write(&scope).await?;
    let sql = "SELECT id, wrapped_key FROM tenant_keys \
               WHERE tenant_id = $1 AND master_generation <> $2 AND destroyed_at IS NULL";
    let mut wrapped = 0;
    for row in tx
        .query(sql, [tx.tenant_id().into(), number.into()])
        .await?
    {
        let id: Uuid = row.try_get("", "id")?;
        let old: Vec<u8> = row.try_get("", "wrapped_key")?;
        let keyring = &core.keyring;
        let new = keyring
            .unwrap(TENANT_KEY, tx.tenant_id(), id, &old)
            .and_then(|key| keyring.wrap(core.rng.as_ref(), TENANT_KEY, tx.tenant_id(), id, &key))
            .map_err(AppError::internal)?;
        let sql = "UPDATE tenant_keys SET wrapped_key = $3, master_generation = $4 \
                   WHERE tenant_id = $1 AND id = $2 AND wrapped_key = $5 AND destroyed_at IS NULL";
        let values: [Value; 5] = [
            tx.tenant_id().into(),
            id.into(),
            new.bytes.into(),
            number.into(),
            old.into(),
        ];
        wrapped += tx.execute(sql, values).await?;
    }
    tx.commit().await?;
    Ok(wrapped)
}

/// What does not open was put there by somebody without the master key, and stays what it is: not believed.
async fn wrap_signing_keys(core: &Core, number: i32) -> Result<u64, AppError> {
    let (db, keyring) = (&core.db, &core.keyring);
    let backend = db.dialect().backend();
    let sql = "SELECT id, wrapped_key FROM signing_keys WHERE master_generation <> $1";
    let statement = Statement::from_sql_and_values(backend, sql, [number.into()]);
    let mut wrapped = 0;
    for row in db.untenanted_reads().query_all_raw(statement).await? {
        let id: Uuid = row.try_get("", "id")?;
        let old: Vec<u8> = row.try_get("", "wrapped_key")?;
        let seed = match keyring.unwrap(SIGNING_KEY, Uuid::nil(), id, &old) {
            Ok(seed) => seed,
            Err(error) => {
                tracing::warn!(%error, "a signing key can't be opened and stays as it is");
                continue;
            }
        };
        let new = keyring
            .wrap(core.rng.as_ref(), SIGNING_KEY, Uuid::nil(), id, &seed)
            .map_err(AppError::internal)?;
        let sql = "UPDATE signing_keys SET wrapped_key = $2, master_generation = $3 WHERE id = $1 AND wrapped_key = $4";
        let values: [Value; 4] = [id.into(), new.bytes.into(), number.into(), old.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        wrapped += db
            .untenanted()
            .execute_raw(statement)
            .await?
            .rows_affected();
    }
    Ok(wrapped)
}
