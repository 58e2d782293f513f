//! Who is told what: by the transaction in which it happens, and no other.

use std::collections::BTreeSet;

use serde_json::Value;
use xorb_domain::findings::{
    FindingFilter, FindingOrder, Location, NewFinding, Sighting, TriageFinding, check_catalog,
    findings as list_findings, ingest, triage_finding,
};
use xorb_domain::paging::Page;
use xorb_domain::scans::{CancelScan, cancel_scan};
use xorb_domain::webhooks::WebhookEvent;
use xorb_entities::findings::FindingState;
use xorb_entities::ids::{DataSubjectRequestId, FindingId, ScanId};

use super::fixture::{deliveries, listen};
use super::receiver::Receiver;
use crate::both_modes;
use crate::findings::fixture::{LEAK, Scanned};
use crate::fixtures::weak_web_server;
use crate::harness::Tenant;
use crate::privacy::requests::fixture::{create, for_person};
use crate::scans::fixture::{queue_scan, quick_scan};

/// The ids that messages of this kind carried.
fn told(receiver: &Receiver, kind: &str) -> BTreeSet<String> {
    let of_kind = receiver
        .received()
        .into_iter()
        .filter(|message| message.kind() == kind);
    of_kind
        .map(|message| message.json()["data"]["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Kind, time and id: nothing else is in any message.
fn assert_thin(receiver: &Receiver) {
    for message in receiver.received() {
        let Value::Object(body) = message.json() else {
            panic!("{}", message.body)
        };
        assert_eq!(
            body.keys().collect::<Vec<_>>(),
            ["data", "timestamp", "type"]
        );
        let data = body["data"].as_object().unwrap();
        assert_eq!(data.keys().collect::<Vec<_>>(), ["id"]);
    }
}

both_modes! {
    async fn a_scan_its_findings_and_their_triage_are_told(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        listen(&tenant, &receiver, WebhookEvent::ALL).await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        app.run_jobs().await;
        assert_eq!(told(&receiver, "scan.completed"), [ScanId::from(scan.id).to_string()].into());
        let (filter, order) = (FindingFilter::default(), FindingOrder::Severity);
        let page = list_findings(&tenant.reads(), &filter, order, Page::first(100)).await;
        let findings = page.unwrap().items;
        let all = findings.iter().map(|(_, finding)| FindingId::from(finding.id).to_string()).collect();
        assert_eq!(told(&receiver, "finding.created"), all);
        assert!(findings.len() > 3);

        let finding_id = findings[0].1.id;
        let triage = TriageFinding { finding_id, state: FindingState::Confirmed, note: None, expected_version: None };
        triage_finding(&tenant.core, &tenant.owner, triage).await.unwrap();
        app.run_jobs().await;
        assert_eq!(told(&receiver, "finding.updated"), [FindingId::from(finding_id).to_string()].into());
        assert_thin(&receiver);
    }

    async fn the_states_of_a_request_are_told_without_whom_it_is_about(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        listen(&tenant, &receiver, WebhookEvent::ALL).await;
        let request = create(&tenant, &tenant.owner, for_person("ann@elsewhere.example")).await.unwrap();
        app.run_jobs().await;
        let id = DataSubjectRequestId::from(request.id).to_string();
        assert_eq!(told(&receiver, "data_subject_request.received"), [id].into());
        assert_thin(&receiver);
        assert!(receiver.received().iter().all(|message| !message.body.contains("ann")));
    }

    async fn an_endpoint_is_told_what_it_wants_to_know_and_no_other_tenant_is(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "rival").await;
        let (all, some, foreign) = (Receiver::start().await, Receiver::start().await, Receiver::start().await);
        listen(&tenant, &all, WebhookEvent::ALL).await;
        listen(&tenant, &some, &[WebhookEvent::ScanCancelled, WebhookEvent::ScanFailed]).await;
        let theirs = listen(&other, &foreign, WebhookEvent::ALL).await;
        let server = weak_web_server().await;
        let scan = queue_scan(&tenant, &server).await;
        cancel_scan(&tenant.core, &tenant.owner, CancelScan { scan_id: scan.id }).await.unwrap();
        app.run_jobs().await;
        assert_eq!(all.kinds(), ["scan.cancelled"]);
        assert_eq!(some.kinds(), ["scan.cancelled"]);
        assert_ne!(all.received()[0].id(), some.received()[0].id(), "each delivery has an id of its own");
        assert!(foreign.received().is_empty());
        assert!(deliveries(&other, theirs.endpoint.id).await.is_empty());

        let asset = xorb_domain::assets::asset(&tenant.reads(), scan.asset_id).await.unwrap();
        xorb_domain::scans::start_scan(&tenant.core, &tenant.owner, quick_scan(&asset)).await.unwrap();
        app.run_jobs().await;
        assert_eq!(some.kinds(), ["scan.cancelled"], "it did not ask for anything else");
        assert!(all.kinds().contains(&"scan.completed".to_owned()));
    }

    async fn what_was_rolled_back_is_never_told(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        let tenant = &scanned.tenant;
        let receiver = Receiver::start().await;
        let endpoint_id = listen(tenant, &receiver, WebhookEvent::ALL).await.endpoint.id;
        let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
        let location = Location::page("https", "shop.example", 443, "/.env");
        let leak = NewFinding::new(check_catalog::find(LEAK).unwrap(), location, "seen");
        let (asset_id, scan_id) = (scanned.asset_id, scanned.scan_id);
        let sighting = Sighting { asset_id, scan_id, engine: "exposed_files", at: tx.now() };
        assert_eq!(ingest(&tx, &sighting, vec![leak]).await.unwrap(), 1);
        drop(tx);
        app.run_jobs().await;
        assert!(receiver.received().is_empty());
        assert!(deliveries(tenant, endpoint_id).await.is_empty());

        // The same, committed: the test can fail.
        scanned.see(&[(LEAK, "/.env")]).await;
        app.run_jobs().await;
        assert_eq!(receiver.kinds(), ["finding.created"]);
    }
}
