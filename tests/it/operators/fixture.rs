//! Operators and their passkeys, said shortly.

use crate::harness::{Mode, TestApp};
use crate::second_factors::authenticator::{Authenticator, ORIGIN};
use xorb_domain::AppError;
use xorb_domain::identity::operators::{
    CreateOperator, EnrollmentLink, create_operator, finish_operator_enrollment,
    start_operator_enrollment,
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
