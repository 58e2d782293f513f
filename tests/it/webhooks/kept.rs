//! Deliveries, replaced keys and deleted endpoints are kept for as long as they are needed, and no longer.

use chrono::TimeDelta;
use xorb_domain::privacy::enqueue_due_sweeps;
use xorb_domain::webhooks::{
    CreateWebhookEndpoint, DeleteWebhookEndpoint, RotateWebhookSecret, create_webhook_endpoint,
    delete_webhook_endpoint, rotate_webhook_secret,
};

use super::fixture::{ping, to};
use super::receiver::Receiver;
use crate::both_modes;
use crate::harness::Tenant;

/// Endpoints, keys, deliveries, and what is indexed of the texts.
async fn rows(tenant: &Tenant) -> [i64; 4] {
    let mut counts = [0; 4];
    let tables = [
        "webhook_endpoints WHERE 1 = 1",
        "webhook_keys WHERE 1 = 1",
        "webhook_deliveries WHERE 1 = 1",
        "mentions WHERE location = 'webhook_endpoints'",
    ];
    for (count, table) in counts.iter_mut().zip(tables) {
        *count = tenant.count(table).await;
    }
    counts
}

both_modes! {
    async fn what_has_had_its_time_is_swept_and_a_deleted_endpoint_goes_last(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let input = CreateWebhookEndpoint {
            description: Some("ask ann@elsewhere.example".to_owned()),
            ..to(&receiver.url(), &[])
        };
        let made = create_webhook_endpoint(&tenant.core, &tenant.owner, input).await.unwrap();
        let endpoint_id = made.endpoint.id;
        ping(&tenant, endpoint_id).await;
        app.run_jobs().await;
        let rotate = RotateWebhookSecret { endpoint_id, scheme: None, revoke_previous: false, idempotency_key: None };
        rotate_webhook_secret(&tenant.core, &tenant.owner, rotate).await.unwrap();
        assert_eq!(rows(&tenant).await, [1, 2, 1, 1]);

        let sweep = async |after: TimeDelta| {
            app.clock.advance(after);
            enqueue_due_sweeps(app.core()).await.unwrap();
            app.run_jobs().await;
            rows(&tenant).await
        };
        assert_eq!(sweep(TimeDelta::hours(23)).await, [1, 2, 1, 1]);
        assert_eq!(sweep(TimeDelta::hours(1)).await, [1, 1, 1, 1], "the replaced key");
        let delete = DeleteWebhookEndpoint { endpoint_id };
        delete_webhook_endpoint(&tenant.core, &tenant.owner, delete).await.unwrap();
        assert_eq!(sweep(TimeDelta::days(88)).await, [1, 0, 1, 1]);
        assert_eq!(sweep(TimeDelta::days(1)).await, [1, 0, 0, 1], "the delivery");
        assert_eq!(sweep(TimeDelta::days(1)).await, [0, 0, 0, 0], "the endpoint, with what was indexed of it");
    }
}
