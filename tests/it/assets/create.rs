//! Registering assets.

use super::fixture::{register, site};
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp, user_error};
use xorb_domain::assets::{self, CreateAsset, DeleteAsset, create_asset, delete_asset};
use xorb_domain::identity::Role;
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::assets::{AssetKind, VerificationState};

both_modes! {
    async fn a_new_asset_waits_for_its_proof_and_says_how_to_give_it(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let asset = register(&tenant, "HTTP://Shop.Example:8080/").await;
        assert_eq!(asset.address, "http://shop.example:8080");
        assert_eq!(asset.version, 1);
        let verification = &asset.verification;
        assert_eq!(verification.state, VerificationState::Pending);
        assert_eq!(verification.token.len(), 43);
        let url = "http://shop.example:8080/.well-known/xorb-challenge.txt";
        assert!(verification.instructions.contains(url), "{}", verification.instructions);
        let again = assets::asset(&tenant.reads(), asset.id).await.unwrap();
        assert_eq!(again.verification.token, verification.token, "the token can be shown again");
        assert_eq!(tenant.audited("asset.created", "success").await, 1);
    }

    async fn the_token_is_stored_as_its_hash_only(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let asset = register(&tenant, "http://shop.example").await;
        let tx = tenant.core.db.read(&tenant.owner.scope).await.unwrap();
        let rows = tx.query("SELECT token_hash FROM asset_verifications", []).await.unwrap();
        let stored: Vec<u8> = rows[0].try_get("", "token_hash").unwrap();
        assert_ne!(stored, asset.verification.token.as_bytes());
        assert_eq!(stored, xorb_domain::crypto::sha256(asset.verification.token.as_bytes()));
    }

    async fn one_address_is_one_asset_until_it_is_deleted(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let first = register(&tenant, "http://shop.example").await;
        let second = create_asset(&tenant.core, &tenant.owner, site("http://shop.example:80")).await;
        assert_eq!(user_error(second), (UserErrorCode::Taken, "input.address".to_owned()));
        delete_asset(&tenant.core, &tenant.owner, DeleteAsset { asset_id: first.id }).await.unwrap();
        let third = register(&tenant, "http://shop.example").await;
        assert_ne!(third.verification.token, first.verification.token);
    }

    async fn two_companies_may_register_the_same_address(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let ours = register(&tenant, "http://shop.example").await;
        let theirs = register(&other, "http://shop.example").await;
        assert_ne!(ours.verification.token, theirs.verification.token);
    }

    async fn what_can_not_be_an_asset_is_refused_with_a_reason(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        for (kind, address, code) in [
            (AssetKind::Web, "http://127.1", UserErrorCode::InvalidInput),
            (AssetKind::Web, "http://2130706433", UserErrorCode::InvalidInput),
            (AssetKind::Host, "0x7f000001", UserErrorCode::InvalidInput),
            (AssetKind::Host, "::ffff:7f00:1", UserErrorCode::InvalidInput),
            (AssetKind::Host, "-oProxyCommand=x", UserErrorCode::InvalidInput),
            (AssetKind::Host, "10.0.0.0/24", UserErrorCode::InvalidInput),
            (AssetKind::Web, "http://user@shop.example", UserErrorCode::InvalidInput),
            (AssetKind::Web, "http://169.254.169.254", UserErrorCode::AddressNotAllowed),
            (AssetKind::Host, "168.63.129.16", UserErrorCode::AddressNotAllowed),
            (AssetKind::Cidr, "10.0.0.0/24", UserErrorCode::NotAvailable),
            (AssetKind::Repository, "https://git.example/a", UserErrorCode::NotAvailable),
        ] {
            let input = CreateAsset { kind, ..site(address) };
            let refused = create_asset(&tenant.core, &tenant.owner, input).await;
            assert_eq!(user_error(refused).0, code, "{address}");
        }
        let nameless = CreateAsset { name: " ".to_owned(), ..site("http://shop.example") };
        let refused = create_asset(&tenant.core, &tenant.owner, nameless).await;
        assert_eq!(user_error(refused).1, "input.name");
        assert_eq!(tenant.count("assets WHERE 1 = 1").await, 0);
    }

    async fn a_repeated_request_registers_once_and_another_with_its_key_is_refused(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let request = CreateAsset {
            idempotency_key: Some("7b0c".to_owned()),
            ..site("http://shop.example")
        };
        let first = create_asset(&tenant.core, &tenant.owner, request.clone()).await.unwrap();
        let second = create_asset(&tenant.core, &tenant.owner, request.clone()).await.unwrap();
        assert_eq!((first.id, &first.verification.token), (second.id, &second.verification.token));
        assert_eq!(tenant.audited("asset.created", "success").await, 1);
        let other = CreateAsset { address: "http://other.example".to_owned(), ..request };
        let refused = create_asset(&tenant.core, &tenant.owner, other).await;
        assert!(matches!(refused, Err(AppError::IdempotencyConflict)));
    }

    async fn who_may_only_look_registers_nothing_and_is_audited(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let viewer = tenant.with_role(Role::Viewer);
        let refused = create_asset(&tenant.core, &viewer, site("http://shop.example")).await;
        assert!(matches!(refused, Err(AppError::Forbidden("assets:manage"))));
        assert_eq!(tenant.audited("access.denied", "denied").await, 1);
        assert!(assets::assets(&tenant.reads_of(viewer), Page::first(10)).await.is_ok());
    }

    async fn assets_are_listed_newest_first_page_by_page(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let mut registered = Vec::new();
        for number in 0..5 {
            // Two at each instant: the id decides between them.
            if number % 2 == 0 {
                app.clock.advance(chrono::TimeDelta::microseconds(7));
            }
            registered.push(register(&tenant, &format!("http://{number}.shop.example")).await);
        }
        registered.sort_by_key(|asset| (asset.created_at, asset.id));
        registered.reverse();
        let reads = tenant.reads();
        let mut listed = Vec::new();
        let mut page = Page::first(2);
        loop {
            let slice = assets::assets(&reads, page).await.unwrap();
            page.after = slice.items.last().map(|(position, _)| *position);
            listed.extend(slice.items.into_iter().map(|(_, asset)| asset.id));
            if !slice.has_next {
                break;
            }
        }
        assert_eq!(listed, registered.iter().map(|asset| asset.id).collect::<Vec<_>>());
        assert_eq!(assets::count_assets(&reads).await.unwrap(), 5);
    }
}

#[tokio::test]
async fn a_private_address_is_refused_and_the_setting_that_permits_it_is_named() {
    let closed = ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "false");
    let app = TestApp::start_with(Mode::Embedded, &[closed]).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    for address in [
        "http://127.0.0.1:8000",
        "http://10.1.2.3",
        "http://[fd12::1]",
    ] {
        match create_asset(&tenant.core, &tenant.owner, site(address)).await {
            Err(AppError::User(errors)) => {
                assert_eq!(
                    errors[0].code,
                    UserErrorCode::AddressNotAllowed,
                    "{address}"
                );
                assert!(
                    errors[0].message.contains(closed.0),
                    "{}",
                    errors[0].message
                );
            }
            other => panic!("{address}: {other:?}"),
        }
    }
    app.finish().await;
}
