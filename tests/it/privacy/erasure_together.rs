//! People who wait together are erased in one run; whoever is not like the others goes alone; nobody is lost and nobody done
//! twice.

use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::prelude::Uuid;
use xorb_domain::assets::{CreateAsset, create_asset};
use xorb_domain::audit::verify_whole_trail;
use xorb_domain::identity::{Actor, Role};
use xorb_domain::privacy::certificate::{CertificateContent, verify_certificate};
use xorb_domain::privacy::erasure::together::{erase_together, fence_together, join_others};

use super::erasable::{Company, context, run};
use crate::assets::fixture::site;
use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture;

/// A company and some of its people, who are to be erased.
struct Crowd {
    company: Company,
    people: Vec<(Actor, String)>,
}

impl Crowd {
    async fn new(app: &TestApp, slug: &str, people: usize) -> Self {
        let owner = fixture::tenant(app, slug).await.actor;
        let mut members = Vec::new();
        for n in 0..people {
            let address = format!("person.{n}@{slug}.example");
            let session = fixture::member(app, &owner, &address, Role::Viewer).await;
            members.push((session.actor, address));
        }
        Self {
            company: Company::alone(owner),
            people: members,
        }
    }

    async fn approve(&self, app: &TestApp, (person, address): &(Actor, String)) -> Uuid {
        self.company
            .approve_for(app, person.subject_id.unwrap(), address)
            .await
    }

    async fn approve_all(&self, app: &TestApp) {
        for person in &self.people {
            self.approve(app, person).await;
        }
    }

    /// One text that names them all.
    async fn mention_everybody(&self, app: &TestApp) {
        let names: Vec<&str> = self
            .people
            .iter()
            .map(|(_, address)| address.as_str())
            .collect();
        let (last, first) = names.split_last().unwrap();
        let input = CreateAsset {
            name: format!("Box of {} and {last}", first.join(", ")),
            ..site("https://box.example")
        };
        create_asset(app.core(), &self.company.owner, input)
            .await
            .unwrap();
    }

    /// Jobs of erasures that have ended well: those that were run, and those that another one has done.
    async fn jobs(&self, app: &TestApp) -> (i64, i64) {
        let done = "jobs WHERE kind = 'erase_subject' AND state = 'succeeded' AND attempt";
        (
            self.company.count(app, &format!("{done} > 0")).await,
            self.company.count(app, &format!("{done} = 0")).await,
        )
    }

    /// Everybody is gone, has exactly one certificate and one letter, and the trail holds.
    async fn assert_erased(&self, app: &TestApp) -> Vec<CertificateContent> {
        let company = &self.company;
        let open = company
            .count(app, "data_subject_requests WHERE state <> 'completed'")
            .await;
        assert_eq!(
            open,
            0,
            "{} {:?}",
            company.state(app).await,
            company.blocked_code(app).await
        );
        let vaults = "data_subject_requests WHERE identity_ciphertext IS NOT NULL";
        assert_eq!(company.count(app, vaults).await, 0);
        assert_eq!(
            company.count(app, "users WHERE 1 = 1").await,
            1,
            "the owner stays"
        );
        assert_eq!(company.count(app, "erasure_passes WHERE 1 = 1").await, 0);
        let tx = app.core().db.read(&company.owner.scope).await.unwrap();
        let sql = "SELECT jws FROM certificates WHERE tenant_id = $1 ORDER BY request_id";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        drop(tx);
        let keys = app.stores().data_dir().join("certificate-keys.json");
        let keys = std::fs::read_to_string(keys).unwrap();
        let certificates: Vec<CertificateContent> = rows
            .iter()
            .map(|row| row.try_get::<String>("", "jws").unwrap())
            .map(|jws| verify_certificate(&jws, &keys).unwrap())
            .collect();
        assert_eq!(certificates.len(), self.people.len());
        for (_, address) in &self.people {
            assert_eq!(app.mails_to(address).len(), 1, "one letter to {address}");
        }
        let verdict = verify_whole_trail(app.core(), &company.owner.scope, None)
            .await
            .unwrap();
        assert!(verdict.broken.is_none(), "{verdict:?}");
        certificates
    }
}

/// What a certificate says was erased.
fn erased(certificate: &CertificateContent) -> BTreeMap<String, i64> {
    let rows = certificate.erased.iter();
    rows.map(|erased| {
        (
            format!("{} {}", erased.location, erased.strategy),
            erased.rows,
        )
    })
    .collect()
}

both_modes! {
    async fn people_who_wait_are_erased_in_one_run(app: &TestApp) {
        let crowd = Crowd::new(app, "acme", 6).await;
        crowd.approve_all(app).await;
        run(app).await;
        let certificates = crowd.assert_erased(app).await;
        assert_eq!(crowd.jobs(app).await, (1, 5), "one run for all");
        let mut commitments: Vec<_> = certificates.iter().flat_map(|one| &one.subject_commitments).collect();
        commitments.dedup();
        assert_eq!(commitments.len(), 6, "each has their own");
    }

    async fn what_is_done_for_many_is_what_is_done_for_one(app: &TestApp) {
        let together = Crowd::new(app, "acme", 4).await;
        together.mention_everybody(app).await;
        together.approve_all(app).await;
        run(app).await;
        let alone = Crowd::new(app, "zeta", 4).await;
        alone.mention_everybody(app).await;
        for person in &alone.people {
            alone.approve(app, person).await;
            run(app).await;
        }
        assert_eq!(alone.jobs(app).await, (4, 0));
        let expected = erased(&alone.assert_erased(app).await[0]);
        assert_eq!(expected["assets redact mentions"], 1);
        assert!(expected.contains_key("users delete") && expected.len() > 5, "{expected:?}");
        for certificate in together.assert_erased(app).await {
            assert_eq!(erased(&certificate), expected);
        }
        for crowd in [together, alone] {
            let kept = "assets WHERE name = 'Box of [erased], [erased], [erased] and [erased]'";
            assert_eq!(crowd.company.count(app, kept).await, 1);
        }
    }

    async fn who_is_not_like_the_others_goes_alone(app: &TestApp) {
        let crowd = Crowd::new(app, "acme", 4).await;
        crowd.approve_all(app).await;
        // The same person three times: at most one of them is taken along at once.
        crowd.approve(app, &crowd.people[1]).await;
        crowd.approve(app, &crowd.people[1]).await;
        run(app).await;
        let requests = crowd.company.count(app, "data_subject_requests WHERE state = 'completed'").await;
        assert_eq!(requests, 6, "{:?}", crowd.company.blocked_code(app).await);
        let (run, taken_along) = crowd.jobs(app).await;
        assert_eq!(run + taken_along, 6);
        assert!(run > 1 && taken_along > 1, "{run} were run, {taken_along} taken along");
        assert_eq!(crowd.company.count(app, "jobs WHERE state = 'waiting'").await, 0);
    }

    async fn a_run_that_dies_is_taken_up_by_the_next(app: &TestApp) {
        for steps in 0..3 {
            let crowd = Crowd::new(app, &format!("acme{steps}"), 4).await;
            crowd.approve_all(app).await;
            let (context, request) = context(app, &crowd.company).await;
            assert_eq!(join_others(&context, request).await.unwrap(), 3);
            if steps > 0 {
                assert!(fence_together(&context).await.unwrap());
            }
            if steps > 1 {
                assert!(erase_together(&context).await.unwrap());
            }
            drop(context);
            run(app).await;
            crowd.assert_erased(app).await;
            assert_eq!(crowd.jobs(app).await, (1, 3), "after {steps} steps");
        }
    }

    async fn who_goes_alone_can_lead_a_run_of_others(app: &TestApp) {
        let crowd = Crowd::new(app, "acme", 3).await;
        for person in [0, 1, 1] {
            crowd.approve(app, &crowd.people[person]).await;
        }
        let (context, request) = context(app, &crowd.company).await;
        assert_eq!(join_others(&context, request).await.unwrap(), 2);
        // Lets the one go who has asked twice.
        assert!(fence_together(&context).await.unwrap());
        drop(context);
        crowd.approve(app, &crowd.people[2]).await;
        let ended = tokio::time::timeout(Duration::from_secs(120), run(app)).await;
        ended.expect("a run that comes to no end");
        let open = crowd.company.count(app, "data_subject_requests WHERE state <> 'completed'").await;
        assert_eq!(open, 0, "{:?}", crowd.company.blocked_code(app).await);
        assert_eq!(crowd.company.count(app, "users WHERE 1 = 1").await, 1);
    }

    async fn who_joined_a_run_that_was_given_up_is_let_go(app: &TestApp) {
        let crowd = Crowd::new(app, "acme", 3).await;
        crowd.approve_all(app).await;
        let (context, request) = context(app, &crowd.company).await;
        join_others(&context, request).await.unwrap();
        assert_eq!(crowd.company.count(app, "jobs WHERE state = 'waiting'").await, 2);
        assert!(fence_together(&context).await.unwrap());
        xorb_domain::privacy::erasure::together::release_everybody(&context).await.unwrap();
        assert_eq!(crowd.company.count(app, "jobs WHERE state = 'waiting'").await, 0);
        drop(context);
        run(app).await;
        crowd.assert_erased(app).await;
        assert_eq!(crowd.jobs(app).await, (3, 0), "everybody by their own job");
    }
}
