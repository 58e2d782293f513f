//! Endpoints that want nothing any more, or have not answered for days.

use chrono::TimeDelta;

use xorb_domain::UserErrorCode;
use xorb_domain::webhooks::{
    DeleteWebhookEndpoint, RedeliverWebhook, UpdateWebhookEndpoint, WebhookEvent,
    delete_webhook_endpoint, redeliver_webhook, update_webhook_endpoint,
};
use xorb_entities::webhooks::{WebhookDeliveryState, WebhookDisabledReason, WebhookEndpointState};

use super::fixture::{endpoint, listen, look, ping};
use super::receiver::{Receiver, Say};
use crate::both_modes;
use crate::findings::fixture::{LEAK, Scanned};
use crate::harness::{Tenant, user_error};

const FIVE_DAYS: TimeDelta = TimeDelta::days(5);

fn enable(endpoint_id: sea_orm::prelude::Uuid) -> UpdateWebhookEndpoint {
    UpdateWebhookEndpoint {
        endpoint_id,
        url: None,
        description: None,
        events: None,
        enabled: Some(true),
        expected_version: None,
    }
}

both_modes! {
    async fn an_endpoint_that_is_gone_is_disabled_at_once_and_administrators_are_told(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::saying(|_| Say::Status(410, "")).await;
        let id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let delivery_id = ping(&tenant, id).await;
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 1, "it is not tried again");
        let delivery = look(&tenant, delivery_id).await;
        assert_eq!(delivery.state, WebhookDeliveryState::Failed);
        assert_eq!(delivery.error_code.as_deref(), Some("endpoint_gone"));
        let gone = endpoint(&tenant, id).await;
        assert_eq!(gone.state, WebhookEndpointState::Disabled);
        assert_eq!(gone.disabled_reason, Some(WebhookDisabledReason::Gone));
        assert_eq!(tenant.audited("webhook_endpoint.disabled", "success").await, 1);
        let mails = app.mails_to("owner@acme.example");
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains("410 Gone") && mails[0].contains("127.0.0.1"), "{}", mails[0]);
        assert!(!mails[0].contains("/hooks"), "the path may be a secret");

        let again = RedeliverWebhook { delivery_id, idempotency_key: None };
        let refused = redeliver_webhook(&tenant.core, &tenant.owner, again.clone()).await;
        assert_eq!(user_error(refused).0, UserErrorCode::InvalidState);
        receiver.say(|_| Say::Status(200, ""));
        update_webhook_endpoint(&tenant.core, &tenant.owner, enable(id)).await.unwrap();
        redeliver_webhook(&tenant.core, &tenant.owner, again).await.unwrap();
        app.run_jobs().await;
        assert_eq!(look(&tenant, delivery_id).await.state, WebhookDeliveryState::Delivered);
    }

    async fn an_endpoint_that_fails_for_days_is_disabled_and_one_delivery_clears_it(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::saying(|_| Say::Status(500, "")).await;
        let id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        ping(&tenant, id).await;
        app.run_jobs().await;
        assert!(endpoint(&tenant, id).await.failing_since.is_some());

        // It arrives once: the days count anew.
        receiver.say(|_| Say::Status(200, ""));
        ping(&tenant, id).await;
        app.run_jobs().await;
        assert_eq!(endpoint(&tenant, id).await.failing_since, None);
        app.clock.advance(FIVE_DAYS);
        receiver.say(|_| Say::Status(500, ""));
        ping(&tenant, id).await;
        app.run_jobs().await;
        assert_eq!(endpoint(&tenant, id).await.state, WebhookEndpointState::Enabled);

        app.clock.advance(FIVE_DAYS);
        let before = receiver.received().len();
        let delivery_id = ping(&tenant, id).await;
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), before + 1, "a disabled endpoint is not tried again");
        let failing = endpoint(&tenant, id).await;
        assert_eq!(failing.disabled_reason, Some(WebhookDisabledReason::Failing));
        let delivery = look(&tenant, delivery_id).await;
        assert_eq!((delivery.state, delivery.error_code.as_deref()), (WebhookDeliveryState::Failed, Some("endpoint_disabled")));
        assert_eq!(app.mails_to("owner@acme.example").len(), 1);
        let enabled = update_webhook_endpoint(&tenant.core, &tenant.owner, enable(id)).await.unwrap();
        assert_eq!((enabled.state, enabled.failing_since), (WebhookEndpointState::Enabled, None));
    }

    async fn nothing_is_sent_to_a_disabled_or_deleted_endpoint(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        let tenant = &scanned.tenant;
        let receiver = Receiver::start().await;
        let id = listen(tenant, &receiver, WebhookEvent::ALL).await.endpoint.id;
        let off = UpdateWebhookEndpoint { enabled: Some(false), ..enable(id) };
        let disabled = update_webhook_endpoint(&tenant.core, &tenant.owner, off).await.unwrap();
        assert_eq!(disabled.disabled_reason, Some(WebhookDisabledReason::Requested));
        scanned.see(&[(LEAK, "/.env")]).await;
        app.run_jobs().await;

        update_webhook_endpoint(&tenant.core, &tenant.owner, enable(id)).await.unwrap();
        scanned.see(&[(LEAK, "/a/.env")]).await;
        let input = DeleteWebhookEndpoint { endpoint_id: id };
        delete_webhook_endpoint(&tenant.core, &tenant.owner, input).await.unwrap();
        app.run_jobs().await;
        assert!(receiver.received().is_empty());
        assert_eq!(tenant.count("webhook_deliveries WHERE state = 'cancelled'").await, 1);
        assert_eq!(tenant.count("webhook_keys WHERE 1 = 1").await, 0);
    }
}
