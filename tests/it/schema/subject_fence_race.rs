//! The fence against a writer who comes at the same moment. PostgreSQL only: SQLite has one writer.

use std::time::Duration;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::migrated_database::{MigratedDatabase, assert_refused, count, execute, query};
use super::rows::{PERSON, TENANT, asset, set_subject_state, two_tenants};

const NEW: Uuid = Uuid::from_u128(1);

#[tokio::test]
async fn a_writer_who_comes_after_the_fence_waits_for_it_and_is_refused() {
    let database = MigratedDatabase::postgres().await;
    let eraser = raise_fence(&database).await;
    let late = database.begin(Some(TENANT)).await;
    let late = tokio::spawn(async move { asset(&late, TENANT, NEW, Some(PERSON)).await });
    until_one_waits(&database).await;
    eraser.commit().await.unwrap();
    assert_refused(late.await.unwrap(), "subject_fence");
}

#[tokio::test]
async fn a_foreign_key_alone_would_let_that_writer_in() {
    let database = MigratedDatabase::postgres().await;
    let sql = "DROP TRIGGER assets_subject_fence ON assets";
    execute(&database.owner, sql, []).await.unwrap();
    let eraser = raise_fence(&database).await;
    let late = database.begin(Some(TENANT)).await;
    asset(&late, TENANT, NEW, Some(PERSON)).await.unwrap();
    eraser.commit().await.unwrap();
    late.commit().await.unwrap();
}

#[tokio::test]
async fn the_fence_waits_for_a_writer_who_came_before_it_and_then_sees_the_row() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;
    let writer = database.begin(Some(TENANT)).await;
    asset(&writer, TENANT, NEW, Some(PERSON)).await.unwrap();

    let eraser = database.begin(Some(TENANT)).await;
    let fence = tokio::spawn(async move {
        set_subject_state(&eraser, "erasing").await.unwrap();
        let seen = count(&eraser, "assets WHERE subject_id IS NOT NULL").await;
        eraser.commit().await.unwrap();
        seen
    });
    until_one_waits(&database).await;
    writer.commit().await.unwrap();
    assert_eq!(fence.await.unwrap(), 1);
}

/// A transaction that has raised the fence and not committed yet.
async fn raise_fence(database: &MigratedDatabase) -> DatabaseTransaction {
    two_tenants(&database.owner).await;
    let eraser = database.begin(Some(TENANT)).await;
    set_subject_state(&eraser, "erasing").await.unwrap();
    eraser
}

/// Returns once a statement of this database waits for a lock.
async fn until_one_waits(database: &MigratedDatabase) {
    let waiting = "SELECT 1 AS one FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let wait = async {
        while query(&database.owner, waiting, [])
            .await
            .unwrap()
            .is_empty()
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait)
        .await
        .expect("nobody waits");
}
