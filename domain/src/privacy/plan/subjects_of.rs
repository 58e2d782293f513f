//! Who carries an address: accounts and invitations.

use std::collections::BTreeSet;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::{Identifier, IdentifierKind};

/// The subjects that carry one of the addresses among `identifiers`, each once, in order.
///
/// # Errors
/// As the database says.
pub(crate) async fn subjects_of(
    tx: &TenantTx,
    identifiers: &[Identifier],
) -> Result<Vec<Uuid>, AppError> {
    let addresses: Vec<Identifier> = identifiers
        .iter()
        .filter(|identifier| identifier.kind() == IdentifierKind::Email)
        .cloned()
        .collect();
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let mut subjects = BTreeSet::new();
    let list = placeholder_list(1, addresses.len());
    for table in ["users", "invitations"] {
        let sql = format!(
            "SELECT DISTINCT subject_id FROM {table} WHERE tenant_id = $1 AND email_normalized IN ({list})"
        );
        let values = addresses.iter().map(|address| Value::from(address.value()));
        let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
            .chain(values)
            .collect();
        for row in tx.query(sql, values).await? {
            subjects.insert(row.try_get::<Uuid>("", "subject_id")?);
        }
    }
    Ok(subjects.into_iter().collect())
}
