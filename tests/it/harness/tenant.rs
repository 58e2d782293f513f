//! A company with its owner, as the use cases see it: no HTTP in between.

use super::TestApp;
use std::sync::Arc;
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{Actor, RequestInfo, Role};
use xorb_domain::secret::Secret;
use xorb_domain::tenants::{SignUp, sign_up};
use xorb_domain::{AppError, Core, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

pub struct Tenant {
    pub core: Arc<Core>,
    pub owner: Actor,
}

impl Tenant {
    /// Signs up a company of this slug.
    pub async fn sign_up(app: &TestApp, slug: &str) -> Self {
        let input = SignUp {
            tenant_name: slug.to_owned(),
            tenant_slug: slug.to_owned(),
            email: format!("owner@{slug}.example"),
            password: Secret::new("correct horse battery staple 7".to_owned()),
            display_name: "Ada".to_owned(),
            delivery: SessionDelivery::Token,
        };
        let signed_in = sign_up(app.core(), &RequestInfo::default(), input)
            .await
            .unwrap();
        Self {
            core: Arc::clone(app.core()),
            owner: signed_in.actor,
        }
    }

    /// The owner with another role.
    pub fn with_role(&self, role: Role) -> Actor {
        Actor {
            roles: vec![role],
            ..self.owner.clone()
        }
    }

    /// One operation's reads, by the owner.
    pub fn reads(&self) -> ReadSession {
        self.reads_of(self.owner.clone())
    }

    pub fn reads_of(&self, actor: Actor) -> ReadSession {
        ReadSession::new(Arc::clone(&self.core), actor)
    }

    /// How many rows of the tenant a condition holds for.
    pub async fn count(&self, from_where: &str) -> i64 {
        let tx = self.core.db.read(&self.owner.scope).await.unwrap();
        let sql = format!("SELECT count(*) AS count FROM {from_where} AND tenant_id = $1");
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        rows[0].try_get("", "count").unwrap()
    }

    /// How often this is in the audit trail.
    pub async fn audited(&self, action: &str, outcome: &str) -> i64 {
        self.count(&format!(
            "audit_events WHERE action = '{action}' AND outcome = '{outcome}'"
        ))
        .await
    }
}

/// The code of a business error, and where it is.
#[track_caller]
pub fn user_error<T>(result: Result<T, AppError>) -> (UserErrorCode, String) {
    match result {
        Err(AppError::User(errors)) => {
            assert_eq!(errors.len(), 1, "{errors:?}");
            (errors[0].code, errors[0].path.join("."))
        }
        Err(other) => panic!("not a user error: {other}"),
        Ok(_) => panic!("no error"),
    }
}

/// Whether it is the answer for what is not there, or not yours.
#[track_caller]
pub fn assert_not_found<T>(result: Result<T, AppError>) {
    match result {
        Err(AppError::NotFound(_)) => {}
        Err(other) => panic!("not NOT_FOUND: {other}"),
        Ok(_) => panic!("it was found"),
    }
}

/// Whether somebody else's change was noticed.
#[track_caller]
pub fn assert_conflict<T>(result: Result<T, AppError>) {
    match result {
        Err(AppError::Conflict(_)) => {}
        Err(other) => panic!("not CONFLICT: {other}"),
        Ok(_) => panic!("it was done"),
    }
}
