//! An identity at a provider is linked to the account of somebody who is logged in, has just proven who they are, and comes
//! back in the same browser.

use xorb_entities::identity::UserStatus;

use super::account::link;
use super::browser_session::session_of_ticket;
use super::complete::Return;
use super::queries;
use super::{Connection, FederationError, FederationRefusal};
use crate::Core;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::mails::{Letter, NewMail, enqueue_mail};
use crate::identity::queries::find_user;
use crate::identity::{Actor, ActorKind, RequestInfo};
use crate::tenants::queries::find_tenant;

/// Links the identity.
pub(super) async fn link_account(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: &Return<'_>,
) -> Result<(), FederationError> {
    let tx = core.db.write(&connection.scope).await?;
    let session = session_of_ticket(&tx, returned.log_in, returned.session_cookie).await?;
    let user = find_user(&tx, session.user_id).await?;
    if user.status != UserStatus::Active {
        return Err(FederationRefusal::AccountDeactivated.into());
    }
    let person = returned.person;
    match queries::find_identity(&tx, connection.id, &person.sub).await? {
        Some(known) if known.user_id == user.id => return Ok(()),
        Some(_) => return Err(FederationRefusal::LinkedToOtherAccount.into()),
        None => link(&tx, connection, person, user.id, user.subject_id).await?,
    }
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
    let tenant = find_tenant(&tx).await?;
    let provider = queries::find_provider(&tx, connection.id).await?;
    let letter = Letter::IdentityLinked {
        tenant_name: tenant.name,
        provider: provider.map(|row| row.name).unwrap_or_default(),
    };
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(&tx, mail).await?;
    tx.commit().await?;
    Ok(())
}
