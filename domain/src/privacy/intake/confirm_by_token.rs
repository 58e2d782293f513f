//! The person presses the button that the mail leads to: now it is known who asks, and what will be done is planned.
//!
//! The link alone does nothing, because mail scanners open links. The token works once.

use chrono::NaiveDate;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::IdentificationMethod;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::{Actor, OpaqueToken, RequestInfo, TokenKind, pre_authentication};
use crate::privacy::requests::{
    Change, RequestLetter, due_day, plan_request, read_vault, send_letter,
};
use crate::privacy::subjects_of;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// What a person is told about the request that they have confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedRequest {
    /// The last day on which it is answered in time, counted from its receipt.
    pub due: NaiveDate,
}

/// Confirms a request and plans it. A letter says by when it will be answered.
///
/// # Errors
/// `User(InvalidToken)` for a link that is unknown, was used or has expired; `RateLimited` by network; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn confirm_by_token(
    core: &Core,
    request: &RequestInfo,
    token: &Secret<String>,
) -> Result<ConfirmedRequest, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let token = OpaqueToken::parse(token.expose()).ok_or_else(invalid_token)?;
    let hash = token.hash(TokenKind::PrivacyChallenge);
    let scope = pre_authentication::scope_of_token(&token);
    // Looked for without a lock first: only a token that is good takes the writer.
    let tx = core.db.read(&scope).await?;
    if !queries::is_challenged(&tx, &hash).await? {
        return Err(invalid_token());
    }
    drop(tx);
    let actor = Actor::anonymous(scope, request.clone());
    let tx = core.db.write(&scope).await?;
    let confirmed = confirm(core, &tx, &actor, hash).await?;
    tx.commit().await?;
    Ok(confirmed)
}

async fn confirm(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    challenge_hash: Vec<u8>,
) -> Result<ConfirmedRequest, AppError> {
    let row = queries::lock_challenged(tx, challenge_hash)
        .await?
        .ok_or_else(invalid_token)?;
    let vault = read_vault(tx, row.id).await?.ok_or_else(invalid_token)?;
    let known = subjects_of(tx, &vault.identifiers).await?;
    let person = known.first().copied().or(row.subject_id);
    let event = AuditEvent::new(AuditAction::RequestVerified, actor);
    tx.record(event.object(DataSubjectRequestId::from(row.id)));
    let change = Change::none()
        .verified(None, IdentificationMethod::MailChallenge, tx.now())
        .subject(person)
        .challenge_met();
    let row = plan_request(tx, actor, &row, change).await?;
    let due = due_day(core, &row)?;
    send_letter(core, tx, &row, &vault, &RequestLetter::Received { due }).await?;
    Ok(ConfirmedRequest { due })
}

fn invalid_token() -> AppError {
    let message =
        "this link is unknown, was used or has expired; whoever has confirmed need not do more";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}
