//! Migrations beside others: at the same moment, for another log-in, from an older or newer program.

use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use xorb_migration::{down, is_current, up};

use super::migrated_database::{MigratedDatabase, assert_refused, execute, query};
use crate::harness::{empty_postgres, postgres};
use crate::on_both_databases;

/// The log-in role that the harness made.
const LOGIN: Option<&str> = Some("xorb_app");

#[tokio::test]
async fn two_migrations_at_once_take_turns() {
    let database = empty_postgres().await;
    let (first, second) = (
        one_connection(&database.owner_url).await,
        one_connection(&database.owner_url).await,
    );
    let (one, other) = tokio::join!(up(&first, LOGIN), up(&second, LOGIN));
    one.unwrap();
    other.unwrap();
    assert!(is_current(&first).await.unwrap());
}

#[tokio::test]
async fn two_databases_of_one_cluster_are_migrated_at_once() {
    let (one, other) = tokio::join!(empty_postgres(), empty_postgres());
    let (first, second) = (
        one_connection(&one.owner_url).await,
        one_connection(&other.owner_url).await,
    );
    // A log-in that no database has granted the roles to yet.
    let admin = Database::connect(&one.superuser_url).await.unwrap();
    execute(&admin, "CREATE ROLE latecomer LOGIN", [])
        .await
        .unwrap();
    let login = Some("latecomer");
    let (one, other) = tokio::join!(up(&first, login), up(&second, login));
    one.unwrap();
    other.unwrap();
    let sql = "SELECT pg_has_role('latecomer', 'xorb_runtime', 'MEMBER') AND pg_has_role('latecomer', 'xorb_system', 'MEMBER') AS may";
    let rows = query(&first, sql, []).await.unwrap();
    assert!(rows[0].try_get::<bool>("", "may").unwrap());
}

#[tokio::test]
async fn a_log_in_that_does_not_exist_is_named() {
    let database = postgres().await;
    let owner = one_connection(&database.owner_url).await;
    assert_refused(
        up(&owner, Some("nobody\"; --")).await,
        "does not exist: create it",
    );
}

#[tokio::test]
async fn an_odd_name_of_a_log_in_is_only_a_name() {
    let database = postgres().await;
    let admin = Database::connect(&database.superuser_url).await.unwrap();
    execute(&admin, "CREATE ROLE \"odd\"\"; name\" LOGIN", [])
        .await
        .unwrap();
    up(&admin, Some("odd\"; name")).await.unwrap();
}

#[tokio::test]
async fn the_log_in_role_may_ask_whether_the_schema_is_current() {
    let database = postgres().await;
    let owner = one_connection(&database.owner_url).await;
    let login = one_connection(&database.url).await;
    assert!(is_current(&login).await.unwrap());
    down(&owner, 1).await.unwrap();
    assert!(!is_current(&login).await.unwrap());
}

on_both_databases! {
    async fn a_newer_schema_is_current_for_an_older_program(database: &MigratedDatabase) {
        let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_from_the_future', 0)";
        execute(&database.owner, sql, []).await.unwrap();
        assert!(is_current(&database.owner).await.unwrap());
        assert_refused(up(&database.owner, None).await, "m20991231_000001_from_the_future");
    }
}

/// A pool of one, which would wait for itself if the migrations needed two.
async fn one_connection(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1);
    Database::connect(options).await.unwrap()
}
