//! A new key, and the replaced one beside it for a while.

use chrono::TimeDelta;
use xorb_domain::webhooks::{RotateWebhookSecret, WithSecret, rotate_webhook_secret};
use xorb_domain::{Clock, UserErrorCode};
use xorb_entities::webhooks::WebhookSignatureScheme;

use super::fixture::{at_real_time, endpoint, listen, ping, secret_of, verdict};
use super::receiver::{Received, Receiver};
use crate::both_modes;
use crate::harness::{Tenant, TestApp, user_error};

async fn rotate(
    tenant: &Tenant,
    made: &WithSecret,
    scheme: Option<WebhookSignatureScheme>,
) -> WithSecret {
    let input = RotateWebhookSecret {
        endpoint_id: made.endpoint.id,
        scheme,
        revoke_previous: false,
        idempotency_key: None,
    };
    rotate_webhook_secret(&tenant.core, &tenant.owner, input)
        .await
        .unwrap()
}

async fn next_message(
    app: &TestApp,
    tenant: &Tenant,
    receiver: &Receiver,
    made: &WithSecret,
) -> Received {
    ping(tenant, made.endpoint.id).await;
    app.run_jobs().await;
    receiver.received().pop().unwrap()
}

both_modes! {
    async fn for_a_day_both_keys_sign_and_then_the_new_one_alone(app: &TestApp) {
        at_real_time(app);
        app.clock.advance(-TimeDelta::hours(25));
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let made = listen(&tenant, &receiver, &[]).await;
        let rotated = rotate(&tenant, &made, None).await;
        let (old, new) = (secret_of(&made), secret_of(&rotated));
        assert_ne!(old, new);
        let ends_at = rotated.endpoint.keys[1].expires_at.unwrap();
        assert_eq!(ends_at, app.clock.now() + TimeDelta::hours(24));
        assert_eq!(rotated.endpoint.keys[0].expires_at, None);

        app.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        let message = next_message(app, &tenant, &receiver, &made).await;
        assert_eq!(message.signatures().len(), 2);
        at_real_time(app);
        let message = next_message(app, &tenant, &receiver, &made).await;
        assert_eq!(message.signatures().len(), 1);
        assert_eq!(verdict(&new, &message), "verified");
        assert_eq!(verdict(&old, &message), "No matching signature found");
        assert_eq!(tenant.audited("webhook_secret.rotated", "success").await, 1);

        rotate(&tenant, &made, None).await;
        let both = next_message(app, &tenant, &receiver, &made).await;
        assert_eq!(both.signatures().len(), 2);
        assert_eq!(verdict(&new, &both), "verified", "the replaced one still verifies");
    }

    async fn a_rotation_can_change_the_scheme_and_revoke_what_was(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let made = listen(&tenant, &receiver, &[]).await;
        let rotated = rotate(&tenant, &made, Some(WebhookSignatureScheme::Ed25519)).await;
        assert!(rotated.secret.is_none());
        let message = next_message(app, &tenant, &receiver, &made).await;
        let schemes: Vec<&str> = message.signatures().iter().map(|s| s.split(',').next().unwrap()).collect();
        assert_eq!(schemes, ["v1a", "v1"]);

        let input = RotateWebhookSecret { endpoint_id: made.endpoint.id, scheme: None, revoke_previous: true, idempotency_key: None };
        rotate_webhook_secret(&tenant.core, &tenant.owner, input).await.unwrap();
        let message = next_message(app, &tenant, &receiver, &made).await;
        assert_eq!(message.signatures().len(), 1);
        assert_eq!(endpoint(&tenant, made.endpoint.id).await.keys.len(), 1);
    }

    async fn there_are_never_more_than_a_few_keys(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let made = listen(&tenant, &Receiver::start().await, &[]).await;
        for _ in 0..3 {
            rotate(&tenant, &made, None).await;
        }
        let input = RotateWebhookSecret { endpoint_id: made.endpoint.id, scheme: None, revoke_previous: false, idempotency_key: None };
        let refused = rotate_webhook_secret(&tenant.core, &tenant.owner, input.clone()).await;
        assert_eq!(user_error(refused).0, UserErrorCode::LimitReached);
        let input = RotateWebhookSecret { revoke_previous: true, ..input };
        rotate_webhook_secret(&tenant.core, &tenant.owner, input).await.unwrap();
    }
}
