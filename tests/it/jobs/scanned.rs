//! A tenant with a proven asset, and its scans as they end up in the database.

use std::time::{Duration, Instant};

use uuid::Uuid;
use xorb_domain::assets::{CreateAsset, VerifyAsset, create_asset, verify_asset};
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{Actor, RequestInfo};
use xorb_domain::scans::{ScanView, StartScan, scan, start_scan};
use xorb_domain::secret::Secret;
use xorb_domain::tenants::{SignUp, sign_up};
use xorb_domain::{Clock, SystemClock};
use xorb_entities::assets::{AssetKind, VerificationMethod};
use xorb_entities::identity::SessionDelivery;
use xorb_entities::scans::{ScanProfile, ScanState};

use crate::fixtures::WebServer;
use crate::harness::TestApp;

const PATIENCE: Duration = Duration::from_secs(90);

/// The owner of a tenant and its web server, whose ownership is proven.
pub struct Scanned {
    pub owner: Actor,
    pub asset_id: Uuid,
}

impl Scanned {
    /// Signs up and proves the server, at the machine's own time: processes beside this one have no other.
    pub async fn new(app: &TestApp, server: &WebServer) -> Self {
        app.clock.advance(SystemClock.now() - app.clock.now());
        let core = app.core();
        let input = SignUp {
            tenant_name: "Example".to_owned(),
            tenant_slug: "example".to_owned(),
            email: "owner@example.org".to_owned(),
            password: Secret::new("correct horse battery staple".to_owned()),
            display_name: "Olga Owner".to_owned(),
            delivery: SessionDelivery::Token,
        };
        let owner = sign_up(core, &RequestInfo::default(), input)
            .await
            .unwrap()
            .actor;
        let input = CreateAsset {
            name: "Shop".to_owned(),
            kind: AssetKind::Web,
            address: server.url(),
            idempotency_key: None,
        };
        let asset = create_asset(core, &owner, input).await.unwrap();
        server.set_token(&asset.verification.token);
        let input = VerifyAsset {
            asset_id: asset.id,
            method: VerificationMethod::HttpFile,
        };
        verify_asset(core, &owner, input).await.unwrap();
        Self {
            owner,
            asset_id: asset.id,
        }
    }

    pub async fn start_scan(&self, app: &TestApp) -> ScanView {
        let input = StartScan {
            asset_id: self.asset_id,
            profile: ScanProfile::Quick,
            idempotency_key: None,
        };
        start_scan(app.core(), &self.owner, input).await.unwrap()
    }

    /// Waits until other processes have ended the scan.
    pub async fn ended(&self, app: &TestApp, id: Uuid) -> ScanState {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let reads = ReadSession::new(app.core().clone(), self.owner.clone());
            let scan = scan(&reads, id).await.unwrap();
            if scan.finished_at.is_some() {
                return scan.state;
            }
            assert!(Instant::now() < deadline, "the scan is stuck: {scan:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The single number that a query of this tenant's rows gives.
    pub async fn count(&self, app: &TestApp, sql: &str) -> i64 {
        let tx = app.core().db.read(&self.owner.scope).await.unwrap();
        tx.query(sql, []).await.unwrap()[0]
            .try_get_by_index(0)
            .unwrap()
    }
}

/// Waits until the server has been asked for a path.
pub async fn asked_for(server: &WebServer, path: &str) {
    let deadline = Instant::now() + PATIENCE;
    while !server.paths().iter().any(|asked| asked == path) {
        assert!(Instant::now() < deadline, "nobody asks for {path}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
