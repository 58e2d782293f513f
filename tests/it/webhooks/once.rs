//! What is asked for twice under one key is done once: rotations, pings and repeated deliveries.

use std::fmt::Debug;

use chrono::TimeDelta;
use xorb_domain::AppError;
use xorb_domain::webhooks::{
    RedeliverWebhook, RotateWebhookSecret, TestWebhookEndpoint, redeliver_webhook,
    rotate_webhook_secret, test_webhook_endpoint,
};

use super::fixture::{deliveries, endpoint, listen, ping};
use super::receiver::Receiver;
use crate::both_modes;
use crate::harness::{Tenant, assert_not_found};

fn assert_other_input<T: Debug>(outcome: &Result<T, AppError>) {
    assert!(
        matches!(outcome, Err(AppError::IdempotencyConflict)),
        "{outcome:?}"
    );
}

both_modes! {
    async fn a_repeated_rotation_makes_one_key_and_shows_its_secret_once(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let made = listen(&tenant, &receiver, &[]).await;
        let other = listen(&tenant, &receiver, &[]).await;
        let input = RotateWebhookSecret {
            endpoint_id: made.endpoint.id,
            scheme: None,
            revoke_previous: false,
            idempotency_key: Some("once".to_owned()),
        };
        let rotate = |input| rotate_webhook_secret(&tenant.core, &tenant.owner, input);
        let (one, two) = tokio::join!(rotate(input.clone()), rotate(input.clone()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.secret.is_some(), two.secret.is_none(), "one of them shows it");
        assert_eq!((one.endpoint.id, one.endpoint.version), (two.endpoint.id, two.endpoint.version));
        assert!(rotate(input.clone()).await.unwrap().secret.is_none());
        assert_eq!(endpoint(&tenant, made.endpoint.id).await.keys.len(), 2, "the new one and the replaced one");
        assert_eq!(tenant.audited("webhook_secret.rotated", "success").await, 1);

        assert_other_input(&rotate(RotateWebhookSecret { revoke_previous: true, ..input.clone() }).await);
        assert_other_input(&rotate(RotateWebhookSecret { endpoint_id: other.endpoint.id, ..input.clone() }).await);
        app.clock.advance(TimeDelta::hours(24));
        assert!(rotate(input).await.unwrap().secret.is_some(), "a key is remembered for 24 hours");
    }

    async fn a_repeated_test_sends_one_ping(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let other = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let test = |endpoint_id| {
            let input = TestWebhookEndpoint { endpoint_id, idempotency_key: Some("once".to_owned()) };
            test_webhook_endpoint(&tenant.core, &tenant.owner, input)
        };
        let (one, two) = tokio::join!(test(endpoint_id), test(endpoint_id));
        assert_eq!(one.unwrap().id, two.unwrap().id);
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 1);
        let again = test(endpoint_id).await.unwrap();
        assert!(again.finished_at.is_some(), "the ping as it is now");
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 1);
        assert_eq!(tenant.audited("webhook_endpoint.tested", "success").await, 1);
        assert_other_input(&test(other).await);
    }

    async fn a_repeated_redelivery_sends_once_more_and_no_more(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let delivery_id = ping(&tenant, endpoint_id).await;
        app.run_jobs().await;
        let other = ping(&tenant, endpoint_id).await;
        app.run_jobs().await;
        let again = |delivery_id| {
            let input = RedeliverWebhook { delivery_id, idempotency_key: Some("once".to_owned()) };
            redeliver_webhook(&tenant.core, &tenant.owner, input)
        };
        let (one, two) = tokio::join!(again(delivery_id), again(delivery_id));
        assert_eq!(one.unwrap().id, two.unwrap().id);
        app.run_jobs().await;
        assert_eq!(again(delivery_id).await.unwrap().id, delivery_id);
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 3);
        assert_eq!(deliveries(&tenant, endpoint_id).await.len(), 2);
        assert_eq!(tenant.audited("webhook.redelivered", "success").await, 1);
        assert_other_input(&again(other).await);
    }

    async fn the_key_of_one_tenant_means_nothing_to_another(app: &TestApp) {
        let acme = Tenant::sign_up(app, "acme").await;
        let globex = Tenant::sign_up(app, "globex").await;
        let receiver = Receiver::start().await;
        let endpoint_id = listen(&acme, &receiver, &[]).await.endpoint.id;
        let input = TestWebhookEndpoint { endpoint_id, idempotency_key: Some("once".to_owned()) };
        test_webhook_endpoint(&acme.core, &acme.owner, input.clone()).await.unwrap();
        assert_not_found(test_webhook_endpoint(&globex.core, &globex.owner, input).await);
        let own = listen(&globex, &receiver, &[]).await.endpoint.id;
        let input = TestWebhookEndpoint { endpoint_id: own, idempotency_key: Some("once".to_owned()) };
        test_webhook_endpoint(&globex.core, &globex.owner, input).await.unwrap();
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 2);
    }
}
