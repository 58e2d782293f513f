//! The last thing that happens to the rows that were the person.

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::People;
use crate::privacy::mentions::forget_mentions;

/// The subjects are erased, and the index of mentions forgets them.
///
/// # Errors
/// As the database says.
pub(super) async fn finish_subjects(tx: &TenantTx, people: &People) -> Result<(), AppError> {
    forget_mentions(tx, &people.identifiers).await?;
    let mut values = people.values(tx);
    values.push(tx.now().into());
    let sql = format!(
        "UPDATE data_subjects SET state = 'erased', erased_at = ${} WHERE tenant_id = $1 AND {} AND state = 'erasing'",
        values.len(),
        people.is_subject(tx, "id")
    );
    tx.execute(sql, values).await?;
    Ok(())
}
