//! Endpoints and deliveries, by the use cases.

use std::io::Write;
use std::process::{Command, Stdio};

use sea_orm::prelude::Uuid;
use serde_json::json;
use xorb_domain::paging::Page;
use xorb_domain::webhooks::{
    CreateWebhookEndpoint, TestWebhookEndpoint, WebhookDeliveryView, WebhookEndpointView,
    WebhookEvent, WithSecret, create_webhook_endpoint, test_webhook_endpoint, webhook_deliveries,
    webhook_delivery, webhook_endpoint,
};
use xorb_domain::{Clock, SystemClock};
use xorb_entities::webhooks::WebhookSignatureScheme;

use super::receiver::{Received, Receiver};
use crate::harness::{Tenant, TestApp, npm_package};

pub fn to(url: &str, events: &[WebhookEvent]) -> CreateWebhookEndpoint {
    CreateWebhookEndpoint {
        url: url.to_owned(),
        description: None,
        events: events.to_vec(),
        scheme: WebhookSignatureScheme::HmacSha256,
        idempotency_key: None,
    }
}

/// An endpoint of the tenant at the receiver.
pub async fn listen(tenant: &Tenant, receiver: &Receiver, events: &[WebhookEvent]) -> WithSecret {
    create_webhook_endpoint(&tenant.core, &tenant.owner, to(&receiver.url(), events))
        .await
        .unwrap()
}

/// Goes by the machine's clock: what verifies a message, and other processes, have no other.
pub fn at_real_time(app: &TestApp) {
    app.clock.advance(SystemClock.now() - app.clock.now());
}

pub fn secret_of(made: &WithSecret) -> String {
    made.secret.as_ref().unwrap().expose().clone()
}

pub async fn ping(tenant: &Tenant, endpoint_id: Uuid) -> Uuid {
    let input = TestWebhookEndpoint {
        endpoint_id,
        idempotency_key: None,
    };
    test_webhook_endpoint(&tenant.core, &tenant.owner, input)
        .await
        .unwrap()
        .id
}

pub async fn look(tenant: &Tenant, delivery_id: Uuid) -> WebhookDeliveryView {
    webhook_delivery(&tenant.reads(), delivery_id)
        .await
        .unwrap()
}

pub async fn endpoint(tenant: &Tenant, id: Uuid) -> WebhookEndpointView {
    webhook_endpoint(&tenant.reads(), id).await.unwrap()
}

pub async fn deliveries(tenant: &Tenant, endpoint_id: Uuid) -> Vec<WebhookDeliveryView> {
    let page = Page::first(100);
    let slice = webhook_deliveries(&tenant.reads(), endpoint_id, page)
        .await
        .unwrap();
    slice
        .items
        .into_iter()
        .map(|(_, delivery)| delivery)
        .collect()
}

/// What the specification's own library says of a message: `verified`, or why not.
pub fn verdict(secret: &str, message: &Received) -> String {
    let folder = npm_package("standard_webhooks");
    let mut node = Command::new("node")
        .arg("verify.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs: deploy/scripts/install-test-packages.sh installs it");
    let input = json!({ "secret": secret, "headers": message.headers, "body": message.body });
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
