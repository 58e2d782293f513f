//! Erasures that the database has forgotten are repeated: all of them, once, whoever is killed or comes at the same time.

use super::erasable::{ANN, Company};
use super::ledger_lines::{add, entry, file};
use crate::both_modes;
use crate::harness::{Backup, TestApp};
use sea_orm::prelude::Uuid;
use std::fs;
use std::sync::Arc;
use xorb::application::{Application, Sources};
use xorb_domain::audit::verify_whole_trail;
use xorb_domain::privacy::ledger::{
    LedgerEntry, LedgerProblem, ReplayProgress, append_entry, read_ledger, replay_ledger,
};
use xorb_domain::rng::SeededRng;

/// Replays; how many were missing and how many this process has repeated.
async fn replay(app: &TestApp) -> (usize, usize) {
    let progress = ReplayProgress::default();
    replay_ledger(app.core(), &progress).await.unwrap();
    assert_eq!((progress.left(), progress.is_running()), (0, false));
    (progress.of(), progress.own())
}

async fn is_there(app: &TestApp, company: &Company, email: &str) -> bool {
    let condition = format!("users WHERE email_normalized = '{email}'");
    company.count(app, &condition).await == 1
}

async fn replayed(app: &TestApp, company: &Company) -> i64 {
    let condition = "audit_events WHERE action = 'erasure.replayed' AND outcome = 'success'";
    company.count(app, condition).await
}

async fn trail_holds(app: &TestApp, company: &Company) -> bool {
    let verdict = verify_whole_trail(app.core(), &company.owner.scope, None).await;
    verdict.unwrap().broken.is_none()
}

both_modes! {
    async fn without_a_ledger_nothing_is_done(app: &TestApp) {
        let company = Company::new(app).await;
        assert_eq!(replay(app).await, (0, 0));
        assert!(is_there(app, &company, ANN).await);
    }

    async fn a_person_whom_the_database_remembers_again_is_erased_once_more_and_nobody_else(app: &TestApp) {
        let company = Company::new(app).await;
        let entry = entry(app, &company);
        append_entry(app.core(), &entry).await.unwrap();
        assert_eq!(replay(app).await, (1, 1));
        assert!(!is_there(app, &company, ANN).await);
        for other in ["joann@corp.example", "ann@corp.example.com"] {
            assert!(is_there(app, &company, other).await, "{other}");
        }
        assert_eq!(company.count(app, "data_subjects WHERE state = 'erased'").await, 1);
        assert_eq!(company.count(app, "erasure_ledger WHERE 1 = 1").await, i64::try_from(entry.tombstones.len()).unwrap());
        assert_eq!(replayed(app, &company).await, 1);
        assert!(trail_holds(app, &company).await);

        assert_eq!(replay(app).await, (0, 0), "the second time there is nothing to do");
        assert_eq!(replayed(app, &company).await, 1);
    }

    async fn an_erasure_that_the_database_knows_is_not_repeated(app: &TestApp) {
        let company = Company::new(app).await;
        company.approve(app).await;
        app.run_jobs().await;
        assert_eq!(company.state(app).await, "completed");
        assert_eq!(replay(app).await, (0, 0));
        assert_eq!(replayed(app, &company).await, 0);
    }

    async fn what_only_a_digest_is_left_of_is_said_and_not_passed_over(app: &TestApp) {
        let company = Company::new(app).await;
        append_entry(app.core(), &entry(app, &company)).await.unwrap();
        let progress = ReplayProgress::default();
        replay_ledger(app.core(), &progress).await.unwrap();
        // Neither of the line's two digests is Ann's address.
        assert_eq!((progress.own(), progress.unsought()), (1, 2));
    }

    async fn an_address_that_the_restored_database_still_has_is_sought(app: &TestApp) {
        let company = Company::new(app).await;
        let backup = Backup::take(app.stores());
        company.approve(app).await;
        app.run_jobs().await;
        let restored = backup.restore(app.stores()).await;
        let sources = Sources { clock: app.clock.clone(), rng: Arc::new(SeededRng::new(2)) };
        let application = Application::build(restored.settings(&[]), sources).await.unwrap();
        let progress = ReplayProgress::default();
        replay_ledger(application.core(), &progress).await.unwrap();
        assert_eq!((progress.own(), progress.unsought()), (1, 0));
    }

    async fn strangers_are_passed_over(app: &TestApp) {
        let company = Company::new(app).await;
        let nobody = LedgerEntry { subjects: vec![Uuid::from_u128(7)], ..entry(app, &company) };
        let elsewhere = LedgerEntry { tenant_id: Uuid::from_u128(8), ..entry(app, &company) };
        for entry in [&elsewhere, &nobody] {
            append_entry(app.core(), entry).await.unwrap();
        }
        assert_eq!(replay(app).await, (1, 1), "the tenant's own one");
        assert_eq!(replayed(app, &company).await, 1);
        assert!(is_there(app, &company, ANN).await);
        assert_eq!(replay(app).await, (0, 0));
    }

    async fn a_ledger_that_is_gone_is_written_anew_and_still_finds_the_person(app: &TestApp) {
        let company = Company::new(app).await;
        let backup = Backup::take(app.stores());
        company.approve(app).await;
        app.run_jobs().await;
        fs::remove_file(file(app)).unwrap();
        assert_eq!(replay(app).await, (0, 0));
        assert_eq!(read_ledger(app.core()).await.unwrap().unwrap().len(), 1);

        let restored = backup.restore(app.stores()).await;
        let sources = Sources { clock: app.clock.clone(), rng: Arc::new(SeededRng::new(2)) };
        let application = Application::build(restored.settings(&[]), sources).await.unwrap();
        let progress = ReplayProgress::default();
        replay_ledger(application.core(), &progress).await.unwrap();
        assert_eq!(progress.own(), 1);
        let tx = application.core().db.read(&company.owner.scope).await.unwrap();
        let sql = "SELECT email_normalized FROM users WHERE tenant_id = $1";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        let left: Vec<String> = rows.iter().map(|row| row.try_get("", "email_normalized").unwrap()).collect();
        assert!(left.len() == 3 && !left.contains(&ANN.to_owned()), "{left:?}");
    }

    async fn one_line_that_is_not_believed_stops_all(app: &TestApp) {
        let company = Company::new(app).await;
        append_entry(app.core(), &entry(app, &company)).await.unwrap();
        add(app, b"garbage\n");
        let refused = replay_ledger(app.core(), &ReplayProgress::default()).await;
        let problem = refused.unwrap_err();
        assert!(matches!(problem, LedgerProblem::Line { line: 2, .. }), "{problem}");
        assert!(is_there(app, &company, ANN).await, "nothing is done by a file that is not believed");
    }

    async fn replays_at_once_do_it_once(app: &TestApp) {
        let company = Company::new(app).await;
        append_entry(app.core(), &entry(app, &company)).await.unwrap();
        // SQLite has one process, and so one replay.
        let is_shared = app.core().db.dialect() == xorb_domain::db::Dialect::Postgres;
        let others = if is_shared { 3 } else { 0 };
        let many = (0..=others).map(|_| replay(app));
        let repeated: usize = futures_util::future::join_all(many).await.iter().map(|(_, own)| own).sum();
        assert_eq!(repeated, 1);
        assert_eq!(replayed(app, &company).await, 1);
        assert_eq!(company.count(app, "erasure_ledger WHERE 1 = 1").await, 2);
    }
}
