//! Findings without the scan that would find them: brought in as a scan's step does.

use crate::assets::fixture::prove;
use crate::fixtures::clean_web_server;
use crate::harness::Tenant;
use crate::scans::fixture::quick_scan;
use sea_orm::prelude::Uuid;
use xorb_domain::findings::{
    self, FindingView, Location, NewFinding, Sighting, TriageFinding, check_catalog,
};
use xorb_domain::scans::{CancelScan, cancel_scan, start_scan};
use xorb_entities::findings::FindingState;

pub const LEAK: &str = "exposed.environment_file";
pub const HEADER: &str = "http.csp_missing";

/// A tenant with an asset and the row of a scan.
pub struct Scanned {
    pub tenant: Tenant,
    pub asset_id: Uuid,
    pub scan_id: Uuid,
}

impl Scanned {
    pub async fn by(tenant: Tenant) -> Self {
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        let scan = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
            .await
            .unwrap();
        let cancel = CancelScan { scan_id: scan.id };
        cancel_scan(&tenant.core, &tenant.owner, cancel)
            .await
            .unwrap();
        Self {
            tenant,
            asset_id: asset.id,
            scan_id: scan.id,
        }
    }

    /// Another scan of the same asset.
    pub async fn scan_again(&mut self) {
        let asset = xorb_domain::assets::asset(&self.tenant.reads(), self.asset_id)
            .await
            .unwrap();
        let (core, owner) = (&self.tenant.core, &self.tenant.owner);
        let scan = start_scan(core, owner, quick_scan(&asset)).await.unwrap();
        cancel_scan(core, owner, CancelScan { scan_id: scan.id })
            .await
            .unwrap();
        self.scan_id = scan.id;
    }

    /// Brings in what the scan saw: a check and a path each.
    pub async fn see(&self, seen: &[(&str, &str)]) {
        let tx = self
            .tenant
            .core
            .db
            .write(&self.tenant.owner.scope)
            .await
            .unwrap();
        let findings = seen.iter().map(|(check, path)| {
            let location = Location::page("https", "shop.example", 443, path);
            NewFinding::new(check_catalog::find(check).unwrap(), location, "seen")
        });
        let sighting = Sighting {
            asset_id: self.asset_id,
            scan_id: self.scan_id,
            engine: "exposed_files",
            at: tx.now(),
        };
        findings::ingest(&tx, &sighting, findings.collect())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn all(&self) -> Vec<FindingView> {
        let (filter, order) = Default::default();
        let page = xorb_domain::paging::Page::first(100);
        let slice = findings::findings(&self.tenant.reads(), &filter, order, page)
            .await
            .unwrap();
        slice
            .items
            .into_iter()
            .map(|(_, finding)| finding)
            .collect()
    }

    /// The only one.
    pub async fn one(&self) -> FindingView {
        let mut all = self.all().await;
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// Walks a finding along these states.
    pub async fn walk(&self, finding_id: Uuid, states: &[FindingState]) -> FindingView {
        for state in states {
            let now = findings::finding(&self.tenant.reads(), finding_id)
                .await
                .unwrap();
            let input = decision(&now, *state);
            findings::triage_finding(&self.tenant.core, &self.tenant.owner, input)
                .await
                .unwrap();
        }
        findings::finding(&self.tenant.reads(), finding_id)
            .await
            .unwrap()
    }
}

pub fn decision(finding: &FindingView, state: FindingState) -> TriageFinding {
    TriageFinding {
        finding_id: finding.id,
        state,
        note: None,
        expected_version: Some(finding.version),
    }
}
