//! Whom an erasure is about: the rows that are this person, and by what others may have mentioned them.

use std::collections::BTreeSet;
use std::fmt;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::Identifier;
use crate::privacy::plan::subjects_of;
use crate::privacy::requests::Vault;

/// One person, and the request that erases them.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) request_id: Uuid,
    /// Sorted.
    pub(crate) subjects: Vec<Uuid>,
    pub(crate) identifiers: Vec<Identifier>,
}

/// Personal: never into logs.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person(request {}, ********)", self.request_id)
    }
}

impl Person {
    /// As the fence has written it down.
    pub(crate) fn of_vault(request_id: Uuid, vault: &Vault) -> Self {
        Self {
            request_id,
            subjects: vault.subjects.clone(),
            identifiers: vault.identifiers.clone(),
        }
    }

    /// Exactly these subjects, with the addresses in their rows.
    ///
    /// # Errors
    /// As the database says.
    pub(super) async fn of_subjects(
        tx: &TenantTx,
        request_id: Uuid,
        subjects: &[Uuid],
    ) -> Result<Self, AppError> {
        let subjects: BTreeSet<Uuid> = subjects.iter().copied().collect();
        Ok(Self {
            request_id,
            identifiers: addresses_of(tx, &subjects).await?,
            subjects: subjects.into_iter().collect(),
        })
    }

    /// Reads everything once more: addresses lead to rows, and rows to addresses.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn gather(
        tx: &TenantTx,
        request_id: Uuid,
        known: impl IntoIterator<Item = Uuid>,
        identifiers: &[Identifier],
    ) -> Result<Self, AppError> {
        let mut subjects: BTreeSet<Uuid> = known.into_iter().collect();
        let mut identifiers = identifiers.to_vec();
        loop {
            let before = (subjects.len(), identifiers.len());
            let carried = addresses_of(tx, &subjects).await?;
            identifiers.extend(carried);
            let mut distinct = Vec::with_capacity(identifiers.len());
            for identifier in identifiers {
                if !distinct.contains(&identifier) {
                    distinct.push(identifier);
                }
            }
            identifiers = distinct;
            subjects.extend(subjects_of(tx, &identifiers).await?);
            if before == (subjects.len(), identifiers.len()) {
                break;
            }
        }
        Ok(Self {
            request_id,
            subjects: subjects.into_iter().collect(),
            identifiers,
        })
    }

    /// Tenant, then subjects: the values of `subject_id IN (…)` behind `$1`.
    pub(super) fn values(&self, tx: &TenantTx) -> Vec<Value> {
        let subjects = self.subjects.iter().map(|subject| Value::from(*subject));
        std::iter::once(tx.tenant_id().into())
            .chain(subjects)
            .collect()
    }

    /// `subject_id IN ($2, …)`.
    pub(super) fn is_subject(&self, column: &str) -> String {
        if self.subjects.is_empty() {
            return "1 = 0".to_owned();
        }
        format!("{column} IN ({})", placeholder_list(1, self.subjects.len()))
    }
}

/// The addresses in the rows of these subjects.
async fn addresses_of(
    tx: &TenantTx,
    subjects: &BTreeSet<Uuid>,
) -> Result<Vec<Identifier>, AppError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholder_list(1, subjects.len());
    let sql = format!(
        "SELECT email_normalized AS address FROM users WHERE tenant_id = $1 AND subject_id IN ({list}) \
         UNION SELECT email_normalized FROM invitations WHERE tenant_id = $1 AND subject_id IN ({list})"
    );
    let values = subjects.iter().map(|subject| Value::from(*subject));
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(values)
        .collect();
    let mut found = Vec::new();
    for row in tx.query(sql, values).await? {
        let address: String = row.try_get("", "address")?;
        found.extend(Identifier::email(&address));
    }
    Ok(found)
}
