//! The pass that an erasure shows to the fence. It lives inside one transaction: one that is left behind cannot commit.
//!
//! It is taken for everybody who is being erased in the tenant, in one order, because a text of one of them may mention
//! another; or, where nothing mentions anybody, for those alone whose rows go.

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::People;

/// Lets this transaction through the fence.
///
/// # Errors
/// As the database says.
pub(super) async fn open_pass(tx: &TenantTx) -> Result<(), AppError> {
    let sql = "INSERT INTO erasure_passes (tenant_id, subject_id, created_at) \
               SELECT tenant_id, id, created_at FROM data_subjects WHERE tenant_id = $1 AND state = 'erasing' ORDER BY id";
    tx.execute(sql, [tx.tenant_id().into()]).await?;
    Ok(())
}

/// Lets this transaction through the fence of these people, and of everybody else only if their mentions are cut out.
///
/// # Errors
/// As the database says.
pub(super) async fn open_pass_for(
    tx: &TenantTx,
    people: &People,
    is_mentioned: bool,
) -> Result<(), AppError> {
    if is_mentioned {
        return open_pass(tx).await;
    }
    let sql = format!(
        "INSERT INTO erasure_passes (tenant_id, subject_id, created_at) \
         SELECT tenant_id, id, created_at FROM data_subjects WHERE tenant_id = $1 AND {} AND state = 'erasing' ORDER BY id",
        people.is_subject(tx, "id")
    );
    tx.execute(sql, people.values(tx)).await?;
    Ok(())
}

/// Takes the pass back. The last thing before a commit.
///
/// # Errors
/// As the database says.
pub(super) async fn close_pass(tx: &TenantTx) -> Result<(), AppError> {
    let sql = "DELETE FROM erasure_passes WHERE tenant_id = $1";
    tx.execute(sql, [tx.tenant_id().into()]).await?;
    Ok(())
}
