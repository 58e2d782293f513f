//! The history runs forward, backward and forward again, once however often it is asked.

use sea_orm::{Database, DatabaseConnection};
use xorb_migration::{down, is_current, status, up};

use crate::harness::{empty_postgres, empty_sqlite};
use crate::structure::catalog::Catalog;

#[tokio::test]
async fn up_down_up_gives_the_same_schema_on_postgres() {
    let database = empty_postgres().await;
    let owner = Database::connect(&database.owner_url).await.unwrap();
    up_down_up(&owner, Some("xorb_app")).await;
}

#[tokio::test]
async fn up_down_up_gives_the_same_schema_on_sqlite() {
    let database = empty_sqlite();
    up_down_up(&Database::connect(&database.url).await.unwrap(), None).await;
}

async fn up_down_up(db: &DatabaseConnection, login: Option<&str>) {
    assert!(!is_current(db).await.unwrap());
    assert!(
        status(db)
            .await
            .unwrap()
            .iter()
            .all(|migration| !migration.applied)
    );

    up(db, login).await.unwrap();
    let first = Catalog::read(db).await;
    assert!(!first.tables.is_empty());
    assert!(is_current(db).await.unwrap());

    up(db, login).await.unwrap();
    assert_eq!(Catalog::read(db).await, first);

    let steps = u32::try_from(status(db).await.unwrap().len()).unwrap();
    for step in 0..steps {
        down(db, 1).await.unwrap();
        assert!(!is_current(db).await.unwrap(), "after {step} steps back");
    }
    assert_eq!(Catalog::read(db).await, Catalog::default());

    up(db, login).await.unwrap();
    assert_eq!(Catalog::read(db).await, first);
}
