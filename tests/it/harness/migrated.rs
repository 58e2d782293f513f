//! The one place where the tests run the migrations.

/// Brings a database to the newest schema and lets `login` use it.
#[expect(clippy::unused_async, reason = "there are no migrations yet")]
pub async fn migrate(_owner_url: &str, _login: &str) {}
