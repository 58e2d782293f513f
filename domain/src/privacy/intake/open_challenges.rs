//! How many letters an address gets: nobody can have a person's mailbox filled.
//!
//! Open challenges of an address are found by a keyed digest of it in `mentions`. Who is over the limit finds the links of
//! the earlier letters still good, whoever caused them; so the limit locks nobody out.

use chrono::TimeDelta;
use uuid::Uuid;

use super::queries;
use crate::AppError;
use crate::crypto::mac_for_tenant;
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::erasure::tombstone;

/// Letters that an address gets from one tenant within a day, as long as it confirms none.
const MAX_A_DAY: i64 = 3;

const PURPOSE: &str = "open_challenge";

/// The digest by which an address is counted.
pub(super) struct AddressMac([u8; 32]);

impl AddressMac {
    pub(super) async fn of(tx: &TenantTx, address: &Identifier) -> Result<Self, AppError> {
        mac_for_tenant(tx, PURPOSE, address.value().as_bytes())
            .await
            .map(Self)
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Makes the requests for one address come one after the other, so that none is counted too late.
    fn turn(&self) -> i64 {
        let (start, _) = self.0.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        i64::from_be_bytes(*start)
    }
}

/// Whether this very person is being erased. Their last letter is on its way, so a new request would say nothing new, and
/// would only be in its way.
///
/// # Errors
/// As the database says.
pub(super) async fn is_being_erased(tx: &TenantTx, address: &Identifier) -> Result<bool, AppError> {
    let known_by = tombstone(tx, address.value()).await?;
    queries::is_being_erased(tx, &known_by).await
}

/// Whether the address may get one more letter. Until the transaction ends, nobody else asks this about the same address.
///
/// # Errors
/// As the database says.
pub(super) async fn admits_letter(tx: &TenantTx, mac: &AddressMac) -> Result<bool, AppError> {
    if let Some(sql) = tx.dialect().take_turns() {
        tx.query(sql, [mac.turn().into()]).await?;
    }
    let requests: Vec<Uuid> = queries::find_noted(tx, mac).await?;
    let since = tx.now() - TimeDelta::days(1);
    Ok(queries::count_open_since(tx, &requests, since).await? < MAX_A_DAY)
}
