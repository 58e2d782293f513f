//! A worker that is killed while it delivers: another one sends the same message under the same id.

use std::time::{Duration, Instant};

use xorb_entities::webhooks::WebhookDeliveryState;

use super::fixture::{at_real_time, listen, look, ping};
use super::receiver::{Receiver, Say};
use crate::harness::{Mode, Tenant, TestApp, XorbProcess};

fn worker(app: &TestApp) -> XorbProcess {
    let mut environment = app.stores().environment();
    environment.push(("XORB__WEBHOOKS__ALLOW_PRIVATE_TARGETS", "true".to_owned()));
    XorbProcess::start(&["worker"], &environment)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_survives_the_kill_of_its_worker_under_the_same_id() {
    let app = TestApp::start(Mode::Distributed).await;
    at_real_time(&app);
    let tenant = Tenant::sign_up(&app, "acme").await;
    let receiver = Receiver::saying(|_| Say::Nothing).await;
    let made = listen(&tenant, &receiver, &[]).await;
    let delivery_id = ping(&tenant, made.endpoint.id).await;
    let victim = worker(&app);
    receiver.wait_for(1).await;
    victim.kill();
    receiver.say(|_| Say::Status(200, ""));
    let rescuer = worker(&app);
    let messages = receiver.wait_for(2).await;
    assert_eq!(messages[0].id(), messages[1].id());
    assert_eq!(messages[0].body, messages[1].body);
    let deadline = Instant::now() + Duration::from_secs(60);
    while look(&tenant, delivery_id).await.state == WebhookDeliveryState::Pending {
        assert!(Instant::now() < deadline, "it never ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(rescuer.terminate().0.success());
    let delivery = look(&tenant, delivery_id).await;
    assert_eq!(delivery.state, WebhookDeliveryState::Delivered);
    assert_eq!((delivery.attempts, receiver.received().len()), (2, 2));
    app.finish().await;
}
