//! Makes an account for a program: it has roles and keys, and no way to log in.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::base32;
use xorb_entities::privacy::SubjectKind;

use crate::audit::{AuditAction, AuditEvent};
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::queries::{
    NewServiceAccount, User, find_user, insert_service_account, replace_roles,
};
use crate::identity::{Actor, DisplayName, InputErrors, Permission, Role, owner_rules};
use crate::privacy::create_subject;
use crate::{AppError, Core};

/// Its name and roles.
#[derive(Clone, Debug)]
pub struct CreateServiceAccount {
    pub name: String,
    pub roles: Vec<Role>,
    pub idempotency_key: Option<String>,
}

/// Makes a service account.
///
/// # Errors
/// `Forbidden`; `User`: `InvalidInput`, `OwnerOnly`, `SessionRequired`; `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn create_service_account(
    core: &Core,
    actor: &Actor,
    input: CreateServiceAccount,
) -> Result<User, AppError> {
    core.authorise(actor, Permission::ApiKeysManage, None)
        .await?;
    actor.session()?;
    let mut errors = InputErrors::default();
    let Some(name) = errors.parse::<DisplayName>("name", &input.name) else {
        return Err(errors.into_error());
    };
    owner_rules::check_any(&input.roles)?;
    owner_rules::check_service_account(&input.roles)?;
    owner_rules::check_roles_held(actor, &input.roles, "roles")?;
    let names: Vec<&str> = input.roles.iter().map(|role| role.as_str()).collect();
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({ "name": name.as_str(), "roles": names });
    let key = input.idempotency_key.as_deref();
    let claim = claim_key(&tx, actor, "create_service_account", key, &content, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return find_user(&tx, id).await;
    }
    let subject = create_subject(&tx, SubjectKind::User).await?;
    let address = address(id);
    let account = NewServiceAccount {
        id,
        subject_id: subject.id,
        address: &address,
        name: name.as_str(),
    };
    insert_service_account(&tx, account).await?;
    replace_roles(&tx, id, subject.id, &input.roles).await?;
    tx.record(
        AuditEvent::new(AuditAction::ServiceAccountCreated, actor)
            .object(subject.pid)
            .payload(Some(subject.id), json!({ "roles": names })),
    );
    let account = find_user(&tx, id).await?;
    tx.commit().await?;
    Ok(account)
}

/// An address that no mail can reach (RFC 2606): accounts are unique by address.
fn address(id: Uuid) -> String {
    format!("{}@service-account.invalid", base32(id))
}
