//! How many strangers a company can have written to. Whoever has an address of a verified domain is none.

use chrono::TimeDelta;
use uuid::Uuid;

use super::EmailAddress;
use super::queries::invitations::{count_invited_strangers, count_mails_to, is_stranger};
use crate::db::TenantTx;
use crate::{AppError, UserErrorCode};

/// Companies with more people than that verify their domain.
const STRANGERS_A_DAY: i64 = 100;
/// To one person.
const MAILS_A_DAY: i64 = 5;

/// Lets one more be invited.
pub(super) async fn check_stranger(tx: &TenantTx, email: &EmailAddress) -> Result<(), AppError> {
    let is_one_more = is_stranger(tx, email.normalized()).await?;
    if !is_one_more || count_invited_strangers(tx, TimeDelta::days(1)).await? < STRANGERS_A_DAY {
        return Ok(());
    }
    let message = "you have invited a hundred people within a day; verify their domain with addTenantDomain, or go on tomorrow";
    Err(AppError::user(
        UserErrorCode::LimitReached,
        "email",
        message,
    ))
}

/// Lets the same person be written to once more.
pub(super) async fn check_mails(
    tx: &TenantTx,
    subject_id: Uuid,
    path: &str,
) -> Result<(), AppError> {
    if count_mails_to(tx, subject_id, TimeDelta::days(1)).await? < MAILS_A_DAY {
        return Ok(());
    }
    let message = "this person was sent five invitations within a day; go on tomorrow";
    Err(AppError::user(UserErrorCode::LimitReached, path, message))
}
