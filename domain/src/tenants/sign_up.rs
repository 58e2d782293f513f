//! A company comes: its tenant, keys, first owner and first session, in one transaction.

use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::privacy::SubjectKind;
use xorb_entities::tenants::TenantStatus;

use super::queries::find_tenant_by_slug;
use super::{NewTenant, TenantSlug, insert_tenant};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::queries::{NewUser, insert_user, replace_roles};
use crate::identity::sessions::{AuthMethod, Means, OpenedSession, Person, grant, open_session};
use crate::identity::{
    DisplayName, EmailAddress, InputErrors, RequestInfo, Role, SessionGrant, pre_authentication,
};
use crate::privacy::create_subject;
use crate::rate_limits::Attempt;
use crate::rng::new_id;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// What a new tenant says about itself and its first owner.
#[derive(Clone, Debug)]
pub struct SignUp {
    pub tenant_name: String,
    pub tenant_slug: String,
    pub email: String,
    pub password: Secret<String>,
    pub display_name: String,
    pub delivery: SessionDelivery,
}

struct Checked {
    tenant_name: DisplayName,
    tenant_slug: TenantSlug,
    email: EmailAddress,
    display_name: DisplayName,
    password_hash: String,
    delivery: SessionDelivery,
}

/// Makes a tenant with its first owner and logs the owner in.
///
/// # Errors
/// `User`: `SignUpClosed`, `InvalidInput`, `Taken` (the slug), `PasswordTooWeak`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn sign_up(
    core: &Core,
    request: &RequestInfo,
    input: SignUp,
) -> Result<SessionGrant, AppError> {
    if !core.settings.auth.open_sign_up {
        let message = "sign-up is closed on this installation; ask for an invitation";
        return Err(AppError::user(UserErrorCode::SignUpClosed, "", message));
    }
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let checked = check(core, input).await?;
    let scope =
        pre_authentication::scope_of_new_tenant(new_id(core.clock.as_ref(), core.rng.as_ref()));
    let tx = core.db.write(&scope).await?;
    let session = create(core, &tx, checked, request).await?;
    tx.record(AuditEvent::new(AuditAction::TenantSignedUp, &session.actor));
    tx.commit().await?;
    grant(core, session).await
}

async fn check(core: &Core, input: SignUp) -> Result<Checked, AppError> {
    let mut errors = InputErrors::default();
    let tenant_name = errors.parse::<DisplayName>("tenantName", &input.tenant_name);
    let tenant_slug = errors.parse::<TenantSlug>("tenantSlug", &input.tenant_slug);
    let email = errors.parse::<EmailAddress>("email", &input.email);
    let display_name = errors.parse::<DisplayName>("displayName", &input.display_name);
    let (Some(tenant_name), Some(tenant_slug), Some(email), Some(display_name)) =
        (tenant_name, tenant_slug, email, display_name)
    else {
        return Err(errors.into_error());
    };
    if is_taken(core, &tenant_slug).await? {
        return Err(taken());
    }
    let words = vec![
        tenant_name.as_str().to_owned(),
        tenant_slug.as_str().to_owned(),
        email.as_str().to_owned(),
        display_name.as_str().to_owned(),
    ];
    let password_hash = core
        .passwords
        .hash_new(input.password.expose(), words, "password")
        .await?;
    Ok(Checked {
        tenant_name,
        tenant_slug,
        email,
        display_name,
        password_hash,
        delivery: input.delivery,
    })
}

/// Asked before the costly hash; who comes second all the same is refused by the database.
async fn is_taken(core: &Core, slug: &TenantSlug) -> Result<bool, AppError> {
    let tx = core.db.read(&core.platform()).await?;
    Ok(slug.is_reserved() || find_tenant_by_slug(&tx, slug).await?.is_some())
}

fn taken() -> AppError {
    AppError::user(
        UserErrorCode::Taken,
        "tenantSlug",
        "this slug is taken; choose another one",
    )
}

async fn create(
    core: &Core,
    tx: &TenantTx,
    input: Checked,
    request: &RequestInfo,
) -> Result<OpenedSession, AppError> {
    let tenant = NewTenant {
        slug: input.tenant_slug.as_str(),
        name: input.tenant_name.as_str(),
        status: TenantStatus::Active,
    };
    insert_tenant(tx, tenant).await?;
    let subject = create_subject(tx, SubjectKind::User).await?;
    let user_id: Uuid = tx.new_id();
    let user = NewUser {
        id: user_id,
        subject_id: subject.id,
        email: &input.email,
        display_name: input.display_name.as_str(),
        password_hash: Some(&input.password_hash),
    };
    insert_user(tx, user).await?;
    let roles = vec![Role::Owner];
    replace_roles(tx, user_id, subject.id, &roles).await?;
    let person = Person {
        user_id,
        subject_id: subject.id,
        pid: Some(subject.pid),
        roles,
        authz_epoch: 0,
    };
    let means = Means {
        delivery: input.delivery,
        methods: &[AuthMethod::Password],
        request,
    };
    open_session(tx, &core.settings.auth, person, means).await
}
