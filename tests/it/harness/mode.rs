//! The two ways to run that most promises hold for alike.

/// Which database and queue a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// SQLite and the queue in process.
    Embedded,
    /// PostgreSQL and Redis.
    Distributed,
}

/// Makes two tests, `NAME::embedded` and `NAME::distributed`, of one scenario. A job that it leaves behind fails them.
///
/// ```ignore
/// both_modes! {
///     async fn another_tenant_cannot_read_a_finding(app: &TestApp) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_modes {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: &TestApp) $scenario:block)+) => {
        $(
            $(#[$attribute])*
            async fn $name($app: &$crate::harness::TestApp) $scenario

            mod $name {
                use $crate::harness::{Mode, TestApp};

                #[tokio::test]
                async fn embedded() {
                    let app = TestApp::start(Mode::Embedded).await;
                    super::$name(&app).await;
                    app.finish().await;
                }

                #[tokio::test]
                async fn distributed() {
                    let app = TestApp::start(Mode::Distributed).await;
                    super::$name(&app).await;
                    app.finish().await;
                }
            }
        )+
    };
}
