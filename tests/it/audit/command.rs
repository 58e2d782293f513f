//! `xorb audit verify`, while the service runs on the same database.

use super::trail::Trail;
use crate::both_modes;
use crate::harness::{TestApp, XorbProcess};
use std::fs;
use xorb_domain::audit::{checkpoint_trails, default_file};

fn verify(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["audit", "verify"], arguments].concat();
    let environment = app.stores().environment();
    let run = || XorbProcess::start(&arguments, &environment).exit();
    let (status, output) = run();
    (status.code(), output)
}

both_modes! {
    async fn whole_trails_are_reported_one_by_one(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let globex = Trail::begin_as(app, "globex").await;
        trail.append(3).await;
        globex.append(2).await;
        checkpoint_trails(&trail.core).await.unwrap();
        let (code, output) = verify(app, &[]);
        assert_eq!(code, Some(0), "{output}");
        assert!(output.contains("acme: 3 events, 1 checkpoints"), "{output}");
        assert!(output.contains("globex: 2 events, 1 checkpoints"), "{output}");
    }

    async fn a_broken_trail_fails_the_command_and_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let globex = Trail::begin_as(app, "globex").await;
        trail.append(3).await;
        globex.append(2).await;
        trail.tamper("UPDATE audit_events SET outcome = 'denied' WHERE tenant_id = {tenant} AND seq = 2").await;
        let (code, output) = verify(app, &[]);
        assert_eq!(code, Some(1), "{output}");
        assert!(output.contains("BROKEN  acme: first bad seq 2: the event was changed"), "{output}");
        assert!(output.contains("ok      globex"), "{output}");
        assert_eq!(verify(app, &["--tenant", "globex"]).0, Some(0));
    }

    async fn what_was_cut_off_is_betrayed_by_a_file_kept_elsewhere(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        checkpoint_trails(&trail.core).await.unwrap();
        let own = default_file(&trail.core.settings);
        let elsewhere = own.with_file_name("kept.jsonl");
        fs::rename(&own, &elsewhere).unwrap();
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq > 10").await;
        trail.tamper("DELETE FROM audit_checkpoints WHERE tenant_id = {tenant}").await;
        trail.tamper("UPDATE audit_heads SET seq = 10, hash = (SELECT hash FROM audit_events WHERE seq = 10)").await;
        assert_eq!(verify(app, &[]).0, Some(0), "the database alone tells nothing");
        let (code, output) = verify(app, &["--checkpoint", elsewhere.to_str().unwrap()]);
        assert_eq!(code, Some(1), "{output}");
        assert!(output.contains("first bad seq 11: the newest events were cut off"), "{output}");
    }

    async fn a_tenant_or_a_file_that_is_not_there_is_an_error(app: &TestApp) {
        let (code, output) = verify(app, &["--tenant", "nobody"]);
        assert_eq!(code, Some(1));
        assert!(output.contains("there is no such tenant"), "{output}");
        let (code, output) = verify(app, &["--checkpoint", "nowhere.jsonl"]);
        assert_eq!(code, Some(1));
        assert!(output.contains("nowhere.jsonl can't be read"), "{output}");
    }
}
