//! Somebody says that they have lost the password of an account. The same for every address: the same queries, one event,
//! one job. The job finds out whether there is anybody to write to.

use uuid::Uuid;

use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::{User, find_credentials};
use crate::identity::throttle::AttemptedAccount;
use crate::identity::{Actor, EmailAddress, RequestInfo, pre_authentication};
use crate::jobs::{JobKind, NewJob, enqueue};
use crate::rate_limits::Attempt;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Which account.
#[derive(Clone, Debug)]
pub struct RequestPasswordReset {
    pub tenant_slug: String,
    pub email: String,
}

/// Sends a link to whoever has this account. Succeeds whether there is one or not.
///
/// # Errors
/// `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn request_password_reset(
    core: &Core,
    request: &RequestInfo,
    input: RequestPasswordReset,
) -> Result<(), AppError> {
    let email = input.email.parse::<EmailAddress>();
    let normalized = email.as_ref().map_or("", EmailAddress::normalized);
    core.log_in_throttle.admit(request.address, None)?;
    // An account of its own: asking for a reset never uses up the attempts to log in.
    let place = format!("{}/reset", input.tenant_slug);
    let account = AttemptedAccount::new(&place, normalized);
    let attempt = Attempt {
        account: Some(account.as_bytes()),
        address: request.address,
        tenant: Some(&place),
    };
    core.rate_limits.admit_attempt(attempt).await?;
    let (scope, user) = find(core, &input.tenant_slug, normalized).await?;
    let tx = core.db.write(&scope).await?;
    let actor = Actor::anonymous(scope, request.clone());
    let mut event = AuditEvent::new(AuditAction::PasswordResetRequested, &actor);
    if let Some(pid) = user.as_ref().and_then(|user| user.pid) {
        event = event.object(pid);
    }
    tx.record(event);
    let nobody: Uuid = tx.new_id();
    let (user_id, subject_id) = user.map_or((nobody, nobody), |user| (user.id, user.subject_id));
    let job = NewJob::new(JobKind::SendPasswordReset)
        .arg("user_id", user_id)
        .subject(subject_id);
    enqueue(&tx, job).await?;
    tx.commit().await
}

/// Without such a tenant the platform's own is asked, for the same path.
async fn find(
    core: &Core,
    slug: &str,
    email_normalized: &str,
) -> Result<(TenantScope, Option<User>), AppError> {
    let tenant = pre_authentication::find_tenant_to_log_in(core, slug).await?;
    let scope = tenant
        .as_ref()
        .map_or_else(|| core.platform(), |(scope, _)| *scope);
    let tx = core.db.read(&scope).await?;
    let found = find_credentials(&tx, email_normalized).await?;
    let user = found.filter(|_| tenant.is_some()).map(|found| found.user);
    Ok((scope, user))
}
