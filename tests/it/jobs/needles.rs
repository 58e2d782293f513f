//! Nothing about anybody is ever sent to Redis: every command that it hears is searched.

use xorb_domain::identity::{InviteUser, Role, invite_user};
use xorb_domain::jobs::cancel_job;

use super::loops::{Loops, run_until_done};
use crate::assets::fixture::prove;
use crate::fixtures::weak_web_server;
use crate::harness::{Mode, PASSWORD, Stores, Tenant, TestApp};
use crate::scans::fixture::quick_scan;
use xorb_domain::scans::start_scan;

#[tokio::test(flavor = "multi_thread")]
async fn redis_never_hears_of_anybody() {
    let app =
        TestApp::start_with(Mode::Distributed, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    let Stores::Distributed { redis, .. } = app.stores() else {
        unreachable!("the test chose the distributed mode")
    };
    let monitor = redis.monitor();
    let tenant = Tenant::sign_up(&app, "acme").await;
    let server = weak_web_server().await;
    let address = server.url();
    let invitation = InviteUser {
        email: "wanda.needle@acme.example".to_owned(),
        roles: vec![Role::Viewer],
        idempotency_key: None,
    };
    invite_user(&tenant.core, &tenant.owner, invitation)
        .await
        .unwrap();
    let asset = prove(&tenant, &server).await;
    start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
        .await
        .unwrap();
    run_until_done(app.core(), 2).await;
    let scan = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
        .await
        .unwrap();
    cancel_job(&tenant.core, &tenant.owner, scan.job_id.unwrap())
        .await
        .unwrap();
    let loops = Loops::start(app.core(), 1);
    loops.end().await;
    let heard = monitor.heard().to_lowercase();
    assert!(
        heard.contains("rpush") && heard.contains("publish"),
        "it was listened to"
    );
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let needles = [
        "needle", "wanda", "acme", "owner", "example", PASSWORD, host,
    ];
    let found: Vec<_> = needles
        .iter()
        .filter(|needle| heard.contains(&needle.to_lowercase()))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    app.run_jobs().await;
    app.finish().await;
}
