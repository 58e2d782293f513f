//! The file outside the database: what is written into it, and what is believed of it.

use super::erasable::{ANN, Company};
use crate::both_modes;
use crate::harness::{Backup, TestApp};
use sea_orm::prelude::Uuid;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use xorb::application::{Application, Sources};
use xorb_domain::Clock;
use xorb_domain::crypto::{JwsError, Keyring, MasterKey, rotate_signing_key};
use xorb_domain::privacy::certificate::Digest;
use xorb_domain::privacy::ledger::{
    LedgerEntry, LedgerProblem, LineProblem, append_entry, read_ledger,
};
use xorb_domain::rng::{SeededRng, new_id};
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

pub fn file(app: &TestApp) -> PathBuf {
    app.stores().data_dir().join("erasure-ledger.jsonl")
}

pub fn add(app: &TestApp, text: &[u8]) {
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(file(app))
        .unwrap();
    file.write_all(text).unwrap();
}

/// An erasure of Ann that this database knows nothing of.
pub fn entry(app: &TestApp, company: &Company) -> LedgerEntry {
    LedgerEntry {
        tenant_id: company.owner.scope.tenant_id(),
        request_id: new_id(app.clock.as_ref(), app.core().rng.as_ref()),
        subjects: vec![company.ann.subject_id.unwrap()],
        tombstones: vec![Digest([1; 32]), Digest([2; 32])],
        map_hash: Digest([3; 32]),
        executed_at: app.clock.now(),
    }
}

/// The number of the first line that is not believed, and why.
async fn problem(app: &TestApp) -> (usize, LineProblem) {
    match read_ledger(app.core()).await {
        Err(LedgerProblem::Line { line, problem, .. }) => (line, problem),
        other => panic!("{other:?}"),
    }
}

async fn requests(app: &TestApp) -> Vec<Uuid> {
    let entries = read_ledger(app.core()).await.unwrap().unwrap_or_default();
    entries.iter().map(|entry| entry.request_id).collect()
}

both_modes! {
    async fn an_erasure_stands_in_the_file_once_and_names_nobody(app: &TestApp) {
        let company = Company::new(app).await;
        assert!(read_ledger(app.core()).await.unwrap().is_none());
        let (first, second) = (entry(app, &company), entry(app, &company));
        for entry in [&first, &second, &first] {
            append_entry(app.core(), entry).await.unwrap();
        }
        assert_eq!(read_ledger(app.core()).await.unwrap(), Some(vec![first, second]));
        let text = fs::read_to_string(file(app)).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(!text.contains(ANN));
    }

    async fn an_erasure_without_a_tombstone_is_not_written(app: &TestApp) {
        let company = Company::new(app).await;
        let entry = LedgerEntry { tombstones: Vec::new(), ..entry(app, &company) };
        assert!(append_entry(app.core(), &entry).await.is_err());
        assert!(!file(app).exists());
    }

    async fn garbage_is_refused_with_its_line(app: &TestApp) {
        let company = Company::new(app).await;
        append_entry(app.core(), &entry(app, &company)).await.unwrap();
        for garbage in ["garbage\n", "\n", "{}\n", "\u{0}\n"] {
            let before = fs::read(file(app)).unwrap();
            add(app, garbage.as_bytes());
            assert_eq!(problem(app).await, (2, LineProblem::Garbled), "{garbage:?}");
            fs::write(file(app), before).unwrap();
        }
    }

    async fn a_torn_last_line_is_no_line_and_the_next_one_mends_it(app: &TestApp) {
        let company = Company::new(app).await;
        let (first, second) = (entry(app, &company), entry(app, &company));
        append_entry(app.core(), &first).await.unwrap();
        let line = fs::read(file(app)).unwrap();
        add(app, &line[..line.len() / 2]);
        assert_eq!(requests(app).await, [first.request_id]);
        append_entry(app.core(), &second).await.unwrap();
        assert_eq!(requests(app).await, [first.request_id, second.request_id]);
    }

    async fn a_line_of_another_installation_is_refused(app: &TestApp) {
        let company = Company::new(app).await;
        append_entry(app.core(), &entry(app, &company)).await.unwrap();
        let mut other = (**app.core()).clone();
        other.keyring = Keyring::new(MasterKey::generate(&SeededRng::new(9)));
        append_entry(&other, &entry(app, &company)).await.unwrap();
        assert_eq!(problem(app).await, (2, LineProblem::ForeignKey));
    }

    async fn a_line_whose_payload_was_swapped_is_refused(app: &TestApp) {
        let company = Company::new(app).await;
        for _ in 0..2 {
            append_entry(app.core(), &entry(app, &company)).await.unwrap();
        }
        let text = fs::read_to_string(file(app)).unwrap();
        let payloads: Vec<&str> = text.split('.').skip(1).step_by(2).collect();
        fs::write(file(app), text.replacen(payloads[0], payloads[1], 1)).unwrap();
        assert_eq!(problem(app).await, (1, LineProblem::Forged(JwsError::Signature)));
    }

    async fn keys_that_the_restored_database_never_had_are_believed(app: &TestApp) {
        let company = Company::new(app).await;
        let backup = Backup::take(app.stores());
        for _ in 0..3 {
            rotate_signing_key(app.core(), SigningKeyPurpose::Certificate, true).await.unwrap();
        }
        let entry = entry(app, &company);
        append_entry(app.core(), &entry).await.unwrap();
        let restored = backup.restore(app.stores()).await;
        let sources = Sources { clock: app.clock.clone(), rng: Arc::new(SeededRng::new(2)) };
        let application = Application::build(restored.settings(&[]), sources).await.unwrap();
        assert_eq!(read_ledger(application.core()).await.unwrap(), Some(vec![entry]));
    }
}
