//! What the tests stand on holds.

use super::{nginx, postgres, redis};
use crate::both_modes;
use sea_orm::{ConnectionTrait, Database};

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    let (first, second) = tokio::join!(postgres(), postgres());
    for database in [&first, &second] {
        let owner = Database::connect(&database.owner_url).await.unwrap();
        owner
            .execute_unprepared("CREATE TABLE only_mine (id int)")
            .await
            .unwrap();
        owner.close().await.unwrap();
    }
}

#[tokio::test]
async fn the_log_in_role_can_create_nothing() {
    let database = postgres().await;
    let login = Database::connect(&database.url).await.unwrap();
    login
        .execute_unprepared("CREATE TABLE not_mine (id int)")
        .await
        .unwrap_err();
    login
        .execute_unprepared("CREATE ROLE not_mine")
        .await
        .unwrap_err();
}

#[test]
fn a_redis_server_comes_back_empty_at_the_same_address() {
    let mut redis = redis();
    redis.command(&["SET", "key", "value"]);
    redis.restart();
    assert_eq!(redis.command(&["GET", "key"]), "$-1\r\n");
}

#[test]
fn nginx_serves_what_a_test_gives_it() {
    let nginx = nginx(
        "server { listen 127.0.0.1:{{PORT}}; root {{ROOT}}; }",
        &[("a/b.txt", "found")],
    );
    assert!(nginx.root().join("a/b.txt").exists());
    std::net::TcpStream::connect(("127.0.0.1", nginx.port)).unwrap();
}

both_modes! {
    async fn the_application_stands_in_both_modes(app: &TestApp) {
        app.core().db.ping().await.unwrap();
        assert_eq!(app.run_jobs().await, 0);
    }
}
