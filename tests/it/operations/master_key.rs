//! Without the key that it was made with, an installation does not start, and says why.

use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture::{request, sign_up_input};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use xorb::application::{Application, Sources};
use xorb_domain::rng::SystemRng;
use xorb_domain::tenants::sign_up;

fn key_file(app: &TestApp) -> PathBuf {
    app.core().settings.keys.master_key_file.clone()
}

/// A second process over the same stores.
async fn start_again(app: &TestApp) -> anyhow::Result<Application> {
    let sources = Sources {
        clock: app.clock.clone(),
        rng: Arc::new(SystemRng::default()),
    };
    Application::build((*app.core().settings).clone(), sources).await
}

async fn start_error(app: &TestApp) -> String {
    format!(
        "{:#}",
        start_again(app).await.err().expect("it must not start")
    )
}

both_modes! {
    async fn a_missing_key_is_not_replaced(app: &TestApp) {
        std::fs::remove_file(key_file(app)).unwrap();
        let error = start_error(app).await;
        assert!(error.contains("is missing") && error.contains("Put the file back"), "{error}");
        assert!(!key_file(app).exists());
    }

    async fn the_key_of_another_installation_is_refused(app: &TestApp) {
        let line = "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        std::fs::write(key_file(app), line).unwrap();
        let error = start_error(app).await;
        assert!(error.contains("another master key"), "{error}");
    }

    async fn a_key_that_others_can_read_is_refused(app: &TestApp) {
        std::fs::set_permissions(key_file(app), std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = start_error(app).await;
        assert!(error.contains("chmod 600"), "{error}");
    }

    async fn a_newer_generation_waits_in_the_file_until_a_rotation(app: &TestApp) {
        let text = std::fs::read_to_string(key_file(app)).unwrap();
        let newer = "2 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n";
        std::fs::write(key_file(app), text + newer).unwrap();
        let second = start_again(app).await.unwrap();
        let core = second.core();
        let made = sign_up(core, &request(), sign_up_input("acme")).await.unwrap();
        let tx = core.db.read(&made.actor.scope).await.unwrap();
        let sql = "SELECT master_generation FROM tenant_keys WHERE tenant_id = $1";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        assert_eq!(rows[0].try_get::<i32>("", "master_generation").unwrap(), 1);
    }
}
