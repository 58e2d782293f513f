//! What a log-in at a provider was for is done: in one transaction, with its audit event.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, SessionDelivery};

use super::account::account_of;
use super::begin::permits;
use super::link_account::link_account;
use super::mark_tested::mark_tested;
use super::open_federated_session::{Origin, open_federated_session};
use super::queries::{self, NewState};
use super::secrets::{Redeemable, STATE_SECRET};
use super::step_up_by_provider::step_up_by_provider;
use super::{
    AssertedPerson, Connection, Endpoints, FederationError, FederationRefusal, ReturnedLogIn,
};
use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::seal_for_tenant;
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::sessions::grant;
use crate::identity::{Actor, RequestInfo, SessionGrant, User};
use crate::secret::Secret;
use crate::{AppError, Core};

/// How long a program may take to redeem its code.
const CODE_LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// What came of it.
#[derive(Debug)]
pub enum Completed {
    /// A session for the browser.
    Session(Box<SessionGrant>),
    /// A code for a program, to be redeemed by `redeemLogInCode`.
    Code(Secret<String>),
    /// The identity belongs to the account now.
    Linked,
    /// The session has stepped up; the browser gets its new cookie.
    SteppedUp(Secret<String>),
    /// The connection works.
    Tested,
}

/// What comes back from a provider, verified.
#[derive(Debug)]
pub struct Return<'r> {
    pub log_in: &'r ReturnedLogIn,
    pub person: &'r AssertedPerson,
    /// Where the provider was talked to.
    pub endpoints: &'r Endpoints,
    /// The session cookie that the browser shows.
    pub session_cookie: Option<&'r Secret<String>>,
}

/// Does what the log-in was for.
///
/// # Errors
/// `Refused`; as the database says.
#[tracing::instrument(skip_all)]
pub async fn complete_federated_log_in(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: Return<'_>,
) -> Result<Completed, FederationError> {
    match returned.log_in.intent {
        FederationIntent::LogIn => log_in(core, request, connection, &returned).await,
        FederationIntent::Link => link_account(core, request, connection, &returned).await,
        FederationIntent::StepUp => {
            let cookie = step_up_by_provider(core, request, connection, &returned).await?;
            Ok(Completed::SteppedUp(cookie))
        }
        FederationIntent::Test => {
            mark_tested(core, request, connection, &returned).await?;
            Ok(Completed::Tested)
        }
        FederationIntent::Redeem | FederationIntent::Logout => {
            Err(FederationRefusal::StateUnknown.into())
        }
    }
}

async fn log_in(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: &Return<'_>,
) -> Result<Completed, FederationError> {
    let (log_in, person) = (returned.log_in, returned.person);
    let tx = core.db.write(&connection.scope).await?;
    check_current(&tx, connection).await?;
    let invitation = log_in.invitation.as_ref();
    let user = account_of(&tx, connection, person, invitation, request).await?;
    let origin = Origin::of(connection, person);
    match log_in.delivery {
        SessionDelivery::Cookie => {
            let session =
                open_federated_session(core, &tx, user, &origin, SessionDelivery::Cookie, request)
                    .await?;
            tx.commit().await?;
            Ok(Completed::Session(Box::new(grant(core, session).await?)))
        }
        SessionDelivery::Token => {
            let issued = write_code(&tx, connection, &user, &origin, log_in).await?;
            let actor = Actor {
                subject_id: Some(user.subject_id),
                pid: user.pid,
                ..Actor::anonymous(connection.scope, request.clone())
            };
            let told = json!({ "method": "federation", "delivery": "code" });
            let event = AuditEvent::new(AuditAction::LogInCodeIssued, &actor);
            let event = event.object(connection.public_id());
            tx.record(event.payload(Some(user.subject_id), told));
            tx.commit().await?;
            Ok(Completed::Code(issued))
        }
    }
}

/// The connection may have been changed or suspended while the provider was asked.
pub(super) async fn check_current(
    tx: &TenantTx,
    connection: &Connection,
) -> Result<(), FederationError> {
    let current = queries::find_provider(tx, connection.id).await?;
    let is_current = current.is_some_and(|row| {
        row.version == connection.version && permits(row.state, FederationIntent::LogIn)
    });
    if is_current {
        Ok(())
    } else {
        Err(FederationRefusal::ConnectionChanged.into())
    }
}

async fn write_code(
    tx: &TenantTx,
    connection: &Connection,
    user: &User,
    origin: &Origin<'_>,
    log_in: &ReturnedLogIn,
) -> Result<Secret<String>, AppError> {
    let code = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let id: Uuid = tx.new_id();
    let kept = Redeemable {
        sub: origin.sub.to_owned(),
        sid: origin.sid.map(str::to_owned),
        id_token: origin.id_token.map(|token| token.expose().clone()),
        proven_at: origin.proven_at,
    };
    let kept = serde_json::to_vec(&kept).map_err(AppError::internal)?;
    let row = NewState {
        id,
        subject_id: Some(user.subject_id),
        provider_id: connection.id,
        intent: FederationIntent::Redeem,
        delivery: SessionDelivery::Token,
        token_hash: code.hash(TokenKind::LogInCode),
        binding_hash: None,
        nonce_hash: None,
        sealed_secret: Some(seal_for_tenant(tx, STATE_SECRET, id, &kept).await?),
        return_to: None,
        challenge: log_in.challenge.clone(),
        user_id: Some(user.id),
        session_id: None,
        provider_version: connection.version,
        expires_at: tx.now() + CODE_LIFETIME,
    };
    queries::insert_state(tx, row).await?;
    Ok(code.text())
}
