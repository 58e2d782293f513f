//! Checkpoints outside the database.

use super::trail::Trail;
use crate::both_modes;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use xorb_domain::audit::{
    Reason, Verdict, checkpoint_every_trail, checkpoint_trails, default_file, run_checkpoints,
    verify_whole_trail,
};

fn file(trail: &Trail) -> PathBuf {
    default_file(&trail.core.settings)
}

fn lines(trail: &Trail) -> usize {
    fs::read_to_string(file(trail)).map_or(0, |text| text.lines().count())
}

fn append(trail: &Trail, text: &str) {
    let mut file = OpenOptions::new().append(true).open(file(trail)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

async fn verdict(trail: &Trail) -> Verdict {
    verify_whole_trail(&trail.core, &trail.actor.scope, Some(&file(trail)))
        .await
        .unwrap()
}

both_modes! {
    async fn only_trails_that_have_grown_get_a_checkpoint(app: &TestApp) {
        let (acme, globex) = (Trail::begin(app).await, Trail::begin_as(app, "globex").await);
        acme.append(2).await;
        assert_eq!(checkpoint_trails(&acme.core).await.unwrap(), 1);
        globex.append(1).await;
        assert_eq!(checkpoint_trails(&acme.core).await.unwrap(), 1);
        assert_eq!(checkpoint_trails(&acme.core).await.unwrap(), 0);
        assert_eq!(lines(&acme), 2);
        assert_eq!(verdict(&acme).await.outside_checkpoints, 1);
        assert!(verdict(&globex).await.holds());
    }

    async fn what_the_last_process_left_is_caught_up_with_once(app: &TestApp) {
        let (acme, globex) = (Trail::begin(app).await, Trail::begin_as(app, "globex").await);
        acme.append(2).await;
        globex.append(2).await;
        assert_eq!(checkpoint_every_trail(&acme.core).await.unwrap(), 2);
        assert_eq!(checkpoint_every_trail(&acme.core).await.unwrap(), 0);
        fs::remove_file(file(&acme)).unwrap();
        assert_eq!(checkpoint_every_trail(&acme.core).await.unwrap(), 2, "a new file begins with all trails");
        assert!(verdict(&acme).await.holds());
    }

    async fn a_torn_line_is_passed_over_and_the_next_is_not_torn_with_it(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(2).await;
        checkpoint_trails(&trail.core).await.unwrap();
        append(&trail, r#"{"tenant":"01890a5d-ac96-774b-bcce-b302099a8057","seq":3,"ha"#);
        let torn = verdict(&trail).await;
        assert_eq!((torn.holds(), torn.outside_checkpoints, torn.unreadable_lines), (true, 1, 1));
        trail.append(1).await;
        checkpoint_trails(&trail.core).await.unwrap();
        let mended = verdict(&trail).await;
        assert_eq!((mended.holds(), mended.outside_checkpoints, mended.unreadable_lines), (true, 2, 1));
    }

    async fn a_line_that_nobody_signed_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(2).await;
        checkpoint_trails(&trail.core).await.unwrap();
        let line = fs::read_to_string(file(&trail)).unwrap().replace(r#""seq":2"#, r#""seq":1"#);
        append(&trail, &line);
        let broken = verdict(&trail).await.broken.unwrap();
        assert_eq!((broken.seq, broken.reason), (1, Reason::FalseCheckpoint));
    }

    async fn an_endless_line_costs_no_memory(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        checkpoint_trails(&trail.core).await.unwrap();
        append(&trail, &"x".repeat(3_000_000));
        append(&trail, "\n\n");
        let verdict = verdict(&trail).await;
        assert_eq!((verdict.holds(), verdict.unreadable_lines), (true, 2));
    }

    async fn a_checkpoint_that_could_not_be_written_is_tried_again(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        fs::create_dir(file(&trail)).unwrap();
        assert!(checkpoint_trails(&trail.core).await.is_err());
        fs::remove_dir(file(&trail)).unwrap();
        assert_eq!(checkpoint_trails(&trail.core).await.unwrap(), 1);
    }

    async fn a_process_that_stops_takes_the_last_checkpoints(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        let stop = CancellationToken::new();
        let running = tokio::spawn(run_checkpoints(Arc::clone(&trail.core), stop.clone()));
        while lines(&trail) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        trail.append(1).await;
        stop.cancel();
        running.await.unwrap();
        assert_eq!(lines(&trail), 2);
        assert!(verdict(&trail).await.holds());
    }
}
