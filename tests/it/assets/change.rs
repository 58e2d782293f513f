//! Renaming and deleting assets.

use super::fixture::{prove, register};
use crate::both_modes;
use crate::fixtures::clean_web_server;
use crate::harness::{Tenant, assert_conflict, assert_not_found, user_error};
use crate::scans::fixture::quick_scan;
use sea_orm::prelude::Uuid;
use xorb_domain::UserErrorCode;
use xorb_domain::assets::{self, DeleteAsset, UpdateAsset, delete_asset, update_asset};
use xorb_domain::paging::Page;
use xorb_domain::scans::{CancelScan, cancel_scan, start_scan};

fn rename(asset_id: Uuid, name: &str, expected_version: i32) -> UpdateAsset {
    UpdateAsset {
        asset_id,
        name: name.to_owned(),
        expected_version: Some(expected_version),
    }
}

both_modes! {
    async fn of_two_changes_from_the_same_version_the_second_is_refused(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let (core, owner) = (&tenant.core, &tenant.owner);
        let asset = register(&tenant, "http://shop.example").await;
        let renamed = update_asset(core, owner, rename(asset.id, "Store", 1)).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("Store", 2));
        assert_conflict(update_asset(core, owner, rename(asset.id, "Market", 1)).await);
        let now = assets::asset(&tenant.reads(), asset.id).await.unwrap();
        assert_eq!((now.name.as_str(), now.version), ("Store", 2));
        assert_eq!(tenant.audited("asset.updated", "success").await, 1);
    }

    async fn a_deleted_asset_is_gone_from_lists_and_can_not_be_changed(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let (core, owner) = (&tenant.core, &tenant.owner);
        let asset = register(&tenant, "http://shop.example").await;
        let delete = DeleteAsset { asset_id: asset.id };
        assert_eq!(delete_asset(core, owner, delete).await.unwrap(), asset.id);
        let reads = tenant.reads();
        assert_not_found(assets::asset(&reads, asset.id).await);
        assert!(assets::assets(&reads, Page::first(10)).await.unwrap().items.is_empty());
        assert_eq!(assets::count_assets(&reads).await.unwrap(), 0);
        let named = assets::load_assets(&reads, &[asset.id]).await.unwrap();
        assert!(named[&asset.id].deleted_at.is_some(), "what names it still shows it");
        assert_not_found(update_asset(core, owner, rename(asset.id, "Store", 2)).await);
        assert_not_found(delete_asset(core, owner, delete).await);
        assert_eq!(tenant.audited("asset.deleted", "success").await, 1);
    }

    async fn an_asset_is_not_deleted_under_a_waiting_scan(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let (core, owner) = (&tenant.core, &tenant.owner);
        let server = clean_web_server().await;
        let asset = prove(&tenant, &server).await;
        let scan = start_scan(core, owner, quick_scan(&asset)).await.unwrap();
        let delete = DeleteAsset { asset_id: asset.id };
        assert_eq!(user_error(delete_asset(core, owner, delete).await).0, UserErrorCode::InvalidState);
        cancel_scan(core, owner, CancelScan { scan_id: scan.id }).await.unwrap();
        delete_asset(core, owner, delete).await.unwrap();
        let again = start_scan(core, owner, quick_scan(&asset)).await;
        assert_not_found(again);
    }
}
