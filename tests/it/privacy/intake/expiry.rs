//! What nobody confirms is forgotten, and nothing else is.

use super::fixture::{ask, grown, links, press, rows, seen};
use crate::both_modes;
use crate::harness::TestApp;
use crate::privacy::requests::fixture::{Office, VIEWER};
use chrono::TimeDelta;
use reqwest::StatusCode;
use std::fs;
use xorb_domain::audit::{default_file, verify_whole_trail};
use xorb_domain::privacy::{enqueue_due_sweeps, withdraw_data_subject_request};
use xorb_entities::privacy::RequestState;

const NOBODY: &str = "nora@office.example";

/// Tables that hold something about the person of an open request.
const ABOUT_PEOPLE: [&str; 6] = [
    "data_subject_requests",
    "data_subjects",
    "subject_keys",
    "subject_pids",
    "outgoing_mails",
    "mentions",
];

fn mail_files(app: &TestApp) -> usize {
    fs::read_dir(app.stores().data_dir().join("mail"))
        .unwrap()
        .count()
}

async fn sweep(app: &TestApp) {
    enqueue_due_sweeps(app.core()).await.unwrap();
    app.run_jobs().await;
}

both_modes! {
    async fn a_request_that_nobody_confirms_leaves_no_trace_of_its_address(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", VIEWER).await;
        let confirmed = links(app, VIEWER).await.remove(0);
        press(app, &confirmed).await.assert_says(StatusCode::OK, "Your request is confirmed");
        app.run_jobs().await;
        let (before, files) = (rows(&office.tenant).await, mail_files(app));
        ask(app, "office", NOBODY).await;
        let link = links(app, NOBODY).await.remove(0);
        assert_eq!((office.vaults().await, mail_files(app)), (2, files + 1));

        app.clock.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        sweep(app).await;
        assert_eq!(office.vaults().await, 2, "a moment before");
        app.clock.advance(TimeDelta::seconds(1));
        sweep(app).await;
        let left = grown(&before, &rows(&office.tenant).await);
        for (table, rows) in left.iter().filter(|(table, _)| ABOUT_PEOPLE.contains(table)) {
            assert_eq!(*rows, i64::from(*table == "data_subject_requests"), "{table}");
        }
        assert_eq!((office.vaults().await, mail_files(app)), (1, files), "the confirmed one stays");
        let emptied = "data_subject_requests WHERE state = 'expired_unverified' AND subject_id IS NULL \
                       AND identity_ciphertext IS NULL AND challenge_hash IS NULL AND challenge_expires_at IS NULL";
        assert_eq!(office.tenant.count(emptied).await, 1);
        let states: Vec<_> = seen(&office).await.iter().map(|request| request.state).collect();
        assert!(states.contains(&RequestState::Planned) && states.contains(&RequestState::ExpiredUnverified));
        let void = press(app, &link).await;
        void.assert_says(StatusCode::BAD_REQUEST, "This link is unknown, was used or has expired");
        assert_eq!(office.tenant.audited("request.expired", "success").await, 1);
        let outside = default_file(&office.tenant.core.settings);
        let verdict = verify_whole_trail(&office.tenant.core, &office.tenant.owner.scope, Some(&outside)).await;
        assert!(verdict.unwrap().broken.is_none());
    }

    async fn what_an_officer_has_settled_leaves_as_little(app: &TestApp) {
        let office = Office::open(app).await;
        let before = rows(&office.tenant).await;
        for email in [VIEWER, NOBODY] {
            ask(app, "office", email).await;
            app.clock.advance(TimeDelta::seconds(1));
        }
        let (link, requests) = (links(app, NOBODY).await.remove(0), seen(&office).await);
        office.verify(&office.officer, &requests[0]).await.unwrap();
        press(app, &link).await.assert_says(StatusCode::BAD_REQUEST, "This link is unknown");
        withdraw_data_subject_request(&office.tenant.core, &office.officer, requests[1].id).await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.mails_to(&format!("To: {VIEWER}")).len(), 3, "invited, asked, and told that it was withdrawn");

        app.clock.advance(TimeDelta::days(7));
        sweep(app).await;
        let left = grown(&before, &rows(&office.tenant).await);
        let of = |table: &str| left.iter().find(|(name, _)| *name == table).unwrap().1;
        assert_eq!((of("data_subject_requests"), of("data_subjects"), of("mentions")), (2, 1, 1), "the verified one's");
        let states: Vec<_> = seen(&office).await.iter().map(|request| request.state).collect();
        assert_eq!(states, [RequestState::Planned, RequestState::Withdrawn]);
    }

    async fn many_expire_in_one_sweep_and_asking_again_begins_anew(app: &TestApp) {
        let office = Office::open(app).await;
        for number in 0..60 {
            ask(app, "office", &format!("person{number}@office.example")).await;
        }
        app.run_jobs().await;
        app.clock.advance(TimeDelta::days(7));
        sweep(app).await;
        assert_eq!(office.vaults().await, 0);
        assert_eq!(office.tenant.count("data_subjects WHERE kind = 'contact'").await, 0);
        assert_eq!(enqueue_due_sweeps(app.core()).await.unwrap(), 0, "nothing is left");
        ask(app, "office", "person1@office.example").await;
        assert_eq!(links(app, "person1@office.example").await.len(), 1, "the old letter is gone");
    }
}
