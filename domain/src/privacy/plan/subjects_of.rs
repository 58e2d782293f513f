//! Who carries an address: accounts, invitations, and people who are known from their requests alone.

use std::collections::BTreeSet;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::mentions::mentioned_rows;
use crate::privacy::requests::read_vault;
use crate::privacy::{Identifier, IdentifierKind};

/// More requests of one contact than this are not looked through at once.
const MAX_REQUESTS: usize = 1_000;

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
    subjects.extend(contacts_of(tx, &addresses).await?);
    Ok(subjects.into_iter().collect())
}

/// Contacts whose request names one of the addresses as theirs; a mere mention in its note does not count.
async fn contacts_of(tx: &TenantTx, addresses: &[Identifier]) -> Result<Vec<Uuid>, AppError> {
    let rows = mentioned_rows(tx, "data_subject_requests", addresses, None, MAX_REQUESTS).await?;
    let mut found = Vec::new();
    for row in rows {
        let request_id = Uuid::parse_str(&row).map_err(AppError::internal)?;
        let Some(subject_id) = contact_of(tx, request_id).await? else {
            continue;
        };
        let vault = read_vault(tx, request_id).await?.unwrap_or_default();
        if vault
            .identifiers
            .iter()
            .any(|known| addresses.contains(known))
        {
            found.push(subject_id);
        }
    }
    Ok(found)
}

async fn contact_of(tx: &TenantTx, request_id: Uuid) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT r.subject_id FROM data_subject_requests r JOIN data_subjects s \
               ON s.tenant_id = r.tenant_id AND s.id = r.subject_id AND s.kind = 'contact' \
               WHERE r.tenant_id = $1 AND r.id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    Ok(rows
        .first()
        .map(|row| row.try_get("", "subject_id"))
        .transpose()?)
}
