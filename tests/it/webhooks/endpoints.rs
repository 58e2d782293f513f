//! Making, changing and deleting endpoints: by administrators, within limits, and once.

use xorb_domain::identity::Role;
use xorb_domain::paging::Page;
use xorb_domain::webhooks::{
    CreateWebhookEndpoint, UpdateWebhookEndpoint, WebhookEvent, create_webhook_endpoint,
    update_webhook_endpoint, webhook_endpoints,
};
use xorb_domain::{AppError, UserErrorCode};

use super::fixture::{endpoint, to};
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp, assert_conflict, user_error};

const URL: &str = "https://hooks.example.org/in";

both_modes! {
    async fn a_repeated_creation_gives_the_same_endpoint_without_its_secret(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let create = async |url: &str| {
            let idempotency_key = Some("once".to_owned());
            let input = CreateWebhookEndpoint { idempotency_key, ..to(url, &[WebhookEvent::ScanFailed]) };
            create_webhook_endpoint(&tenant.core, &tenant.owner, input).await
        };
        let first = create(URL).await.unwrap();
        assert!(first.secret.is_some());
        let second = create(URL).await.unwrap();
        assert_eq!(second.endpoint.id, first.endpoint.id);
        assert!(second.secret.is_none(), "a replay shows no secret again");
        assert!(matches!(create("https://hooks.example.org/other").await, Err(AppError::IdempotencyConflict)));
        assert_eq!(tenant.count("webhook_endpoints WHERE 1 = 1").await, 1);
    }

    async fn a_change_meets_the_version_that_was_seen_or_is_refused(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let made = create_webhook_endpoint(&tenant.core, &tenant.owner, to(URL, &[])).await.unwrap().endpoint;
        let change = |version| UpdateWebhookEndpoint {
            endpoint_id: made.id,
            url: Some("https://hooks.example.org/new".to_owned()),
            description: Some("To the pager".to_owned()),
            events: Some(vec![WebhookEvent::ScanFailed, WebhookEvent::FindingCreated, WebhookEvent::ScanFailed]),
            enabled: None,
            expected_version: Some(version),
        };
        let changed = update_webhook_endpoint(&tenant.core, &tenant.owner, change(made.version)).await.unwrap();
        assert_eq!(changed.version, made.version + 1);
        assert_eq!(changed.events, [WebhookEvent::FindingCreated, WebhookEvent::ScanFailed]);
        assert_conflict(update_webhook_endpoint(&tenant.core, &tenant.owner, change(made.version)).await);
        let cleared = UpdateWebhookEndpoint {
            url: None,
            description: Some(String::new()),
            events: None,
            ..change(changed.version)
        };
        update_webhook_endpoint(&tenant.core, &tenant.owner, cleared).await.unwrap();
        let now = endpoint(&tenant, made.id).await;
        assert_eq!((now.url.as_str(), now.description), ("https://hooks.example.org/new", None));
    }

    async fn only_administrators_see_and_manage_endpoints(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        for role in Role::ALL {
            let may = matches!(role, Role::Owner | Role::Admin);
            let actor = tenant.with_role(role);
            let made = create_webhook_endpoint(&tenant.core, &actor, to(URL, &[])).await;
            assert_eq!(made.is_ok(), may, "{role}");
            let listed = webhook_endpoints(&tenant.reads_of(actor), Page::first(10)).await;
            assert_eq!(listed.is_ok(), may, "{role}");
        }
    }
}

#[tokio::test]
async fn a_tenant_has_no_more_endpoints_than_allowed() {
    let variables = [("XORB__WEBHOOKS__MAX_ENDPOINTS", "1")];
    let app = TestApp::start_with(Mode::Embedded, &variables).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let create = || create_webhook_endpoint(&tenant.core, &tenant.owner, to(URL, &[]));
    create().await.unwrap();
    assert_eq!(user_error(create().await).0, UserErrorCode::LimitReached);
    app.finish().await;
}
