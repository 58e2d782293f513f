//! Who verified and approved, under the random names of the audit log.

use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// The people who decided. A name leads to nobody any more once that person has been erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Officers {
    /// `None`: by a mail challenge or by the person's own session.
    pub verified_by: Option<Uuid>,
    pub verification_method: String,
    pub approved_by: Option<Uuid>,
    /// True if there was no second officer: nobody else looked.
    pub one_person_did_both: bool,
}

/// The random name of a user in the audit log.
///
/// # Errors
/// As the database says.
pub async fn pid_of_user(tx: &TenantTx, user_id: Uuid) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT p.pid FROM users u \
               JOIN subject_pids p ON p.tenant_id = u.tenant_id AND p.subject_id = u.subject_id \
               WHERE u.tenant_id = $1 AND u.id = $2";
    let values: [Value; 2] = [tx.tenant_id().into(), user_id.into()];
    let rows = tx.query(sql, values).await?;
    Ok(rows.first().map(|row| row.try_get("", "pid")).transpose()?)
}
