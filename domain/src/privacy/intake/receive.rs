//! Writes a request that nobody has confirmed yet, with all that belongs to it, into a transaction.

use chrono::TimeDelta;
use xorb_entities::privacy::{RequestChannel, RequestState, SubjectKind};
use xorb_entities::tenants::Language;

use super::open_challenges::AddressMac;
use super::queries;
use crate::db::TenantTx;
use crate::identity::{Actor, EmailAddress, OpaqueToken, TokenKind, confirm_request_link};
use crate::privacy::requests::{
    Change, NewRequest, RequestLetter, Vault, open_request, send_letter, transition,
};
use crate::privacy::{Identifier, create_subject};
use crate::{AppError, Core};

/// How long a link in a mail can be used.
const CHALLENGE_LIFETIME: TimeDelta = TimeDelta::days(7);

/// A request as its form says it, checked.
pub(super) struct Received {
    pub(super) email: EmailAddress,
    pub(super) address: Identifier,
    pub(super) language: Language,
    pub(super) note: Option<String>,
}

/// Writes the request, a person of its own who gets the letter, and the letter.
///
/// # Errors
/// As the database says.
pub(super) async fn receive(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    mac: &AddressMac,
    input: Received,
) -> Result<(), AppError> {
    let id = tx.new_id();
    let contact = create_subject(tx, SubjectKind::Contact).await?;
    let vault = Vault {
        identifiers: vec![input.address],
        subjects: vec![contact.id],
        reply_to: Some(input.email.as_str().to_owned()),
        note: input.note,
        ..Vault::default()
    };
    let new = NewRequest {
        id,
        channel: RequestChannel::PublicIntake,
        language: input.language,
        subject_id: Some(contact.id),
        vault: &vault,
    };
    open_request(core, tx, actor, new).await?;
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + CHALLENGE_LIFETIME;
    let hash = token.hash(TokenKind::PrivacyChallenge);
    let change = Change::none().challenged(hash, expires_at);
    let from = [RequestState::Received];
    let row = transition(tx, actor, id, &from, RequestState::Verifying, change).await?;
    queries::note_open(tx, mac, id).await?;
    let letter = RequestLetter::Challenge {
        link: confirm_request_link(&core.settings.web, &token.text(), input.language),
        expires_at,
    };
    send_letter(core, tx, &row, &vault, &letter).await?;
    Ok(())
}
