//! People and what they do, said shortly.

use crate::harness::TestApp;
use std::sync::Arc;
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{
    AcceptInvitation, Actor, Credentials, InviteUser, LogIn, LoggedIn, Realm, RequestInfo, Role,
    SessionGrant, accept_invitation, authenticate, invite_user, log_in,
};
use xorb_domain::secret::Secret;
use xorb_domain::tenants::{SignUp, sign_up};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

pub const PASSWORD: &str = "lantern gravel violin orbit";

pub fn request() -> RequestInfo {
    RequestInfo {
        request_id: None,
        address: Some("192.0.2.7".parse().unwrap()),
        user_agent: Some("test".to_owned()),
        device: None,
        realm: Realm::Tenants,
        trace: None,
    }
}

pub fn sign_up_input(slug: &str) -> SignUp {
    SignUp {
        tenant_name: format!("The company {slug}"),
        tenant_slug: slug.to_owned(),
        email: owner_email(slug),
        password: PASSWORD.into(),
        display_name: "Olga Owner".to_owned(),
        delivery: SessionDelivery::Token,
    }
}

pub fn owner_email(slug: &str) -> String {
    format!("olga@{slug}.example")
}

/// A new tenant, its owner logged in.
pub async fn tenant(app: &TestApp, slug: &str) -> SessionGrant {
    sign_up(app.core(), &request(), sign_up_input(slug))
        .await
        .unwrap()
}

pub async fn try_log_in(
    app: &TestApp,
    slug: &str,
    email: &str,
    password: &str,
    delivery: SessionDelivery,
) -> Result<SessionGrant, AppError> {
    let input = LogIn {
        tenant_slug: slug.to_owned(),
        email: email.to_owned(),
        password: password.into(),
        delivery,
    };
    match log_in(app.core(), &request(), input).await? {
        LoggedIn::Session(grant) => Ok(*grant),
        LoggedIn::Challenge(challenge) => panic!("a second factor is asked for: {challenge:?}"),
    }
}

pub async fn log_in_owner(app: &TestApp, slug: &str) -> SessionGrant {
    let email = owner_email(slug);
    try_log_in(app, slug, &email, PASSWORD, SessionDelivery::Token)
        .await
        .unwrap()
}

/// A user with this role, invited and logged in.
pub async fn member(app: &TestApp, owner: &Actor, email: &str, role: Role) -> SessionGrant {
    let token = invite(app, owner, email, role).await;
    accept(app, &token).await.unwrap()
}

/// Invites and reads the token in the mail.
pub async fn invite(app: &TestApp, owner: &Actor, email: &str, role: Role) -> String {
    let input = InviteUser {
        email: email.to_owned(),
        roles: vec![role],
        idempotency_key: None,
    };
    invite_user(app.core(), owner, input).await.unwrap();
    app.run_jobs().await;
    token_in_mail(&newest_mail_to(app, email))
}

pub async fn accept(app: &TestApp, token: &str) -> Result<SessionGrant, AppError> {
    let input = AcceptInvitation {
        token: token.into(),
        password: PASSWORD.into(),
        display_name: "Mia Member".to_owned(),
        delivery: SessionDelivery::Token,
    };
    accept_invitation(app.core(), &request(), input).await
}

/// All mails to this address, oldest first.
pub fn mails_to(app: &TestApp, email: &str) -> Vec<String> {
    let folder = app.core().settings.data_dir.join("mail");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map(|files| files.map(|file| file.unwrap().path()).collect())
        .unwrap_or_default();
    paths.sort();
    let mails = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    mails
        .filter(|mail| mail.contains(&format!("To: {email}\r\n")))
        .collect()
}

/// Whether a mail to this address holds these words. Mails of one instant have no order.
pub fn is_told(app: &TestApp, email: &str, words: &str) -> bool {
    mails_to(app, email).iter().any(|mail| mail.contains(words))
}

pub fn newest_mail_to(app: &TestApp, email: &str) -> String {
    mails_to(app, email).pop().expect("a mail to this address")
}

pub fn token_in_mail(mail: &str) -> String {
    let link = mail
        .lines()
        .find(|line| line.contains("/accept-invitation?token="))
        .expect("a line with the link");
    link.split_once("token=").unwrap().1.to_owned()
}

pub async fn with_token(app: &TestApp, grant: &SessionGrant) -> Result<Actor, AppError> {
    let token = grant.access_token.clone().unwrap();
    authenticate(app.core(), &Credentials::Bearer(token), &request()).await
}

pub async fn with_cookie(app: &TestApp, cookie: &Secret<String>) -> Result<Actor, AppError> {
    authenticate(app.core(), &Credentials::Cookie(cookie.clone()), &request()).await
}

/// What an API operation of this actor reads through.
pub fn reads(app: &TestApp, actor: &Actor) -> ReadSession {
    ReadSession::new(Arc::clone(app.core()), actor.clone())
}

/// The codes of business errors; anything else fails the test.
pub fn user_codes<T>(result: Result<T, AppError>) -> Vec<UserErrorCode> {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(AppError::User(errors)) => errors.iter().map(|error| error.code).collect(),
        Err(error) => panic!("no business error: {error:?}"),
    }
}

/// How often each action is in the tenant's trail.
pub async fn trail(app: &TestApp, actor: &Actor) -> Vec<(String, String)> {
    let tx = app.core().db.read(&actor.scope).await.unwrap();
    let sql = "SELECT action, outcome FROM audit_events WHERE tenant_id = $1 ORDER BY seq";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let text =
        |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).unwrap();
    rows.iter()
        .map(|row| (text(row, "action"), text(row, "outcome")))
        .collect()
}

pub async fn has_event(app: &TestApp, actor: &Actor, action: &str, outcome: &str) -> bool {
    trail(app, actor)
        .await
        .contains(&(action.to_owned(), outcome.to_owned()))
}
