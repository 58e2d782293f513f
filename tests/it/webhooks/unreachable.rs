//! Where webhooks never go: what a name resolves to is judged at each attempt, and no redirect is followed.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use xorb_domain::net::{AddressPolicy, Network, NetworkLimits, OwnEndpoints, ScriptedResolver};
use xorb_domain::webhooks::create_webhook_endpoint;
use xorb_domain::{Core, UserErrorCode};
use xorb_entities::webhooks::WebhookDeliveryState;

use super::fixture::{listen, look, ping, to};
use super::receiver::{Receiver, Say};
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp, user_error};

const NAME: &str = "hooks.example";

/// The house with a name server that says what the test wants.
fn with_names(tenant: &Tenant, names: ScriptedResolver, own: &[SocketAddr]) -> Arc<Core> {
    let policy = AddressPolicy::new(true, OwnEndpoints::new(own.to_vec()));
    let limits = NetworkLimits::default();
    Arc::new(Core {
        webhook_network: Network::new(policy, Arc::new(names), limits, &[]).unwrap(),
        ..tenant.core.as_ref().clone()
    })
}

fn answers(addresses: &[&str]) -> Vec<IpAddr> {
    addresses.iter().map(|text| text.parse().unwrap()).collect()
}

/// What becomes of a ping to a name that resolves so, attempt by attempt; the state and the last code.
async fn outcome(
    tenant: &Tenant,
    scheme: &str,
    port: u16,
    names: &[&[&str]],
    own: &[SocketAddr],
) -> (WebhookDeliveryState, Option<String>) {
    let input = to(&format!("{scheme}://{NAME}:{port}/"), &[]);
    let made = create_webhook_endpoint(&tenant.core, &tenant.owner, input)
        .await
        .unwrap();
    let delivery_id = ping(tenant, made.endpoint.id).await;
    let script = names
        .iter()
        .fold(ScriptedResolver::default(), |script, addresses| {
            script.answer(NAME, &answers(addresses))
        });
    xorb_worker::runner::run_until_idle(with_names(tenant, script, own))
        .await
        .unwrap();
    let delivery = look(tenant, delivery_id).await;
    (delivery.state, delivery.error_code)
}

both_modes! {
    async fn a_name_that_leads_to_a_forbidden_address_is_never_contacted(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::start().await;
        let port = receiver.address.port();
        let failed = |code: &str| (WebhookDeliveryState::Failed, Some(code.to_owned()));
        // Where the metadata service of a cloud is among the answers, none of them is used.
        for names in [&["169.254.169.254"][..], &["127.0.0.1", "169.254.169.254"], &["::ffff:169.254.169.254"], &["0.0.0.0"], &["224.0.0.1"]] {
            assert_eq!(outcome(&tenant, "http", port, &[names], &[]).await, failed("endpoint_denied"), "{names:?}");
        }
        let own = [receiver.address];
        assert_eq!(outcome(&tenant, "http", port, &[&["127.0.0.1"]], &own).await, failed("endpoint_denied"));
        assert_eq!(outcome(&tenant, "http", port, &[&["93.184.215.14"]], &[]).await, failed("endpoint_needs_https"));
        assert_eq!(outcome(&tenant, "http", port, &[], &[]).await, failed("endpoint_unresolvable"));
        assert!(receiver.received().is_empty());
        // The control: the same name, leading to the receiver.
        let arrived = outcome(&tenant, "http", port, &[&["127.0.0.1"]], &[]).await;
        assert_eq!(arrived, (WebhookDeliveryState::Delivered, None));
    }

    async fn a_name_that_changes_between_attempts_is_judged_anew(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let receiver = Receiver::saying(|_| Say::Status(500, "")).await;
        let names: [&[&str]; 2] = [&["127.0.0.1"], &["169.254.169.254"]];
        let (state, code) = outcome(&tenant, "http", receiver.address.port(), &names, &[]).await;
        assert_eq!((state, code.as_deref()), (WebhookDeliveryState::Failed, Some("endpoint_denied")));
        assert_eq!(receiver.received().len(), 1, "the first answer led to it, the others did not");
    }

    async fn a_redirect_is_never_followed(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let target = Receiver::start().await;
        let location: &'static str = format!("Location: {}\r\n", target.url()).leak();
        for status in [301, 302, 303, 307, 308] {
            let receiver = Receiver::saying(move |_| Say::Status(status, location)).await;
            let made = listen(&tenant, &receiver, &[]).await;
            let delivery_id = ping(&tenant, made.endpoint.id).await;
            app.run_jobs().await;
            let delivery = look(&tenant, delivery_id).await;
            assert_eq!(delivery.state, WebhookDeliveryState::Failed);
            assert_eq!((delivery.last_status, delivery.error_code.as_deref()), (Some(status.into()), Some("endpoint_redirects")));
        }
        assert!(target.received().is_empty());
    }

    async fn the_platforms_own_listener_is_no_endpoint(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let refused = create_webhook_endpoint(&tenant.core, &tenant.owner, to(&app.base(), &[])).await;
        let (code, path) = user_error(refused);
        assert_eq!((code, path.as_str()), (UserErrorCode::AddressNotAllowed, "input.url"));
    }
}

#[tokio::test]
async fn as_shipped_only_public_addresses_over_https_are_endpoints() {
    let variables = [("XORB__WEBHOOKS__ALLOW_PRIVATE_TARGETS", "false")];
    let app = TestApp::start_with(Mode::Embedded, &variables).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    for (url, code) in [
        ("http://hooks.example/", UserErrorCode::InvalidInput),
        ("https://user@hooks.example/", UserErrorCode::InvalidInput),
        ("https://127.0.0.1/", UserErrorCode::AddressNotAllowed),
        ("https://192.168.0.1/", UserErrorCode::AddressNotAllowed),
        ("https://[fd00::1]/", UserErrorCode::AddressNotAllowed),
        ("https://169.254.169.254/", UserErrorCode::AddressNotAllowed),
    ] {
        let refused = create_webhook_endpoint(&tenant.core, &tenant.owner, to(url, &[])).await;
        assert_eq!(user_error(refused), (code, "input.url".to_owned()), "{url}");
    }
    // A name is judged when it is resolved: this one leads back to this machine.
    let receiver = Receiver::start().await;
    let url = format!("https://localhost.example:{}/", receiver.address.port());
    let made = create_webhook_endpoint(&tenant.core, &tenant.owner, to(&url, &[]))
        .await
        .unwrap();
    let delivery_id = ping(&tenant, made.endpoint.id).await;
    let names = ScriptedResolver::default().answer("localhost.example", &answers(&["127.0.0.1"]));
    let policy = AddressPolicy::new(false, OwnEndpoints::default());
    let core = Core {
        webhook_network: Network::new(policy, Arc::new(names), NetworkLimits::default(), &[])
            .unwrap(),
        ..app.core().as_ref().clone()
    };
    xorb_worker::runner::run_until_idle(Arc::new(core))
        .await
        .unwrap();
    let delivery = look(&tenant, delivery_id).await;
    assert_eq!(delivery.error_code.as_deref(), Some("endpoint_denied"));
    assert!(receiver.received().is_empty());
    app.finish().await;
}
