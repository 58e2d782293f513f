//! Who carries an address: accounts, invitations, and people who are known from their requests alone.

use std::collections::BTreeSet;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list, rows_per_statement};
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
    let carriers = carriers_of(tx, identifiers).await?;
    let subjects: BTreeSet<Uuid> = carriers.into_iter().map(|(_, subject)| subject).collect();
    Ok(subjects.into_iter().collect())
}

/// Which subject carries which of the addresses among `identifiers`.
///
/// # Errors
/// As the database says.
pub(crate) async fn carriers_of(
    tx: &TenantTx,
    identifiers: &[Identifier],
) -> Result<Vec<(Identifier, Uuid)>, AppError> {
    let is_address = |known: &&Identifier| known.kind() == IdentifierKind::Email;
    let addresses: Vec<Identifier> = identifiers.iter().filter(is_address).cloned().collect();
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholder_list(1, addresses.len());
    let sql = format!(
        "SELECT subject_id, email_normalized AS address FROM users WHERE tenant_id = $1 AND email_normalized IN ({list}) \
         UNION SELECT subject_id, email_normalized FROM invitations WHERE tenant_id = $1 AND email_normalized IN ({list})"
    );
    let values = addresses.iter().map(|address| Value::from(address.value()));
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(values)
        .collect();
    let mut carriers = contacts_of(tx, &addresses).await?;
    for row in tx.query(sql, values).await? {
        let address: String = row.try_get("", "address")?;
        if let Some(address) = Identifier::email(&address) {
            carriers.push((address, row.try_get("", "subject_id")?));
        }
    }
    Ok(carriers)
}

/// Contacts whose request names one of the addresses as theirs; a mere mention in its note does not count.
async fn contacts_of(
    tx: &TenantTx,
    addresses: &[Identifier],
) -> Result<Vec<(Identifier, Uuid)>, AppError> {
    let limit = MAX_REQUESTS.max(addresses.len().saturating_mul(2));
    let rows = mentioned_rows(tx, "data_subject_requests", addresses, None, limit).await?;
    let mut found = Vec::new();
    for (request_id, subject_id) in of_contacts(tx, &rows).await? {
        let vault = read_vault(tx, request_id).await?.unwrap_or_default();
        let theirs = vault.identifiers.into_iter();
        let named = theirs.filter(|known| addresses.contains(known));
        found.extend(named.map(|address| (address, subject_id)));
    }
    Ok(found)
}

/// Those of the requests that are a contact's, and whose.
async fn of_contacts(tx: &TenantTx, requests: &[String]) -> Result<Vec<(Uuid, Uuid)>, AppError> {
    let mut found = Vec::new();
    for requests in requests.chunks(rows_per_statement(1)) {
        let sql = format!(
            "SELECT r.id, r.subject_id FROM data_subject_requests r JOIN data_subjects s \
             ON s.tenant_id = r.tenant_id AND s.id = r.subject_id AND s.kind = 'contact' \
             WHERE r.tenant_id = $1 AND r.id IN ({}) ORDER BY r.id",
            placeholder_list(1, requests.len())
        );
        let mut values: Vec<Value> = vec![tx.tenant_id().into()];
        for request in requests {
            let id = Uuid::parse_str(request).map_err(AppError::internal)?;
            values.push(id.into());
        }
        for row in tx.query(sql, values).await? {
            found.push((row.try_get("", "id")?, row.try_get("", "subject_id")?));
        }
    }
    Ok(found)
}
