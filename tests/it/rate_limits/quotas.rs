//! What a tenant may have: counted in the transaction that makes more.

use crate::assets::fixture::{register, site};
use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::{Mode, Tenant, TestApp, XorbProcess, user_error};
use crate::jobs::scanned::Scanned;
use chrono::TimeDelta;
use serde_json::json;
use xorb_domain::UserErrorCode;
use xorb_domain::assets::create_asset;
use xorb_domain::scans::{StartScan, start_scan};
use xorb_domain::tenants::quotas::{SetQuotas, set_quotas};
use xorb_entities::scans::ScanProfile;

fn set(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["quotas", "set", "--tenant", "acme"], arguments].concat();
    let (status, output) = XorbProcess::start(&arguments, &app.stores().environment()).exit();
    (status.code(), output)
}

both_modes! {
    async fn beyond_its_quota_a_tenant_registers_nothing_until_it_is_given_more(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        assert_eq!(set(app, &["--assets", "2"]).0, Some(0));
        for number in 0..2 {
            register(&tenant, &format!("http://shop{number}.example")).await;
        }
        let third = create_asset(&tenant.core, &tenant.owner, site("http://shop3.example")).await;
        assert_eq!(user_error(third), (UserErrorCode::LimitReached, "input".to_owned()));
        assert_eq!(set(app, &["--assets", "3"]).0, Some(0));
        register(&tenant, "http://shop3.example").await;
        assert_eq!(tenant.audited("quota.set", "success").await, 2);
        let (code, output) = set(app, &["--assets", "-1"]);
        assert!(code != Some(0), "{output}");
    }

    async fn of_two_who_take_the_last_place_one_gets_it(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        assert_eq!(set(app, &["--assets", "3"]).0, Some(0));
        let sites: Vec<String> = (0..6).map(|number| format!("http://shop{number}.example")).collect();
        let makings = sites.iter().map(|address| create_asset(&tenant.core, &tenant.owner, site(address)));
        let made = futures_util::future::join_all(makings).await;
        assert_eq!(made.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    }

    async fn scans_are_counted_by_the_month(app: &TestApp) {
        let server = weak_web_server().await;
        let scanned = Scanned::new(app, &server).await;
        let tx = app.core().db.read(&scanned.owner.scope).await.unwrap();
        let rows = tx.query("SELECT slug FROM tenants WHERE id = $1", [tx.tenant_id().into()]).await.unwrap();
        let slug: String = rows[0].try_get("", "slug").unwrap();
        drop(tx);
        let one = SetQuotas { scans_a_month: Some(1), ..SetQuotas::default() };
        set_quotas(app.core(), &slug, one).await.unwrap();
        scanned.start_scan(app).await;
        app.run_jobs().await;
        let input = || StartScan { asset_id: scanned.asset_id, profile: ScanProfile::Quick, idempotency_key: None };
        let refused = start_scan(app.core(), &scanned.owner, input()).await;
        assert_eq!(user_error(refused).0, UserErrorCode::LimitReached);
        app.clock.advance(TimeDelta::days(17));
        let next_month = start_scan(app.core(), &scanned.owner, input()).await;
        let is_counted_anew = match next_month {
            Ok(_) => true,
            // The proof of ownership may have run out by then; the quota comes after it.
            refused => user_error(refused).0 != UserErrorCode::LimitReached,
        };
        assert!(is_counted_anew);
        app.run_jobs().await;
    }
}

#[tokio::test]
async fn people_see_what_their_company_may_have_and_has() {
    let few = [
        ("XORB__QUOTAS__ASSETS", "7"),
        ("XORB__QUOTAS__SCANS_A_MONTH", "9"),
    ];
    let app = TestApp::start_with(Mode::Embedded, &few).await;
    let owner = app.owner().await;
    let field = "createAsset(input: $input) { asset { id } userErrors { code } }";
    let input = json!({ "name": "Shop", "kind": "WEB", "address": "http://shop.example" });
    owner
        .mutate("CreateAssetInput", field, input)
        .await
        .text("/createAsset/asset/id");
    let query = "{ viewer { quotas { assets { limit used } scansThisMonth { limit used } } } }";
    let told = owner.graphql(query, json!({})).await;
    let expected =
        json!({ "assets": { "limit": 7, "used": 1 }, "scansThisMonth": { "limit": 9, "used": 0 } });
    assert_eq!(*told.data("/viewer/quotas"), expected);
    app.finish().await;
}
