//! Operators and their passkeys, said shortly.

use crate::harness::{Mode, TestApp};
use crate::second_factors::authenticator::{Authenticator, ORIGIN};
use sea_orm::prelude::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::operators::{
    CreateOperator, EnrollmentLink, create_operator, finish_operator_enrollment,
    start_operator_enrollment,
};
use xorb_domain::identity::support_access::{
    GrantSupportAccess, ImpersonationTicket, StartImpersonation, SupportGrant,
    grant_support_access, open_impersonation, start_impersonation,
};
use xorb_domain::identity::{
    Actor, Credentials, FinishPasskeyLogIn, Realm, RequestInfo, SessionGrant, authenticate,
    finish_passkey_log_in, start_passkey_log_in,
};
use xorb_domain::secret::Secret;
use xorb_entities::identity::SessionDelivery;

pub use crate::identity::fixture::{
    log_in_owner, owner_email, reads, request, tenant, user_codes, with_cookie,
};

/// Where the operators' pages are.
pub const OPERATORS: &str = "https://operators.example.org";

pub async fn start(mode: Mode) -> TestApp {
    let addresses = [
        ("XORB__WEB__PUBLIC_URL", ORIGIN),
        ("XORB__ADMIN__PUBLIC_URL", OPERATORS),
    ];
    TestApp::start_with(mode, &addresses).await
}

/// Both databases, with addresses for both realms.
#[macro_export]
macro_rules! both_realms {
    ($(async fn $name:ident($app:ident: &TestApp) $scenario:block)+) => {
        $(
            async fn $name($app: &$crate::harness::TestApp) $scenario

            mod $name {
                use $crate::harness::Mode;
                use $crate::operators::fixture::start;

                #[tokio::test]
                async fn embedded() {
                    let app = start(Mode::Embedded).await;
                    super::$name(&app).await;
                    app.finish().await;
                }

                #[tokio::test]
                async fn distributed() {
                    let app = start(Mode::Distributed).await;
                    super::$name(&app).await;
                    app.finish().await;
                }
            }
        )+
    };
}

/// A request on the admin listener.
pub fn at_admin() -> RequestInfo {
    RequestInfo {
        realm: Realm::Operators,
        ..request()
    }
}

pub async fn created(app: &TestApp, email: &str) -> Result<EnrollmentLink, AppError> {
    let input = CreateOperator {
        email: email.to_owned(),
        display_name: "Otto Operator".to_owned(),
    };
    create_operator(app.core(), input).await
}

pub fn token_of(link: &EnrollmentLink) -> Secret<String> {
    let (_, token) = link.path.expose().split_once("token=").unwrap();
    token.into()
}

/// Makes a passkey by the link.
pub async fn enroll(app: &TestApp, link: &EnrollmentLink) -> Result<Authenticator, AppError> {
    let (token, mut passkey) = (token_of(link), Authenticator::at(OPERATORS));
    let options = start_operator_enrollment(app.core(), &at_admin(), &token).await?;
    let answer = passkey.create(&options);
    finish_operator_enrollment(app.core(), &at_admin(), &token, &answer.as_str().into()).await?;
    app.run_jobs().await;
    Ok(passkey)
}

pub async fn log_in(app: &TestApp, passkey: &mut Authenticator) -> Result<SessionGrant, AppError> {
    let asked = start_passkey_log_in(app.core(), &at_admin(), "").await?;
    let input = FinishPasskeyLogIn {
        response: passkey.get(&asked.options).as_str().into(),
        token: asked.token,
        delivery: SessionDelivery::Cookie,
    };
    finish_passkey_log_in(app.core(), &at_admin(), input).await
}

/// Whom this cookie brings to the admin listener.
pub async fn at_admin_with(app: &TestApp, cookie: &Secret<String>) -> Result<Actor, AppError> {
    authenticate(
        app.core(),
        &Credentials::Cookie(cookie.clone()),
        &at_admin(),
    )
    .await
}

/// Somebody who runs the platform, logged in.
pub struct Operator {
    pub actor: Actor,
    pub cookie: Secret<String>,
    pub passkey: Authenticator,
}

pub async fn operator(app: &TestApp, email: &str) -> Operator {
    let link = created(app, email).await.unwrap();
    let mut passkey = enroll(app, &link).await.unwrap();
    let cookie = log_in(app, &mut passkey).await.unwrap().cookie.unwrap();
    let actor = at_admin_with(app, &cookie).await.unwrap();
    Operator {
        actor,
        cookie,
        passkey,
    }
}

/// What stands in a trail, in order.
pub async fn actions(app: &TestApp, scope: &xorb_domain::tenants::TenantScope) -> Vec<String> {
    let tx = app.core().db.read(scope).await.unwrap();
    let sql = "SELECT action FROM audit_events WHERE tenant_id = $1 ORDER BY seq";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let action = |row: &sea_orm::QueryResult| row.try_get("", "action").unwrap();
    rows.iter().map(action).collect()
}

/// A grant for a day.
pub async fn grant_for(
    app: &TestApp,
    actor: &Actor,
    person: &Actor,
) -> Result<SupportGrant, AppError> {
    let input = GrantSupportAccess {
        user_id: person.user_id.unwrap(),
        reason: "A scan hangs.".to_owned(),
        hours: 24,
        idempotency_key: None,
    };
    let grant = grant_support_access(app.core(), actor, input).await;
    app.run_jobs().await;
    grant
}

/// The operator takes a grant of acme's.
pub async fn ticket(
    app: &TestApp,
    operator: &Actor,
    grant_id: Uuid,
) -> Result<ImpersonationTicket, AppError> {
    let input = StartImpersonation {
        tenant_slug: "acme".to_owned(),
        grant_id,
        reason: "Ticket 4711.".to_owned(),
    };
    let ticket = start_impersonation(app.core(), operator, input).await;
    app.run_jobs().await;
    ticket
}

pub async fn redeem(
    app: &TestApp,
    ticket: &ImpersonationTicket,
) -> Result<Secret<String>, AppError> {
    let (_, token) = ticket.url.expose().split_once("token=").unwrap();
    let opened = open_impersonation(app.core(), &request(), &token.into()).await;
    app.run_jobs().await;
    opened
}

/// An operator in the name of acme's owner.
pub struct InName {
    pub owner: Actor,
    pub operator: Operator,
    pub grant: SupportGrant,
    pub ticket: ImpersonationTicket,
    pub cookie: Secret<String>,
    pub actor: Actor,
}

pub async fn in_name(app: &TestApp) -> InName {
    let owner = tenant(app, "acme").await.actor;
    let operator = operator(app, "otto@platform.example").await;
    let grant = grant_for(app, &owner, &owner).await.unwrap();
    let ticket = ticket(app, &operator.actor, grant.id).await.unwrap();
    let cookie = redeem(app, &ticket).await.unwrap();
    let actor = with_cookie(app, &cookie).await.unwrap();
    InName {
        owner,
        operator,
        grant,
        ticket,
        cookie,
        actor,
    }
}
