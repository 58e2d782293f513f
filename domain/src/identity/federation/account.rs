//! Whose account a log-in leads to: the table of the three situations. An account is never taken over by its address.

use sea_orm::ActiveEnum as _;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::UserStatus;
use xorb_entities::ids::InvitationId;
use xorb_entities::privacy::SubjectKind;

use super::queries::{self, NewFederatedUser, NewIdentity};
use super::{AssertedPerson, Connection, FederationError, FederationRefusal};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::invitations::{find_invitation_by_token, set_accepted};
use crate::identity::queries::{bump_epoch, find_credentials, find_user, replace_roles};
use crate::identity::{Actor, DisplayName, EmailAddress, RequestInfo, Role, User};
use crate::privacy::create_subject;
use crate::secret::Secret;
use crate::{AppError, UserErrorCode};

/// The user whom the provider's word leads to, with the roles of its groups.
pub(super) async fn account_of(
    tx: &TenantTx,
    connection: &Connection,
    person: &AssertedPerson,
    invitation: Option<&Secret<String>>,
    request: &RequestInfo,
) -> Result<User, FederationError> {
    let user_id = match queries::find_identity(tx, connection.id, &person.sub).await? {
        Some(identity) => identity.user_id,
        None => match create(tx, connection, person, invitation, request).await {
            Err(FederationError::App(error)) => return Err(refuse(error)),
            other => other?,
        },
    };
    let user = find_user(tx, user_id).await?;
    if user.status != UserStatus::Active {
        return Err(FederationRefusal::AccountDeactivated.into());
    }
    apply_groups(tx, connection, &user, person.groups.as_deref())
        .await
        .map_err(refuse)?;
    queries::touch_identity(tx, connection.id, &person.sub)
        .await
        .map_err(refuse)?;
    // Again: with the roles and the epoch that count now.
    Ok(find_user(tx, user_id).await?)
}

/// What the database refused because of somebody else's row is a reason not to let this person in, and no defect.
fn refuse(error: AppError) -> FederationError {
    match error {
        AppError::Conflict(_) => FederationRefusal::AccountErased.into(),
        AppError::User(errors) if errors.iter().any(|e| e.code == UserErrorCode::Taken) => {
            FederationRefusal::AccountExists.into()
        }
        other => other.into(),
    }
}

async fn create(
    tx: &TenantTx,
    connection: &Connection,
    person: &AssertedPerson,
    invitation: Option<&Secret<String>>,
    request: &RequestInfo,
) -> Result<Uuid, FederationError> {
    if let Some(token) = invitation {
        return accept(tx, connection, person, token, request).await;
    }
    let Some(email) = &person.email else {
        return Err(FederationRefusal::EmailMissing.into());
    };
    if find_credentials(tx, email.normalized()).await?.is_some() {
        return Err(FederationRefusal::AccountExists.into());
    }
    if !connection.jit_enabled {
        return Err(FederationRefusal::AccountUnknown.into());
    }
    let domain = domain_of(email);
    if !queries::is_domain_verified(tx, domain).await? {
        return Err(FederationRefusal::DomainNotVerified.into());
    }
    let is_trusted = connection
        .trusted_domains
        .iter()
        .any(|trusted| trusted == domain);
    if !person.is_email_verified && !is_trusted {
        return Err(FederationRefusal::EmailNotVerified.into());
    }
    let subject = create_subject(tx, SubjectKind::User).await?;
    let roles = [Role::Viewer];
    let user_id = insert(tx, connection, person, subject.id, email, &roles).await?;
    record(tx, connection, request, subject.id, Some(subject.pid), None);
    Ok(user_id)
}

/// Whoever shows the token of an invitation has its mailbox: the account gets the address that was invited, whatever the
/// provider says.
async fn accept(
    tx: &TenantTx,
    connection: &Connection,
    person: &AssertedPerson,
    token: &Secret<String>,
    request: &RequestInfo,
) -> Result<Uuid, FederationError> {
    let token = OpaqueToken::parse(token.expose())
        .filter(|token| token.tenant_id() == tx.tenant_id())
        .ok_or(FederationRefusal::AccountUnknown)?;
    let invitation = find_invitation_by_token(tx, token.hash(TokenKind::Invitation))
        .await?
        .filter(|invitation| invitation.is_open(tx.now()))
        .ok_or(FederationRefusal::AccountUnknown)?;
    let email: EmailAddress = invitation.email.parse().map_err(AppError::internal)?;
    let subject_id = invitation.subject_id;
    let user_id = insert(
        tx,
        connection,
        person,
        subject_id,
        &email,
        &invitation.roles,
    )
    .await?;
    if !set_accepted(tx, invitation.id, user_id).await? {
        return Err(FederationRefusal::AccountUnknown.into());
    }
    record(
        tx,
        connection,
        request,
        subject_id,
        None,
        Some(invitation.id),
    );
    Ok(user_id)
}

async fn insert(
    tx: &TenantTx,
    connection: &Connection,
    person: &AssertedPerson,
    subject_id: Uuid,
    email: &EmailAddress,
    roles: &[Role],
) -> Result<Uuid, FederationError> {
    let user_id = tx.new_id();
    let named = person
        .display_name
        .as_ref()
        .and_then(|name| name.parse::<DisplayName>().ok());
    let local = email.as_str().split('@').next().unwrap_or_default();
    let user = NewFederatedUser {
        id: user_id,
        subject_id,
        email,
        display_name: named.as_ref().map_or(local, DisplayName::as_str),
    };
    queries::insert_federated_user(tx, user).await?;
    replace_roles(tx, user_id, subject_id, roles).await?;
    link(tx, connection, person, user_id, subject_id).await?;
    Ok(user_id)
}

/// From now on, this `sub` at this connection is this user.
pub(super) async fn link(
    tx: &TenantTx,
    connection: &Connection,
    person: &AssertedPerson,
    user_id: Uuid,
    subject_id: Uuid,
) -> Result<(), FederationError> {
    let identity = NewIdentity {
        subject_id,
        user_id,
        provider_id: connection.id,
        sub: &person.sub,
    };
    if queries::insert_identity(tx, identity)
        .await
        .map_err(refuse)?
    {
        Ok(())
    } else {
        Err(FederationRefusal::LinkedToOtherAccount.into())
    }
}

fn record(
    tx: &TenantTx,
    connection: &Connection,
    request: &RequestInfo,
    subject_id: Uuid,
    pid: Option<Uuid>,
    invitation: Option<Uuid>,
) {
    let actor = Actor {
        subject_id: Some(subject_id),
        pid,
        ..Actor::anonymous(*tx.scope(), request.clone())
    };
    let by = invitation.map(|id| InvitationId::from(id).to_string());
    let provider = connection.public_id().to_string();
    let told = json!({ "identityProvider": provider, "invitation": by });
    let mut event = AuditEvent::new(AuditAction::UserProvisioned, &actor);
    event = match pid {
        Some(pid) => event.object(pid),
        None => event.object(provider),
    };
    tx.record(event.payload(Some(subject_id), told));
}

/// Roles from groups follow the groups of their own connection; whoever has lost or gained one is somebody else from now on, in every session.
async fn apply_groups(
    tx: &TenantTx,
    connection: &Connection,
    user: &User,
    groups: Option<&[String]>,
) -> Result<(), AppError> {
    let Some(groups) = groups else {
        return Ok(());
    };
    let roles = queries::roles_of_groups(tx, connection.id, groups).await?;
    let whose = (user.id, user.subject_id);
    if !queries::replace_group_roles(tx, connection.id, whose, &roles).await? {
        return Ok(());
    }
    bump_epoch(tx, user.id).await?;
    let actor = Actor {
        subject_id: Some(user.subject_id),
        pid: user.pid,
        ..Actor::system(*tx.scope())
    };
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let source = xorb_entities::identity::RoleSource::Group.to_value();
    let told = json!({ "roles": names, "source": source });
    let mut event = AuditEvent::new(AuditAction::UserRolesUpdated, &actor);
    if let Some(pid) = user.pid {
        event = event.object(pid);
    }
    tx.record(event.payload(Some(user.subject_id), told));
    Ok(())
}

fn domain_of(email: &EmailAddress) -> &str {
    email
        .normalized()
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain)
}
