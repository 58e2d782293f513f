//! What is not taken is tried again, under the same id, until it is taken or its attempts are used up.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use xorb_domain::jobs::{JobFilter, cancel_job, jobs, retry_job};
use xorb_domain::paging::Page;
use xorb_domain::webhooks::{RedeliverWebhook, WebhookEvent, redeliver_webhook};
use xorb_domain::{Clock, UserErrorCode};
use xorb_entities::jobs::JobState;
use xorb_entities::webhooks::WebhookDeliveryState;

use super::fixture::{listen, look, ping};
use super::receiver::{Received, Receiver, Say};
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp, user_error};

both_modes! {
    async fn what_is_not_taken_comes_again_under_the_same_id(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let answers = [500, 404, 302, 429, 200];
        let receiver = Receiver::saying(move |n| Say::Status(answers[n], "")).await;
        let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let delivery_id = ping(&tenant, endpoint_id).await;
        app.run_jobs().await;
        let messages = receiver.received();
        let ids: BTreeSet<&str> = messages.iter().map(Received::id).collect();
        let bodies: BTreeSet<&str> = messages.iter().map(|message| message.body.as_str()).collect();
        assert_eq!((messages.len(), ids.len(), bodies.len()), (5, 1, 1));
        let delivery = look(&tenant, delivery_id).await;
        assert_eq!(delivery.state, WebhookDeliveryState::Delivered);
        assert_eq!((delivery.attempts, delivery.last_status), (5, Some(200)));
        assert_eq!(super::fixture::endpoint(&tenant, endpoint_id).await.failing_since, None);
    }

    async fn after_its_last_attempt_it_is_dead_until_it_is_sent_again(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::saying(|_| Say::Status(500, "")).await;
        let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let delivery_id = ping(&tenant, endpoint_id).await;
        let again = || redeliver_webhook(&tenant.core, &tenant.owner, RedeliverWebhook { delivery_id, idempotency_key: None });
        let (code, path) = user_error(again().await);
        assert_eq!((code, path.as_str()), (UserErrorCode::InvalidState, "input.webhookDeliveryId"));
        app.run_jobs().await;
        let dead = look(&tenant, delivery_id).await;
        assert_eq!(dead.state, WebhookDeliveryState::Failed);
        assert_eq!((dead.attempts, dead.last_status, receiver.received().len()), (10, Some(500), 10));
        assert_eq!((dead.error_code.as_deref(), dead.next_attempt_at), (Some("endpoint_status"), None));

        receiver.say(|_| Say::Status(204, ""));
        let waiting = again().await.unwrap();
        assert_eq!((waiting.state, waiting.attempts), (WebhookDeliveryState::Pending, 0));
        app.run_jobs().await;
        assert_eq!(look(&tenant, delivery_id).await.state, WebhookDeliveryState::Delivered);
        let messages = receiver.received();
        assert_eq!((messages.len(), messages[10].id()), (11, messages[0].id()));
        assert_eq!(tenant.audited("webhook.redelivered", "success").await, 1);

        // What has arrived can be sent again as well.
        again().await.unwrap();
        app.run_jobs().await;
        assert_eq!(receiver.received().len(), 12);
    }

    async fn its_job_can_be_cancelled_and_run_again_like_any_other(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::saying(|_| Say::Status(500, "")).await;
        let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
        let job_of = async |state| {
            let filter = JobFilter { states: vec![state], ..JobFilter::default() };
            jobs(&tenant.reads(), &filter, Page::first(1)).await.unwrap().items[0].1.id
        };
        let cancelled = ping(&tenant, endpoint_id).await;
        cancel_job(&tenant.core, &tenant.owner, job_of(JobState::Queued).await).await.unwrap();
        assert_eq!(look(&tenant, cancelled).await.state, WebhookDeliveryState::Cancelled);
        app.run_jobs().await;
        assert!(receiver.received().is_empty());

        let failed = ping(&tenant, endpoint_id).await;
        app.run_jobs().await;
        receiver.say(|_| Say::Status(200, ""));
        retry_job(&tenant.core, &tenant.owner, job_of(JobState::Failed).await).await.unwrap();
        assert_eq!(look(&tenant, failed).await.state, WebhookDeliveryState::Pending);
        app.run_jobs().await;
        assert_eq!(look(&tenant, failed).await.state, WebhookDeliveryState::Delivered);
    }

    async fn a_receiver_is_left_alone_for_as_long_as_it_asks_but_a_day_at_most(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        for (status, asked, seconds) in [(503, "Retry-After: 3600\r\n", 3_600), (429, "Retry-After: 9999999\r\n", 86_400)] {
            let receiver = Receiver::saying(move |_| Say::Status(status, asked)).await;
            let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
            let delivery_id = ping(&tenant, endpoint_id).await;
            app.run_jobs().await;
            let waiting = look(&tenant, delivery_id).await;
            assert_eq!((waiting.state, receiver.received().len()), (WebhookDeliveryState::Pending, 1));
            assert_eq!(waiting.next_attempt_at.unwrap(), app.clock.now() + TimeDelta::seconds(seconds));
            let filter = JobFilter { states: vec![JobState::Queued], ..JobFilter::default() };
            let queued = jobs(&tenant.reads(), &filter, Page::first(1)).await.unwrap().items[0].1.id;
            cancel_job(&tenant.core, &tenant.owner, queued).await.unwrap();
        }
    }
}

/// The pauses between attempts, as they come: they reach over days.
#[test]
fn the_pauses_that_are_shipped_reach_over_three_days() {
    let settings = xorb_domain::settings::Settings::load(
        xorb_domain::settings::Role::Embedded,
        None,
        Vec::new(),
    );
    let pauses = settings.unwrap().jobs.back_off_seconds.webhook;
    let attempts = xorb_domain::jobs::JobKind::DeliverWebhook.max_attempts();
    assert_eq!(i32::try_from(pauses.len()).unwrap() + 1, attempts);
    let total = Duration::from_secs(pauses.iter().sum());
    assert!(total > Duration::from_secs(3 * 86_400), "{total:?}");
}

#[tokio::test]
async fn an_attempt_ends_at_its_deadline_whatever_the_receiver_does() {
    let variables = [("XORB__WEBHOOKS__TIMEOUT_SECONDS", "1")];
    let app = TestApp::start_with(Mode::Embedded, &variables).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let says = |n| match n {
        0 => Say::Nothing,
        _ => Say::WithoutEnd,
    };
    let receiver = Receiver::saying(says).await;
    let endpoint_id = listen(&tenant, &receiver, &[WebhookEvent::ScanFailed])
        .await
        .endpoint
        .id;
    let delivery_id = ping(&tenant, endpoint_id).await;
    let began = std::time::Instant::now();
    app.run_jobs().await;
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    let delivery = look(&tenant, delivery_id).await;
    assert_eq!(
        (delivery.state, delivery.attempts),
        (WebhookDeliveryState::Delivered, 2)
    );
    app.finish().await;
}
