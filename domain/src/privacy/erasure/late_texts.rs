//! What a scan brings in that began before somebody was erased: it may have read that person before the fence, and must not
//! write them back.
//!
//! A scan that begins later may find the person anew: that is new processing, and the tenant's own.

use std::collections::HashSet;

use sea_orm::Value;
use uuid::Uuid;

use super::tombstones::tombstone;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::{addresses_in, redact};

/// Who was erased since a scan was asked for, by keyed digests.
pub(crate) struct LateTexts(HashSet<Vec<u8>>);

impl LateTexts {
    /// Asks the ledger; mostly the answer is nobody.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn of_scan(tx: &TenantTx, scan_id: Uuid) -> Result<Self, AppError> {
        let sql = "SELECT l.subject_tombstone FROM scans s JOIN erasure_ledger l ON l.tenant_id = s.tenant_id \
                   AND l.executed_at >= s.created_at WHERE s.tenant_id = $1 AND s.id = $2";
        let values: [Value; 2] = [tx.tenant_id().into(), scan_id.into()];
        let rows = tx.query(sql, values).await?;
        let tombstones = rows.iter().map(|row| row.try_get("", "subject_tombstone"));
        Ok(Self(tombstones.collect::<Result<_, _>>()?))
    }

    /// The text without those who were erased.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) async fn clean(&self, tx: &TenantTx, text: String) -> Result<String, AppError> {
        if self.0.is_empty() {
            return Ok(text);
        }
        let mut erased = Vec::new();
        for address in addresses_in(&text) {
            let Some(identifier) = Identifier::email(&address) else {
                continue;
            };
            if self
                .0
                .contains(tombstone(tx, identifier.value()).await?.as_slice())
            {
                erased.push(identifier);
            }
        }
        Ok(match redact(&text, &erased) {
            Some((clean, _)) => clean,
            None => text,
        })
    }
}
