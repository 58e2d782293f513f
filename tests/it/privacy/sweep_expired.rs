//! What has outlived its retention class is deleted; nothing else is.

use crate::both_modes;
use crate::harness::{PASSWORD, Tenant, TestApp};
use chrono::TimeDelta;
use xorb_domain::Clock;
use xorb_domain::assets::{CreateAsset, create_asset};
use xorb_domain::audit::{default_file, verify_whole_trail};
use xorb_domain::identity::{InviteUser, RequestInfo, Role, invite_user};
use xorb_domain::privacy::enqueue_due_sweeps;
use xorb_entities::assets::AssetKind;

/// Just before something ends.
const MOMENT: TimeDelta = TimeDelta::seconds(1);

/// A tenant with a session, a refresh token, an idempotency key, an invitation with its mail, and a trail with payloads.
async fn lived_in(app: &TestApp, slug: &str) -> Tenant {
    let tenant = Tenant::sign_up(app, slug).await;
    let mut owner = tenant.owner.clone();
    owner.request = RequestInfo {
        address: Some("192.0.2.7".parse().unwrap()),
        ..owner.request
    };
    let asset = CreateAsset {
        name: "Shop".to_owned(),
        kind: AssetKind::Web,
        address: "https://shop.example".to_owned(),
        idempotency_key: Some(PASSWORD.to_owned()),
    };
    create_asset(&tenant.core, &owner, asset).await.unwrap();
    let invitation = InviteUser {
        email: format!("guest@{slug}.example"),
        roles: vec![Role::Viewer],
        idempotency_key: None,
    };
    invite_user(&tenant.core, &owner, invitation).await.unwrap();
    app.run_jobs().await;
    tenant
}

/// How many rows each swept table has.
async fn rows(tenant: &Tenant) -> [i64; 7] {
    let mut counts = [0; 7];
    let tables = [
        "idempotency_keys",
        "refresh_tokens",
        "sessions",
        "invitations",
        "outgoing_mails",
        "audit_payloads",
        "known_devices",
    ];
    for (count, table) in counts.iter_mut().zip(tables) {
        *count = tenant.count(&format!("{table} WHERE 1 = 1")).await;
    }
    counts
}

/// Sweeps as the hourly loop does; for how many tenants.
async fn sweep(app: &TestApp) -> usize {
    let enqueued = enqueue_due_sweeps(app.core()).await.unwrap();
    assert_eq!(app.run_jobs().await, enqueued);
    assert_eq!(
        enqueue_due_sweeps(app.core()).await.unwrap(),
        0,
        "nothing is left"
    );
    enqueued
}

async fn holds(tenant: &Tenant) -> bool {
    let outside = default_file(&tenant.core.settings);
    let verdict = verify_whole_trail(&tenant.core, &tenant.owner.scope, Some(&outside)).await;
    verdict.unwrap().broken.is_none()
}

both_modes! {
    async fn everything_is_swept_when_its_time_is_over_and_not_before(app: &TestApp) {
        let tenant = lived_in(app, "acme").await;
        let [keys, tokens, sessions, invitations, mails, payloads, devices] = rows(&tenant).await;
        assert_eq!([keys, tokens, sessions, invitations, mails, devices], [1; 6]);
        assert!(payloads > 0);
        let begun = app.clock.now();
        let settings = &tenant.core.settings.auth;
        // When each table's rows go, and what is left then.
        // An owner's session lasts eight hours.
        let session_ends = begun + TimeDelta::hours(8) + TimeDelta::days(30);
        let invitation_ends = begun + settings.invitation_lifetime + TimeDelta::days(30);
        let ends = [
            (begun + TimeDelta::hours(24), [0, 1, 1, 1, 1, payloads, 1]),
            (begun + TimeDelta::days(30), [0, 1, 1, 1, 0, payloads, 1]),
            (session_ends, [0, 0, 0, 1, 0, payloads, 1]),
            (invitation_ends, [0, 0, 0, 0, 0, payloads, 1]),
            (begun + TimeDelta::days(180), [0, 0, 0, 0, 0, payloads, 0]),
            (begun + TimeDelta::days(365), [0; 7]),
        ];
        for (end, left) in ends {
            let before = rows(&tenant).await;
            app.clock.advance(end - MOMENT - app.clock.now());
            assert_eq!(sweep(app).await, 0, "a moment before {end}");
            assert_eq!(rows(&tenant).await, before);
            app.clock.advance(MOMENT);
            assert_eq!(sweep(app).await, 1, "at {end}");
            assert_eq!(rows(&tenant).await, left, "at {end}");
            assert!(holds(&tenant).await, "the trail at {end}");
        }
    }

    async fn another_tenant_s_rows_stay(app: &TestApp) {
        let old = lived_in(app, "acme").await;
        app.clock.advance(TimeDelta::days(365));
        let young = lived_in(app, "globex").await;
        let before = rows(&young).await;
        assert_eq!(sweep(app).await, 1);
        assert_eq!(rows(&old).await, [0; 7]);
        assert_eq!(rows(&young).await, before);
        assert!(holds(&old).await && holds(&young).await);
    }

    async fn more_than_a_batch_is_swept_in_one_job(app: &TestApp) {
        let tenant = lived_in(app, "acme").await;
        let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
        let sql = "INSERT INTO idempotency_keys \
                   (tenant_id, subject_id, operation, key_hash, input_mac, result_id, created_at, expires_at) \
                   SELECT tenant_id, subject_id, $1, key_hash, input_mac, result_id, created_at, expires_at \
                   FROM idempotency_keys WHERE operation = 'create_asset'";
        for number in 0..1_200 {
            tx.execute(sql, [format!("operation {number}").into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(sweep(app).await, 1);
        assert_eq!(rows(&tenant).await[0], 0);
    }
}
