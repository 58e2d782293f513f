//! The person who is made for a letter: nobody but the one who gets it.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// The person of the request's letter.
pub(in crate::privacy::intake) async fn find_contact(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT data_subjects.id FROM data_subject_requests \
               JOIN data_subjects ON data_subjects.tenant_id = $1 AND data_subjects.id = data_subject_requests.subject_id \
               WHERE data_subject_requests.tenant_id = $1 AND data_subject_requests.id = $2 AND data_subjects.kind = 'contact'";
    let rows = tx.query(sql, key(tx, request_id)).await?;
    Ok(rows.first().map(|row| row.try_get("", "id")).transpose()?)
}

/// The letters that this person got.
pub(in crate::privacy::intake) async fn find_mails(
    tx: &TenantTx,
    contact: Uuid,
) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT id FROM outgoing_mails WHERE tenant_id = $1 AND subject_id = $2";
    let rows = tx.query(sql, key(tx, contact)).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Deletes the person, of whom nothing else is known.
pub(in crate::privacy::intake) async fn delete_contact(
    tx: &TenantTx,
    contact: Uuid,
) -> Result<(), AppError> {
    for table in ["outgoing_mails", "subject_keys", "subject_pids"] {
        let sql = format!("DELETE FROM {table} WHERE tenant_id = $1 AND subject_id = $2");
        tx.execute(sql, key(tx, contact)).await?;
    }
    let sql = "DELETE FROM data_subjects WHERE tenant_id = $1 AND id = $2 AND kind = 'contact'";
    tx.execute(sql, key(tx, contact)).await?;
    Ok(())
}

fn key(tx: &TenantTx, id: Uuid) -> [Value; 2] {
    [tx.tenant_id().into(), id.into()]
}
