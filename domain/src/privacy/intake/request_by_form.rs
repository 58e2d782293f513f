//! A person without an account asks for erasure. Same path, same writes, same mail and same answer whether the address is
//! known or not: nothing here looks for it.

use serde_json::json;
use xorb_entities::tenants::Language;

use super::open_challenges::{AddressMac, admits_letter, is_being_erased};
use super::receive::{Received, receive};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::identity::{Actor, EmailAddress, RequestInfo, pre_authentication};
use crate::privacy::Identifier;
use crate::privacy::requests::free_text;
use crate::{AppError, Core, UserErrorCode};

/// What the form says. The right is that to erasure.
#[derive(Clone)]
pub struct RequestByForm {
    /// Whose data it is about: the short name of the tenant.
    pub tenant_slug: String,
    /// Whose data it is, and where the letter goes.
    pub email: String,
    /// The language of all letters.
    pub language: Language,
    /// What the person adds.
    pub note: Option<String>,
}

/// Receives the request and sends a mail whose link `confirm_by_token` takes. It answers the same if there is no such tenant
/// or if the address has got enough letters or is being erased; then nothing but an audit event is left of it.
///
/// # Errors
/// `User(InvalidInput)` for what is no address or too long; `RateLimited` by network; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn request_by_form(
    core: &Core,
    request: &RequestInfo,
    input: RequestByForm,
) -> Result<(), AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let received = check(&input)?;
    let found = pre_authentication::find_tenant_for_intake(core, &input.tenant_slug).await?;
    // Without such a tenant the platform's own goes the same way, and turns back at its end.
    let scope = found
        .as_ref()
        .map_or_else(|| core.platform(), |(scope, _)| *scope);
    let actor = Actor::anonymous(scope, request.clone());
    let tx = core.db.write(&scope).await?;
    let mac = AddressMac::of(&tx, &received.address).await?;
    let is_being_erased = is_being_erased(&tx, &received.address).await?;
    let is_admitted = admits_letter(&tx, &mac).await? && !is_being_erased;
    receive(core, &tx, &actor, &mac, received).await?;
    if is_admitted && found.is_some() {
        return tx.commit().await;
    }
    drop(tx);
    let reason = match (is_admitted, is_being_erased) {
        (true, _) => "no_such_tenant",
        (false, true) => "being_erased",
        (false, false) => "enough_letters",
    };
    let tx = core.db.write(&scope).await?;
    let event = AuditEvent::new(AuditAction::RequestCreated, &actor).outcome(Outcome::Denied);
    tx.record(event.payload(None, json!({ "reason": reason })));
    tx.commit().await
}

fn check(input: &RequestByForm) -> Result<Received, AppError> {
    let no_address = || {
        let message = "this is no e-mail address; write it like name@example.org";
        AppError::user(UserErrorCode::InvalidInput, "email", message)
    };
    let email: EmailAddress = input.email.parse().map_err(|_| no_address())?;
    Ok(Received {
        address: Identifier::email(email.as_str()).ok_or_else(no_address)?,
        email,
        language: input.language,
        note: free_text::optional("note", input.note.as_deref())?,
    })
}
