//! The one place where the tests run the migrations.

use sea_orm::{ConnectOptions, Database};

/// Brings a database to the newest schema and lets `login` use it.
pub async fn migrate(owner_url: &str, login: Option<&str>) {
    let mut options = ConnectOptions::new(owner_url);
    options.max_connections(1).sqlx_logging(false);
    let owner = Database::connect(options).await.unwrap();
    xorb_migration::up(&owner, login).await.unwrap();
    owner.close().await.unwrap();
}
