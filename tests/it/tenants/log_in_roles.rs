//! The program refuses log-in roles that could step over row-level security.

use crate::harness::{Mode, Stores, TestApp};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use xorb_domain::AppError;
use xorb_domain::db::Db;
use xorb_domain::settings::{SecretUrl, Settings};

/// What the program says to a log-in role `name` that `statements` made.
async fn refusal(name: &str, statements: &[&str]) -> String {
    let app = TestApp::start(Mode::Distributed).await;
    let Stores::Distributed { database, .. } = app.stores() else {
        unreachable!("the mode has these stores")
    };
    let superuser = Database::connect(&database.superuser_url).await.unwrap();
    for statement in statements {
        superuser.execute_unprepared(statement).await.unwrap();
    }
    let mut url = url::Url::parse(&database.url).unwrap();
    url.set_username(name).unwrap();
    url.set_password(Some("secret")).unwrap();
    let said = check(&app, url.as_str()).await;
    drop_role(&superuser, name).await;
    app.finish().await;
    said
}

async fn check(app: &TestApp, url: &str) -> String {
    let mut settings: Settings = Settings::clone(&app.core().settings);
    settings.database.url = SecretUrl::new(url);
    let db = Db::open(&settings, app.core().db.services().clone())
        .await
        .unwrap();
    match db.check_wall().await {
        Ok(()) => String::new(),
        Err(AppError::BadInput(said)) => said,
        Err(error) => panic!("{}", error.chain()),
    }
}

async fn drop_role(superuser: &DatabaseConnection, name: &str) {
    let sql = format!("DROP OWNED BY {name}; DROP ROLE {name}");
    superuser.execute_unprepared(&sql).await.unwrap();
}

fn assert_says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in {said:?}");
    }
}

#[tokio::test]
async fn a_role_that_can_only_log_in_is_fine() {
    let app = TestApp::start(Mode::Distributed).await;
    app.core().db.check_wall().await.unwrap();
    app.finish().await;
}

#[tokio::test]
async fn a_superuser_is_refused_and_told_what_to_do() {
    let said = refusal(
        "wall_superuser",
        &["CREATE ROLE wall_superuser LOGIN SUPERUSER PASSWORD 'secret'"],
    )
    .await;
    assert_says(
        &said,
        &[
            "`wall_superuser` is a superuser",
            "XORB__DATABASE__URL",
            "XORB__DATABASE__MIGRATION_URL",
        ],
    );
}

#[tokio::test]
async fn a_role_with_bypassrls_is_refused() {
    let said = refusal(
        "wall_bypass",
        &[
            "CREATE ROLE wall_bypass LOGIN BYPASSRLS PASSWORD 'secret'",
            "GRANT xorb_runtime TO wall_bypass",
        ],
    )
    .await;
    assert_says(&said, &["has BYPASSRLS"]);
    assert!(
        !said.contains("is a superuser") && !said.contains("owns"),
        "{said}"
    );
}

#[tokio::test]
async fn a_role_that_may_create_roles_is_refused() {
    let said = refusal(
        "wall_creator",
        &[
            "CREATE ROLE wall_creator LOGIN CREATEROLE PASSWORD 'secret'",
            "GRANT xorb_runtime TO wall_creator",
        ],
    )
    .await;
    assert_says(&said, &["has CREATEROLE"]);
}

#[tokio::test]
async fn an_owner_of_tables_is_refused() {
    let said = refusal(
        "wall_owner",
        &[
            "CREATE ROLE wall_owner LOGIN PASSWORD 'secret'",
            "GRANT xorb_runtime TO wall_owner",
            "ALTER TABLE kill_switches OWNER TO wall_owner",
        ],
    )
    .await;
    assert_says(&said, &["owns tables"]);
}

#[tokio::test]
async fn a_member_of_the_owner_is_refused() {
    let said = refusal(
        "wall_member",
        &[
            "CREATE ROLE wall_member LOGIN NOINHERIT PASSWORD 'secret'",
            "GRANT xorb_runtime, xorb_owner TO wall_member",
        ],
    )
    .await;
    assert_says(
        &said,
        &["is a member of a role with such rights", "owns tables"],
    );
}

#[tokio::test]
async fn a_role_that_nobody_let_in_is_told_to_migrate() {
    let said = refusal(
        "wall_stranger",
        &["CREATE ROLE wall_stranger LOGIN PASSWORD 'secret'"],
    )
    .await;
    assert_says(&said, &["xorb migrate up"]);
}
