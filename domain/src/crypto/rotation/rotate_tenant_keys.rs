//! Gives tenants a new key and wraps the keys of their people with it.
//!
//! What the tenant's old keys sealed stays sealed by them, so they stay. Another process may go on with the old one for the
//! five minutes that it remembers it.

use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::subject_keys::{binding, unwrap};
use crate::crypto::tenant_keys::{TENANT_KEY, tenant_keys_with};
use crate::crypto::{DataKey, envelope};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::tenants::{TenantRow, TenantScope, every_tenant, find_tenant};
use crate::{AppError, Core};

const PEOPLE_PER_TRANSACTION: usize = 200;

/// What was done for one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantKeyRotation {
    /// Whose key.
    pub slug: String,
    /// The generation that seals now.
    pub generation: u32,
    /// How many keys of people it wraps anew.
    pub people: u64,
}

/// Rotates the key of the tenant `slug`, or of all, one after the other; each is handed to `report` when it is done. A
/// tenant whose keys are destroyed gets no new one.
///
/// # Errors
/// `NotFound` if no tenant has this slug; `Conflict` if its keys are destroyed, or somebody else rotates them at this
/// moment; as the database says.
pub async fn rotate_tenant_keys(
    core: &Core,
    slug: Option<&str>,
    mut report: impl FnMut(TenantKeyRotation) + Send,
) -> Result<(), AppError> {
    if let Some(slug) = slug {
        let tenant = find_tenant(&core.db, slug)
            .await?
            .ok_or(AppError::NotFound("tenant"))?;
        let message = "there is no key to rotate: this tenant's keys are destroyed, or somebody else rotates them right now";
        let rotation = rotate(core, tenant).await?;
        report(rotation.ok_or_else(|| AppError::Conflict(message.to_owned()))?);
        return Ok(());
    }
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        if let Some(rotation) = rotate(core, tenant).await? {
            report(rotation);
        }
    }
    Ok(())
}

async fn rotate(core: &Core, tenant: TenantRow) -> Result<Option<TenantKeyRotation>, AppError> {
    let scope = tenant.scope();
    let Some(generation) = add_generation(core, scope).await? else {
        return Ok(None);
    };
    core.keyring.forget(tenant.id);
    let (mut people, mut after) = (0, Uuid::nil());
    loop {
        match wrap_subject_keys(core, scope, generation, after).await {
            Ok(None) => break,
            Ok(Some((wrapped, last))) => (people, after) = (people + wrapped, last),
            // An erasure of one of them began meanwhile: it is not among those that are looked for again.
            Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(TenantKeyRotation {
        slug: tenant.slug,
        generation,
        people,
    }))
}

/// The new generation; `None` if the tenant's keys are destroyed, or another process was quicker.
async fn add_generation(core: &Core, scope: TenantScope) -> Result<Option<u32>, AppError> {
    let tx = core.db.write(&scope).await?;
    let (rng, id) = (core.rng.as_ref(), tx.new_id());
    let wrapped = core
        .keyring
        .wrap(
            rng,
            TENANT_KEY,
            scope.tenant_id(),
            id,
            &DataKey::generate(rng),
        )
        .map_err(AppError::internal)?;
    let master_generation = i32::try_from(wrapped.master_generation).map_err(AppError::internal)?;
    let sql = "INSERT INTO tenant_keys (tenant_id, id, generation, master_generation, wrapped_key, created_at) \
               SELECT $1, $2, max(generation) + 1, $3, $4, $5 FROM tenant_keys WHERE tenant_id = $1 \
               HAVING max(CASE WHEN destroyed_at IS NULL THEN 1 ELSE 0 END) = 1 \
               ON CONFLICT DO NOTHING RETURNING generation";
    let values: [Value; 5] = [
        scope.tenant_id().into(),
        id.into(),
        master_generation.into(),
        wrapped.bytes.into(),
        tx.now().into(),
    ];
    let rows = tx.query(sql, values).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let generation: i32 = row.try_get("", "generation")?;
    let event = AuditEvent::new(AuditAction::KeyRotated, &Actor::system(scope));
    tx.record(event.payload(None, json!({ "key": "tenant", "generation": generation })));
    tx.commit().await?;
    u32::try_from(generation)
        .map(Some)
        .map_err(AppError::internal)
}

/// Wraps the next people's keys behind `after`: how many, and whose was the last. `None` at the end.
async fn wrap_subject_keys(
    core: &Core,
    scope: TenantScope,
    generation: u32,
    after: Uuid,
) -> Result<Option<(u64, Uuid)>, AppError> {
    let tx = core.db.write(&scope).await?;
    let keys = tenant_keys_with(&tx, &[generation]).await?;
    // Destroyed in the meantime.
    let new_key = keys
        .get(&generation)
        .ok_or(AppError::NotFound("key of the tenant"))?;
    let found = next_subjects(&tx, after).await?;
    let Some((last, _)) = found.last() else {
        return Ok(None);
    };
    let (last, mut wrapped) = (*last, 0);
    for (subject_id, old) in found {
        if envelope::generation(&old) == Ok(generation) {
            continue;
        }
        let binding = binding(&tx, subject_id);
        let key = unwrap(&keys, binding, &old).map_err(AppError::internal)?;
        let new = envelope::seal(
            core.rng.as_ref(),
            new_key,
            generation,
            binding,
            key.expose(),
        )
        .map_err(AppError::internal)?;
        let sql = "UPDATE subject_keys SET wrapped_key = $3 \
                   WHERE tenant_id = $1 AND subject_id = $2 AND wrapped_key = $4";
        let values: [Value; 4] = [
            scope.tenant_id().into(),
            subject_id.into(),
            new.into(),
            old.into(),
        ];
        wrapped += tx.execute(sql, values).await?;
    }
    tx.commit().await?;
    Ok(Some((wrapped, last)))
}

/// Whoever is being erased is left out: their key is about to go.
async fn next_subjects(tx: &TenantTx, after: Uuid) -> Result<Vec<(Uuid, Vec<u8>)>, AppError> {
    let sql = format!(
        "SELECT subject_keys.subject_id, subject_keys.wrapped_key FROM subject_keys \
         JOIN data_subjects ON data_subjects.tenant_id = subject_keys.tenant_id AND data_subjects.id = subject_keys.subject_id \
         WHERE subject_keys.tenant_id = $1 AND subject_keys.subject_id > $2 AND data_subjects.state = 'active' \
         ORDER BY subject_keys.subject_id LIMIT {PEOPLE_PER_TRANSACTION}"
    );
    let rows = tx
        .query(&sql, [tx.tenant_id().into(), after.into()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.try_get("", "subject_id")?,
                row.try_get("", "wrapped_key")?,
            ))
        })
        .collect()
}
