//! The one place where the tests run the migrations.

use sea_orm::Database;

/// Brings a database to the newest schema and, on PostgreSQL, lets `login` use it.
pub async fn migrate(owner_url: &str, login: &str) {
    let owner = Database::connect(owner_url).await.unwrap();
    xorb_migration::up(&owner, Some(login)).await.unwrap();
    owner.close().await.unwrap();
}
