//! A whole erasure: what was Ann's is gone, what was her neighbours' is there, and the trail holds.

use super::erasable::Company;
use super::requests::fixture::{Office, VIEWER};
use crate::assets::fixture::site;
use crate::both_modes;
use xorb_domain::assets::{CreateAsset, create_asset};
use xorb_domain::audit::verify_whole_trail;
use xorb_domain::privacy::certificate::{subject_commitment, verify_certificate};
use xorb_entities::privacy::RequestState;

/// Tables in which no row of an erased person may be.
const EMPTIED: [&str; 9] = [
    "users",
    "user_roles",
    "sessions",
    "refresh_tokens",
    "invitations",
    "outgoing_mails",
    "idempotency_keys",
    "subject_keys",
    "subject_pids",
];

both_modes! {
    async fn what_was_anns_is_gone_and_her_neighbours_keep_theirs(app: &TestApp) {
        let company = Company::new(app).await;
        let neighbours = company.count(app, "users WHERE email_normalized <> 'ann@corp.example'").await;
        company.approve(app).await;
        app.run_jobs().await;
        assert_eq!(company.state(app).await, "completed", "{:?}", company.blocked_code(app).await);
        assert_eq!(company.count(app, "users WHERE email_normalized = 'ann@corp.example'").await, 0);
        assert_eq!(company.count(app, "users WHERE 1 = 1").await, neighbours);
        let erased = "(SELECT id FROM data_subjects WHERE state = 'erased')";
        assert_eq!(company.count(app, "data_subjects WHERE state = 'erased'").await, 1);
        for table in EMPTIED {
            let left = company.count(app, &format!("{table} WHERE subject_id IN {erased}")).await;
            assert_eq!(left, 0, "{table}");
        }
        assert_eq!(company.count(app, &format!("audit_payloads WHERE subject_id IN {erased}")).await, 0);
        assert_eq!(company.count(app, "certificates WHERE 1 = 1").await, 1);
        assert_eq!(company.count(app, "erasure_passes WHERE 1 = 1").await, 0);
        assert_eq!(company.count(app, "data_subject_requests WHERE identity_ciphertext IS NOT NULL").await, 0);
    }

    async fn whoever_asks_is_forgotten_and_gets_the_proof(app: &TestApp) {
        let office = Office::open(app).await;
        let name = |text: &str| CreateAsset { name: text.to_owned(), ..site(&format!("https://{}.example", text.len())) };
        for text in [format!("Box of {}", VIEWER.to_uppercase()), format!("Box of jo{VIEWER}"), format!("Box of {VIEWER}.com")] {
            create_asset(&office.tenant.core, &office.tenant.owner, name(&text)).await.unwrap();
        }
        let asked = office.asked().await;
        office.approve(&office.officer, &asked).await.unwrap();
        app.run_jobs().await;
        let done = office.now(&asked).await;
        assert_eq!(done.state, RequestState::Completed, "{:?}", done.blocked_code);
        for kept in ["Box of [erased]".to_owned(), format!("Box of jo{VIEWER}"), format!("Box of {VIEWER}.com")] {
            assert_eq!(office.tenant.count(&format!("assets WHERE name = '{kept}'")).await, 1, "{kept}");
        }
        let verdict = verify_whole_trail(app.core(), &office.tenant.owner.scope, None).await.unwrap();
        assert!(verdict.broken.is_none());
        assert_eq!(office.vaults().await, 0);
        let ledger = std::fs::read_to_string(app.stores().data_dir().join("erasure-ledger.jsonl")).unwrap();
        assert_eq!(ledger.lines().count(), 1);

        let letters = app.mails_to(VIEWER);
        assert_eq!(letters.len(), 1, "the last letter, and none before");
        let (_, jws) = letters[0].split_once("FILE").unwrap();
        let keys = std::fs::read_to_string(app.stores().data_dir().join("certificate-keys.json")).unwrap();
        let certificate = verify_certificate(jws, &keys).unwrap();
        assert_eq!(certificate.request_id.uuid(), asked.id);
        let salt = letters[0].split_whitespace().find_map(|word| <[u8; 32]>::try_from(hex::decode(word).ok()?).ok());
        let commitment = subject_commitment(&salt.unwrap(), VIEWER);
        assert!(certificate.subject_commitments.iter().any(|known| known.0 == commitment));
        assert!(certificate.erased.iter().any(|erased| erased.location == "assets" && erased.rows == 1));
        assert!(certificate.scan.is_tested());
    }

    async fn what_came_between_approval_and_run_is_an_addendum(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        office.approve(&office.officer, &asked).await.unwrap();
        let late = CreateAsset { name: format!("Box of {VIEWER}"), ..site("https://late.example") };
        create_asset(&office.tenant.core, &office.tenant.owner, late).await.unwrap();
        app.run_jobs().await;
        assert_eq!(office.now(&asked).await.state, RequestState::Completed);
        assert_eq!(office.tenant.audited("erasure.amended", "success").await, 1);
        let letters = app.mails_to(VIEWER);
        let (_, jws) = letters[0].split_once("FILE").unwrap();
        let keys = std::fs::read_to_string(app.stores().data_dir().join("certificate-keys.json")).unwrap();
        let certificate = verify_certificate(jws, &keys).unwrap();
        let late = certificate.addendum.iter().find(|item| item.location == "assets").unwrap();
        assert_eq!((late.rows_approved, late.rows_found), (0, 1));
    }
}
