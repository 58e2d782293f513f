//! An identity at a provider is linked to the account of somebody who is logged in, has just proven who they are, and comes
//! back in the same browser. Where single sign-on is a must, that is how somebody proves an older account in the flow of
//! the provider: then provider and account must name the same address, and the log-in is one through the provider.

use xorb_entities::identity::{SessionDelivery, UserStatus};

use super::account::link;
use super::browser_session::session_of_ticket;
use super::complete::{Completed, Return, check_current};
use super::open_federated_session::{Origin, open_federated_session};
use super::queries;
use super::{AssertedPerson, Connection, FederationError, FederationRefusal};
use crate::Core;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::queries::find_user;
use crate::identity::queries::sessions::{SessionState, revoke_session};
use crate::identity::sessions::grant;
use crate::identity::{Actor, ActorKind, Demand, RequestInfo, User};

/// Links the identity.
pub(super) async fn link_account(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: &Return<'_>,
) -> Result<Completed, FederationError> {
    let tx = core.db.write(&connection.scope).await?;
    let session = session_of_ticket(&tx, returned.log_in, returned.session_cookie).await?;
    let user = find_user(&tx, session.user_id).await?;
    if user.status != UserStatus::Active {
        return Err(FederationRefusal::AccountDeactivated.into());
    }
    let person = returned.person;
    let is_to_sign_on = session.demand() == Some(Demand::SingleSignOn);
    if is_to_sign_on {
        check_current(&tx, connection).await?;
        check_address(person, &user)?;
    }
    match queries::find_identity(&tx, connection.id, &person.sub).await? {
        Some(known) if known.user_id == user.id => {}
        Some(_) => return Err(FederationRefusal::LinkedToOtherAccount.into()),
        None => {
            link(&tx, connection, person, user.id, user.subject_id).await?;
            note(&tx, request, connection, &session, &user).await?;
        }
    }
    if !is_to_sign_on {
        tx.commit().await?;
        return Ok(Completed::Linked);
    }
    let origin = Origin::of(connection, person);
    revoke_session(&tx, session.id, "single_sign_on").await?;
    let delivery = SessionDelivery::Cookie;
    let opened = open_federated_session(core, &tx, user, &origin, delivery, request).await?;
    tx.commit().await?;
    Ok(Completed::Session(Box::new(grant(core, opened).await?)))
}

/// A password alone, which somebody may have learned, must not lead a colleague's identity to the account.
fn check_address(person: &AssertedPerson, user: &User) -> Result<(), FederationError> {
    let Some(email) = &person.email else {
        return Err(FederationRefusal::EmailMissing.into());
    };
    if email.normalized() == user.email_normalized {
        Ok(())
    } else {
        Err(FederationRefusal::OtherPerson.into())
    }
}

/// Into the audit trail, and to the person.
async fn note(
    tx: &TenantTx,
    request: &RequestInfo,
    connection: &Connection,
    session: &SessionState,
    user: &User,
) -> Result<(), FederationError> {
    let actor = Actor {
        kind: ActorKind::User,
        user_id: Some(user.id),
        subject_id: Some(user.subject_id),
        pid: user.pid,
        session_id: Some(session.id),
        ..Actor::anonymous(connection.scope, request.clone())
    };
    let event = AuditEvent::new(AuditAction::IdentityLinked, &actor);
    tx.record(event.object(connection.public_id()));
    let provider = queries::find_provider(tx, connection.id).await?;
    let provider = provider.map(|row| row.name).unwrap_or_default();
    let letter = |tenant_name| Letter::IdentityLinked {
        tenant_name,
        provider,
    };
    tell_user(tx, user, letter).await?;
    Ok(())
}
