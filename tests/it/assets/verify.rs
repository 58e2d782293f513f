//! Proving ownership.

use super::fixture::{by_http, prove, register};
use crate::both_modes;
use crate::fixtures::clean_web_server;
use crate::harness::{Tenant, user_error};
use chrono::TimeDelta;
use xorb_domain::UserErrorCode;
use xorb_domain::assets::{self, VerifyAsset, verify_asset};
use xorb_entities::assets::{VerificationMethod, VerificationState};

async fn state(tenant: &Tenant, id: sea_orm::prelude::Uuid) -> VerificationState {
    assets::asset(&tenant.reads(), id)
        .await
        .unwrap()
        .verification
        .state
}

both_modes! {
    async fn an_asset_that_serves_its_token_is_verified_for_90_days(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        assert_eq!(asset.verification.state, VerificationState::Verified);
        let proven_at = asset.verification.verified_at.unwrap();
        assert_eq!(asset.verification.expires_at, Some(proven_at + TimeDelta::days(90)));
        assert_eq!(tenant.audited("asset.verified", "success").await, 1);
        app.clock.advance(TimeDelta::days(90));
        assert_eq!(state(&tenant, asset.id).await, VerificationState::Expired);
    }

    async fn a_target_without_the_token_fails_and_nobody_answering_is_something_else(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = register(&tenant, &server.url()).await;
        let refused = verify_asset(&tenant.core, &tenant.owner, by_http(&asset)).await;
        assert_eq!(user_error(refused), (UserErrorCode::VerificationFailed, "input.assetId".to_owned()));
        assert_eq!(state(&tenant, asset.id).await, VerificationState::Failed);

        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let closed = silent.local_addr().unwrap();
        drop(silent);
        let nobody = register(&tenant, &format!("http://{closed}")).await;
        let refused = verify_asset(&tenant.core, &tenant.owner, by_http(&nobody)).await;
        assert_eq!(user_error(refused).0, UserErrorCode::VerificationFailed);
        assert_eq!(state(&tenant, nobody.id).await, VerificationState::Unreachable);
        assert_eq!(tenant.audited("asset.verified", "failure").await, 2);
    }

    async fn another_companys_token_proves_nothing(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let server = clean_web_server().await;
        prove(&tenant, &server).await;
        let theirs = register(&other, &server.url()).await;
        let refused = verify_asset(&other.core, &other.owner, by_http(&theirs)).await;
        assert_eq!(user_error(refused).0, UserErrorCode::VerificationFailed);
    }

    async fn proof_by_dns_is_not_offered_and_asks_nobody(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let server = clean_web_server().await;
        let asset = register(&tenant, &server.url()).await;
        let input = VerifyAsset { asset_id: asset.id, method: VerificationMethod::DnsTxt };
        let refused = verify_asset(&tenant.core, &tenant.owner, input).await;
        assert_eq!(user_error(refused), (UserErrorCode::NotAvailable, "input.method".to_owned()));
        assert_eq!(server.connections(), 0);
    }
}
