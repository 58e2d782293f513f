//! `xorb scans stop --all`, while the service runs on the same database.

use xorb_domain::scans::{StartScan, start_scan};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::scans::ScanProfile;

use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::{TestApp, XorbProcess};
use crate::jobs::scanned::Scanned;

fn xorb(app: &TestApp, arguments: &[&str]) {
    let (status, output) = XorbProcess::start(arguments, &app.stores().environment()).exit();
    assert!(status.success(), "{output}");
}

both_modes! {
    async fn the_kill_switch_refuses_new_scans_and_holds_queued_ones(app: &TestApp) {
        let server = weak_web_server().await;
        let scanned = Scanned::new(app, &server).await;
        let queued = scanned.start_scan(app).await;
        let asked = server.paths().len();
        xorb(app, &["scans", "stop", "--all"]);

        assert_eq!(app.run_jobs().await, 0);
        assert_eq!(server.paths().len(), asked, "no packet leaves");
        let input = StartScan { asset_id: scanned.asset_id, profile: ScanProfile::Quick, idempotency_key: None };
        let refused = start_scan(app.core(), &scanned.owner, input).await;
        let code = match refused {
            Err(AppError::User(errors)) => errors[0].code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code, UserErrorCode::ScansStopped);

        xorb(app, &["scans", "release", "--all"]);
        assert_eq!(app.run_jobs().await, 1);
        let state = scanned.ended(app, queued.id).await;
        assert_eq!(state, xorb_entities::scans::ScanState::Completed);
    }
}
