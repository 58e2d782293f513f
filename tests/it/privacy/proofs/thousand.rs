//! A thousand people are erased: the trail verifies before and after, and nobody who has only what is left can find out by
//! guessing who they were.

use std::collections::HashSet;

use sea_orm::Value;
use sea_orm::prelude::Uuid;
use xorb_domain::audit::verify_whole_trail;
use xorb_domain::crypto::{FieldHasher, create_subject_key, hmac_sha256, sha256};
use xorb_domain::privacy::certificate::{
    CertificateContent, subject_commitment, verify_certificate,
};

use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture;
use crate::privacy::erasable::{Company, run};

const PEOPLE: usize = 1_000;

fn address(n: usize) -> String {
    format!("person.{n}@corp.example")
}

/// People with an account each, and an approved request to erase each of them.
async fn crowd(app: &TestApp, company: &Company) {
    let tx = company.write(app).await;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let (id, at) = (tx.new_id(), tx.now());
        let subject = "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, 'user', 'active', $3)";
        tx.execute(subject, [tx.tenant_id().into(), id.into(), at.into()])
            .await
            .unwrap();
        create_subject_key(&tx, id).await.unwrap();
        let user = "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, status, created_at, \
                    updated_at) VALUES ($1, $2, $2, $3, $3, $4, 'active', $5, $5)";
        let values: [Value; 5] = [
            tx.tenant_id().into(),
            id.into(),
            address(n).into(),
            format!("Person {n}").into(),
            at.into(),
        ];
        tx.execute(user, values).await.unwrap();
        people.push(id);
    }
    tx.commit().await.unwrap();
    for (n, person) in people.into_iter().enumerate() {
        company.approve_for(app, person, &address(n)).await;
    }
}

/// What is left of them: certificates, and every digest in ledger, trail and index.
async fn left(app: &TestApp, company: &Company) -> (Vec<CertificateContent>, HashSet<Vec<u8>>) {
    let tx = app.core().db.read(&company.owner.scope).await.unwrap();
    let mut digests = HashSet::new();
    for (sql, width) in [
        (
            "SELECT subject_tombstone AS digest FROM erasure_ledger WHERE tenant_id = $1",
            32,
        ),
        (
            "SELECT commitments AS digest FROM audit_events WHERE tenant_id = $1",
            32,
        ),
        (
            "SELECT identifier_mac AS digest FROM mentions WHERE tenant_id = $1",
            32,
        ),
    ] {
        for row in tx.query(sql, [tx.tenant_id().into()]).await.unwrap() {
            let bytes: Vec<u8> = row.try_get("", "digest").unwrap();
            digests.extend(bytes.chunks(width).map(<[u8]>::to_vec));
        }
    }
    let sql = "SELECT jws FROM certificates WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let keys = app.stores().data_dir().join("certificate-keys.json");
    let keys = std::fs::read_to_string(keys).unwrap();
    let certificates: Vec<CertificateContent> = rows
        .iter()
        .map(|row| verify_certificate(&row.try_get::<String>("", "jws").unwrap(), &keys).unwrap())
        .collect();
    let commitments = certificates.iter().flat_map(|one| &one.subject_commitments);
    digests.extend(commitments.map(|commitment| commitment.0.to_vec()));
    (certificates, digests)
}

/// Every digest that somebody without keys and salts can make of an address and of what is in the certificates.
fn guesses(address: &str, ids: &[Uuid]) -> Vec<[u8; 32]> {
    let domain = "xorb.certificate.subject.v1";
    let mut guesses = vec![
        sha256(address.as_bytes()),
        subject_commitment(&[0; 32], address),
    ];
    let mut hasher = FieldHasher::new(domain);
    hasher.field(address.as_bytes());
    guesses.push(hasher.finish());
    for id in ids {
        let mut salt = [0; 32];
        salt[..16].copy_from_slice(id.as_bytes());
        guesses.push(subject_commitment(&salt, address));
        guesses.push(hmac_sha256(id.as_bytes(), address.as_bytes()));
    }
    guesses
}

both_modes! {
    async fn the_trail_verifies_and_a_dictionary_finds_nobody(app: &TestApp) {
        let company = Company::alone(fixture::tenant(app, "corp").await.actor);
        crowd(app, &company).await;
        let scope = &company.owner.scope;
        assert!(verify_whole_trail(app.core(), scope, None).await.unwrap().broken.is_none());
        run(app).await;
        let verdict = verify_whole_trail(app.core(), scope, None).await.unwrap();
        assert!(verdict.broken.is_none(), "{verdict:?}");
        assert!(verdict.verified_seq > i64::try_from(PEOPLE).unwrap() * 3, "{verdict:?}");

        let (certificates, digests) = left(app, &company).await;
        assert_eq!(certificates.len(), PEOPLE);
        let tenant = company.owner.scope.tenant_id();
        for (n, certificate) in certificates.iter().enumerate() {
            let ids = [tenant, certificate.request_id.uuid()];
            let found = guesses(&address(n), &ids).iter().any(|guess| digests.contains(guess.as_slice()));
            assert!(!found, "{} is found by guessing", address(n));
        }
        // The same search finds each of them who brings the salt from the letter.
        for n in [0, PEOPLE / 2, PEOPLE - 1] {
            let letter = app.mails_to(&address(n)).remove(0);
            let salt = letter.split_whitespace().find_map(|word| <[u8; 32]>::try_from(hex::decode(word).ok()?).ok());
            let commitment = subject_commitment(&salt.unwrap(), &address(n));
            assert!(digests.contains(commitment.as_slice()), "{}", address(n));
        }
    }
}
