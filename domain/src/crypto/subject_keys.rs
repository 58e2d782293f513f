//! A person's key in the database, wrapped by the tenant's. It is read when needed and never remembered: once its row is
//! gone, what it sealed is noise.

use uuid::Uuid;

use super::envelope::{self, Binding};
use super::tenant_keys::tenant_keys;
use super::{DataKey, Place, SealError};
use crate::AppError;
use crate::db::TenantTx;

fn binding(tx: &TenantTx, subject_id: Uuid) -> Binding {
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
    let sql = "SELECT wrapped_key FROM subject_keys WHERE tenant_id = $1 AND subject_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), subject_id.into()])
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let wrapped: Vec<u8> = row.try_get("", "wrapped_key")?;
    let generation = envelope::generation(&wrapped).map_err(AppError::internal)?;
    let keys = tenant_keys(tx).await?;
    let tenant_key = keys
        .get(&generation)
        .ok_or_else(|| AppError::internal(SealError::UnknownGeneration(generation)))?;
    let key = zeroize::Zeroizing::new(
        envelope::open(tenant_key, binding(tx, subject_id), &wrapped)
            .map_err(AppError::internal)?,
    );
    Ok(DataKey::from_slice(&key))
}

pub(super) fn no_tenant_key() -> AppError {
    AppError::internal("the tenant has no key")
}
