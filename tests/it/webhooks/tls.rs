//! Over `https`, the receiver's certificate must verify for the name of the endpoint, or nothing is sent.

use std::sync::Arc;

use xorb_domain::Core;
use xorb_domain::net::{AddressPolicy, Network, NetworkLimits, OwnEndpoints, ScriptedResolver};
use xorb_domain::webhooks::create_webhook_endpoint;
use xorb_entities::webhooks::WebhookDeliveryState;

use super::fixture::{look, ping, to};
use super::receiver::Receiver;
use crate::both_modes;
use crate::fixtures::TlsIdentity;
use crate::harness::Tenant;

const NAME: &str = "hooks.example";

/// As towards a public address: the receiver alone is reachable, and it is judged like any other.
async fn outcome(
    tenant: &Tenant,
    certified: &str,
    trusts: bool,
) -> (WebhookDeliveryState, Option<String>, usize) {
    let identity = TlsIdentity::of(certified);
    let receiver = Receiver::start_tls(identity.acceptor).await;
    let url = format!("https://{NAME}:{}/", receiver.address.port());
    let made = create_webhook_endpoint(&tenant.core, &tenant.owner, to(&url, &[]))
        .await
        .unwrap();
    let delivery_id = ping(tenant, made.endpoint.id).await;
    let policy = AddressPolicy::new(false, OwnEndpoints::default());
    policy.permit_private_target(receiver.address);
    let names = ScriptedResolver::default().answer(NAME, &[receiver.address.ip()]);
    let roots = if trusts {
        vec![identity.root]
    } else {
        Vec::new()
    };
    let network = Network::new(policy, Arc::new(names), NetworkLimits::default(), &roots).unwrap();
    let core = Core {
        webhook_network: network,
        ..tenant.core.as_ref().clone()
    };
    xorb_worker::runner::run_until_idle(Arc::new(core))
        .await
        .unwrap();
    let delivery = look(tenant, delivery_id).await;
    (
        delivery.state,
        delivery.error_code,
        receiver.received().len(),
    )
}

both_modes! {
    async fn a_certificate_that_does_not_verify_gets_no_message(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let refused = (WebhookDeliveryState::Failed, Some("endpoint_tls".to_owned()), 0);
        assert_eq!(outcome(&tenant, NAME, false).await, refused, "nobody vouches for it");
        assert_eq!(outcome(&tenant, "other.example", true).await, refused, "it is for another name");
        let arrived = (WebhookDeliveryState::Delivered, None, 1);
        assert_eq!(outcome(&tenant, NAME, true).await, arrived);
    }
}
