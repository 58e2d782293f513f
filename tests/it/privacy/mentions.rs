//! Whoever is mentioned in a text is in the index, whichever way the text came in and however it is written.

use crate::both_modes;
use crate::findings::fixture::{LEAK, Scanned, decision};
use crate::harness::Tenant;
use serde_json::json;
use xorb_domain::assets::{CreateAsset, UpdateAsset, create_asset, update_asset};
use xorb_domain::findings::{
    self, Coverage, Location, NewFinding, Sighting, TriageFinding, check_catalog, triage_finding,
};
use xorb_domain::identity::{Actor, RequestInfo};
use xorb_domain::net::TargetAddress;
use xorb_domain::privacy::Identifier;
use xorb_domain::privacy::mentions::{
    count_mentioned_rows, forget_mentions, index_mentions, mentioned_rows, redact,
};
use xorb_domain::scans::run::{ScanTicket, StepReport, StepTicket, finish_step};
use xorb_domain::scans::scan_steps;
use xorb_entities::assets::AssetKind;
use xorb_entities::findings::FindingState::{FalsePositive, Open};
use xorb_entities::scans::CoverageOutcome;

const BASE64: &str = "eyJ1c2VyIjoiYW5uQGNvcnAuZXhhbXBsZSIsIm4iOjF9";

fn ann() -> [Identifier; 1] {
    [Identifier::email("ann@corp.example").unwrap()]
}

/// The rows of a table that mention her.
async fn rows(tenant: &Tenant, location: &str) -> Vec<String> {
    let tx = tenant.core.db.read(&tenant.owner.scope).await.unwrap();
    let rows = mentioned_rows(&tx, location, &ann(), None, 100)
        .await
        .unwrap();
    let count = count_mentioned_rows(&tx, location, &ann()).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), rows.len());
    rows
}

fn asset(name: &str) -> CreateAsset {
    CreateAsset {
        name: name.to_owned(),
        kind: AssetKind::Web,
        address: "https://shop.example".to_owned(),
        idempotency_key: None,
    }
}

/// Brings in one finding at this path with this evidence.
async fn see(scanned: &Scanned, path: &str, evidence: &str) {
    let tenant = &scanned.tenant;
    let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
    let location = Location::page("https", "shop.example", 443, path);
    let finding = NewFinding::new(check_catalog::find(LEAK).unwrap(), location, evidence);
    let sighting = Sighting {
        asset_id: scanned.asset_id,
        scan_id: scanned.scan_id,
        engine: "exposed_files",
        at: tx.now(),
    };
    findings::ingest(&tx, &sighting, vec![finding])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn scanned(app: &crate::harness::TestApp) -> Scanned {
    Scanned::by(Tenant::sign_up(app, "acme").await).await
}

both_modes! {
    async fn evidence_is_indexed_however_the_address_is_written(app: &TestApp) {
        let scanned = scanned(app).await;
        let json = json!({ "ann@corp.example": { "deep": [1] } }).to_string();
        let nested = json!({ "a": [{ "b": json!({ "to": "ann@corp.example" }).to_string() }] }).to_string();
        for (number, evidence) in [
            "ANN@CORP.EXAMPLE", "if (user == \"ann@corp.example\") {", &json, &nested, "ann%40corp.example",
            r"ann\u0040corp.example", "ann&commat;corp.example", BASE64,
        ].into_iter().enumerate() {
            see(&scanned, &format!("/p{number}x"), evidence).await;
            assert_eq!(rows(&scanned.tenant, "findings").await.len(), number + 1, "{evidence}");
            assert!(redact(evidence, &ann()).is_some(), "{evidence}");
        }
        let observed = rows(&scanned.tenant, "finding_observations").await;
        assert_eq!(observed.len(), 8);
        assert!(observed.iter().all(|key| key.starts_with(&format!("{}:", scanned.scan_id))));
        for other in ["joann@corp.example", "ann@corp.example.com", "x.ann@corp.example", "ann+x@corp.example"] {
            see(&scanned, "/other", other).await;
        }
        assert_eq!(rows(&scanned.tenant, "findings").await.len(), 8);
        assert_eq!(rows(&scanned.tenant, "finding_observations").await.len(), 8);
    }

    async fn a_finding_s_index_follows_its_text(app: &TestApp) {
        let mut scanned = scanned(app).await;
        see(&scanned, "/u/ann%40corp.example", "").await;
        let finding = scanned.one().await;
        assert_eq!(rows(&scanned.tenant, "findings").await, [finding.id.to_string()]);
        see(&scanned, "/x", "ann@corp.example").await;
        assert_eq!(rows(&scanned.tenant, "findings").await.len(), 2);
        scanned.scan_again().await;
        see(&scanned, "/x", "nobody").await;
        assert_eq!(rows(&scanned.tenant, "findings").await.len(), 1, "the evidence was replaced");
        assert_eq!(rows(&scanned.tenant, "finding_observations").await.len(), 1, "the old observation stays");
        see(&scanned, "/x", "ann@corp.example").await;
        let seen = scanned.all().await.into_iter().find(|finding| finding.location.ends_with("/x")).unwrap();
        scanned.walk(seen.id, &[FalsePositive]).await;
        scanned.scan_again().await;
        see(&scanned, "/x", "nobody").await;
        assert_eq!(rows(&scanned.tenant, "findings").await.len(), 2, "set aside, it keeps its text");
        assert_eq!(rows(&scanned.tenant, "finding_observations").await.len(), 2);
    }

    async fn another_person_s_comment_is_indexed_and_so_is_what_the_trail_says_of_it(app: &TestApp) {
        let scanned = scanned(app).await;
        see(&scanned, "/x", "").await;
        let finding = scanned.one().await;
        let (before, owner) = (rows(&scanned.tenant, "audit_payloads").await, &scanned.tenant.owner);
        let note = Some("Asked Ann (ann@Corp.example): it is hers".to_owned());
        let comment = TriageFinding { note, ..decision(&finding, Open) };
        triage_finding(&scanned.tenant.core, owner, comment).await.unwrap();
        assert_eq!(rows(&scanned.tenant, "finding_events").await.len(), 1);
        assert_eq!(rows(&scanned.tenant, "audit_payloads").await.len(), before.len() + 1);
        assert!(rows(&scanned.tenant, "findings").await.is_empty());
    }

    async fn a_user_agent_is_indexed(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let request = RequestInfo {
            user_agent: Some("crawler/1.0 (+mailto:ann@corp.example)".to_owned()),
            ..RequestInfo::default()
        };
        let actor = Actor { request, ..tenant.owner.clone() };
        create_asset(&tenant.core, &actor, asset("Shop")).await.unwrap();
        let payloads = rows(&tenant, "audit_payloads").await;
        let of_actor = format!(
            "audit_payloads WHERE id = '{}' AND subject_id IS NOT NULL", payloads[0]
        );
        assert_eq!(payloads.len(), 1);
        if tenant.core.db.dialect() == xorb_domain::db::Dialect::Postgres {
            assert_eq!(tenant.count(&of_actor).await, 1);
        }
    }

    async fn the_name_of_an_asset_is_indexed_until_it_is_another(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let created = create_asset(&tenant.core, &tenant.owner, asset("Shop of ann@corp.example")).await.unwrap();
        assert_eq!(rows(&tenant, "assets").await, [created.id.to_string()]);
        let rename = |name: &str| UpdateAsset { asset_id: created.id, name: name.to_owned(), expected_version: None };
        update_asset(&tenant.core, &tenant.owner, rename("Shop")).await.unwrap();
        assert!(rows(&tenant, "assets").await.is_empty());
        update_asset(&tenant.core, &tenant.owner, rename("Ann's <ann@corp.example>")).await.unwrap();
        assert_eq!(rows(&tenant, "assets").await.len(), 1);
    }

    async fn what_a_step_says_is_indexed(app: &TestApp) {
        let scanned = scanned(app).await;
        let (ticket, step) = first_step(&scanned).await;
        let coverage = |path: &str| Coverage {
            check_id: LEAK,
            location: Location::page("https", "shop.example", 443, path),
            outcome: CoverageOutcome::Inconclusive,
        };
        let report = StepReport {
            coverage: vec![coverage("/~ann@corp.example/"), coverage("/other")],
            ..StepReport::failed("1", "target_timed_out", "ann@corp.example did not answer")
        };
        for _ in 0..2 {
            let tx = scanned.tenant.core.db.write(&scanned.tenant.owner.scope).await.unwrap();
            finish_step(&tx, &ticket, &step, report.clone()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(rows(&scanned.tenant, "check_coverage").await.len(), 1);
            assert_eq!(rows(&scanned.tenant, "scan_steps").await, [step.id.to_string()]);
        }
    }

    async fn rows_come_in_pages_and_are_forgotten_with_the_person(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
        for number in 0..5 {
            index_mentions(&tx, "assets", &format!("row {number}"), ["ann@corp.example, bob@corp.example"]).await.unwrap();
        }
        let page = mentioned_rows(&tx, "assets", &ann(), None, 3).await.unwrap();
        assert_eq!(page, ["row 0", "row 1", "row 2"]);
        let page = mentioned_rows(&tx, "assets", &ann(), Some("row 2"), 3).await.unwrap();
        assert_eq!(page, ["row 3", "row 4"]);
        forget_mentions(&tx, &ann()).await.unwrap();
        assert!(mentioned_rows(&tx, "assets", &ann(), None, 3).await.unwrap().is_empty());
        let bob = [Identifier::email("bob@corp.example").unwrap()];
        assert_eq!(count_mentioned_rows(&tx, "assets", &bob).await.unwrap(), 5);
    }

    async fn a_text_with_too_many_addresses_is_found_for_everybody(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
        let many: Vec<String> = (0..2_000).map(|number| format!("u{number}@h")).collect();
        let text = many.join(" ") + " zoe@corp.example";
        index_mentions(&tx, "assets", "row", [text.as_str()]).await.unwrap();
        let zoe = [Identifier::email("zoe@corp.example").unwrap()];
        assert_eq!(mentioned_rows(&tx, "assets", &zoe, None, 3).await.unwrap(), ["row"]);
        assert_eq!(count_mentioned_rows(&tx, "assets", &zoe).await.unwrap(), 0);
    }

    async fn another_tenant_s_mentions_are_not_to_be_seen(app: &TestApp) {
        let (tenant, other) = (Tenant::sign_up(app, "acme").await, Tenant::sign_up(app, "other").await);
        create_asset(&tenant.core, &tenant.owner, asset("ann@corp.example")).await.unwrap();
        assert_eq!(rows(&tenant, "assets").await.len(), 1);
        assert!(rows(&other, "assets").await.is_empty());
    }
}

/// The first step of the scan, as a worker gets it.
async fn first_step(scanned: &Scanned) -> (ScanTicket, StepTicket) {
    let steps = scan_steps(&scanned.tenant.reads(), &[scanned.scan_id])
        .await
        .unwrap();
    let step = &steps[&scanned.scan_id][0];
    let step = StepTicket {
        id: step.id,
        position: step.position,
        engine: step.engine.clone(),
    };
    let ticket = ScanTicket {
        scan_id: scanned.scan_id,
        asset_id: scanned.asset_id,
        target: TargetAddress::parse_web("https://shop.example").unwrap(),
        token_hash: [0; 32],
        steps: vec![step.clone()],
        step_count: 1,
    };
    (ticket, step)
}
