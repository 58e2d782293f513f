//! What arrives, and that others can verify it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::json;
use xorb_domain::webhooks::create_webhook_endpoint;
use xorb_entities::ids::{WebhookDeliveryId, WebhookEndpointId};
use xorb_entities::webhooks::{WebhookDeliveryState, WebhookSignatureScheme};

use super::fixture::{at_real_time, listen, look, ping, secret_of, to, verdict};
use super::receiver::{Received, Receiver};
use crate::both_modes;
use crate::harness::Tenant;

/// What a signature of the scheme `v1a` is for this public key.
fn is_signed_by(public_key: &str, signature: &str, message: &Received) -> bool {
    let key = BASE64
        .decode(public_key.strip_prefix("whpk_").unwrap())
        .unwrap();
    let signature = BASE64
        .decode(signature.strip_prefix("v1a,").unwrap())
        .unwrap();
    UnparsedPublicKey::new(&ED25519, key)
        .verify(message.content().as_bytes(), &signature)
        .is_ok()
}

both_modes! {
    async fn a_message_verifies_with_the_library_of_the_specification(app: &TestApp) {
        // The library refuses what is older than five minutes.
        at_real_time(app);
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let made = listen(&tenant, &receiver, &[]).await;
        let delivery_id = ping(&tenant, made.endpoint.id).await;
        assert_eq!(look(&tenant, delivery_id).await.state, WebhookDeliveryState::Pending);
        app.run_jobs().await;

        let [message] = &receiver.received()[..] else { panic!("one message") };
        assert_eq!(message.path, "/hooks?from=xorb");
        assert_eq!(message.headers["content-type"], "application/json");
        assert_eq!(message.id(), WebhookDeliveryId::from(delivery_id).to_string());
        let mut body = message.json();
        assert!(body["timestamp"].take().is_string());
        let about = WebhookEndpointId::from(made.endpoint.id).to_string();
        assert_eq!(body, json!({ "type": "webhook.ping", "timestamp": null, "data": { "id": about } }));

        let secret = secret_of(&made);
        assert_eq!(verdict(&secret, message), "verified");
        let mut changed = message.clone();
        changed.body = changed.body.replace("ping", "pong");
        assert_eq!(verdict(&secret, &changed), "No matching signature found");
        let mut renamed = message.clone();
        renamed.headers.insert("webhook-id".to_owned(), "whd_other".to_owned());
        assert_eq!(verdict(&secret, &renamed), "No matching signature found");

        let delivery = look(&tenant, delivery_id).await;
        assert_eq!(delivery.state, WebhookDeliveryState::Delivered);
        assert_eq!((delivery.attempts, delivery.last_status), (1, Some(204)));
        assert_eq!((delivery.error_code, delivery.next_attempt_at), (None, None));
    }

    async fn a_key_pair_signs_what_its_public_half_verifies(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let mut input = to(&receiver.url(), &[]);
        input.scheme = WebhookSignatureScheme::Ed25519;
        let made = create_webhook_endpoint(&tenant.core, &tenant.owner, input).await.unwrap();
        assert!(made.secret.is_none(), "the private half is never shown");
        let public_key = made.endpoint.keys[0].public_key.clone().unwrap();
        ping(&tenant, made.endpoint.id).await;
        app.run_jobs().await;
        let [message] = &receiver.received()[..] else { panic!("one message") };
        let [signature] = message.signatures()[..] else { panic!("one signature") };
        assert!(is_signed_by(&public_key, signature, message));
        let mut changed = message.clone();
        changed.body.push(' ');
        assert!(!is_signed_by(&public_key, signature, &changed));
    }
}
