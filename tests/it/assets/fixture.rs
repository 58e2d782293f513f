//! Assets on loopback.

use crate::fixtures::WebServer;
use crate::harness::Tenant;
use xorb_domain::assets::{AssetView, CreateAsset, VerifyAsset, create_asset, verify_asset};
use xorb_entities::assets::{AssetKind, VerificationMethod};

pub fn site(address: &str) -> CreateAsset {
    CreateAsset {
        name: "Shop".to_owned(),
        kind: AssetKind::Web,
        address: address.to_owned(),
        idempotency_key: None,
    }
}

/// Registers a site whose ownership is not proven.
pub async fn register(tenant: &Tenant, address: &str) -> AssetView {
    create_asset(&tenant.core, &tenant.owner, site(address))
        .await
        .unwrap()
}

pub fn by_http(asset: &AssetView) -> VerifyAsset {
    VerifyAsset {
        asset_id: asset.id,
        method: VerificationMethod::HttpFile,
    }
}

/// Registers a server as a site and proves its ownership.
pub async fn prove(tenant: &Tenant, server: &WebServer) -> AssetView {
    let asset = register(tenant, &server.url()).await;
    server.set_token(&asset.verification.token);
    verify_asset(&tenant.core, &tenant.owner, by_http(&asset))
        .await
        .unwrap()
}
