//! The proof of ownership: only the target itself, with exactly the token.

use std::sync::Arc;

use futures_util::future::join_all;
use ring::digest::{SHA256, digest};
use xorb_domain::net::{
    AddressPolicy, ExpectedToken, Network, OwnEndpoints, ProofOutcome, ProofState,
    ScriptedResolver, TargetAddress, fetch_ownership_proof,
};

use super::reach::{LOOPBACK, connector_for, network, short_limits, web};
use crate::fixtures::{Canary, Reply, TlsIdentity, WebServer, hostile};

const TOKEN: &str = "xorb-3f9a7c";
const PROOF_PATH: &str = "/.well-known/xorb-challenge.txt";

async fn prove(network: &Arc<Network>, target: &TargetAddress) -> ProofOutcome {
    let connector = connector_for(network, target);
    fetch_ownership_proof(&connector, target, ExpectedToken::Plain(TOKEN)).await
}

async fn state(server: &WebServer) -> ProofState {
    prove(&network(), &web(&server.url())).await.state
}

#[tokio::test]
async fn the_token_proves_ownership_and_names_the_address() {
    let server = WebServer::start(|_| Reply::not_found()).await;
    server.set_token(TOKEN);
    let outcome = prove(&network(), &web(&server.url())).await;
    assert_eq!((outcome.state, outcome.code), (ProofState::Verified, ""));
    assert_eq!(outcome.pinned.unwrap().socket_address(), server.address);
    let hash: [u8; 32] = digest(&SHA256, TOKEN.as_bytes())
        .as_ref()
        .try_into()
        .unwrap();
    let target = TargetAddress::parse_host(&server.address.to_string()).unwrap();
    let connector = connector_for(&network(), &target);
    let by_hash = fetch_ownership_proof(&connector, &target, ExpectedToken::Sha256(hash)).await;
    assert_eq!(by_hash.state, ProofState::Verified);
}

#[tokio::test]
async fn anything_but_the_token_is_a_mismatch() {
    for body in [
        "",
        "another-token",
        "xorb-3f9a7c and more",
        " xorb-3f9a7c",
        "xorb-3f9a7c\n\n",
    ] {
        let server = WebServer::start(move |_| Reply::text(body)).await;
        assert_eq!(state(&server).await, ProofState::Mismatch, "{body:?}");
    }
    let missing = WebServer::start(|_| Reply::not_found()).await;
    assert_eq!(
        prove(&network(), &web(&missing.url())).await.code,
        "proof_missing"
    );
    let soft = WebServer::start(|_| Reply::Answer(404, Vec::new(), TOKEN.into())).await;
    assert_eq!(state(&soft).await, ProofState::Mismatch);
    let encoded = WebServer::start(|_| Reply::text(TOKEN).with("Content-Encoding: gzip")).await;
    assert_eq!(state(&encoded).await, ProofState::Mismatch);
    for hostile in [
        hostile::endless_body().await,
        hostile::dripping_body().await,
    ] {
        assert_eq!(state(&hostile).await, ProofState::Mismatch);
    }
}

#[tokio::test]
async fn who_does_not_answer_is_unreachable() {
    let servers = [
        hostile::silent().await,
        hostile::tarpit().await,
        hostile::endless_headers().await,
    ];
    for state in join_all(servers.iter().map(state)).await {
        assert_eq!(state, ProofState::Unreachable);
    }
    let nobody = prove(&network(), &web("http://nobody.example:8080")).await;
    assert_eq!(
        (nobody.state, nobody.code),
        (ProofState::Unreachable, "target_unresolvable")
    );
}

#[tokio::test]
async fn a_redirect_to_another_host_proves_nothing_and_is_not_followed() {
    let canary = Canary::start().await;
    let server = hostile::redirect_to(format!(
        "http://localhost:{}{PROOF_PATH}",
        canary.address.port()
    ))
    .await;
    let outcome = prove(&network(), &web(&server.url())).await;
    assert_eq!(
        (outcome.state, outcome.code),
        (ProofState::Mismatch, "proof_redirects")
    );
    let to_port = hostile::redirect_to(format!("http://{}{PROOF_PATH}", canary.address)).await;
    assert_eq!(state(&to_port).await, ProofState::Refused);
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn a_redirect_on_the_same_site_is_followed() {
    let server = WebServer::start(|path| match path {
        PROOF_PATH => Reply::redirect("/proof.txt"),
        "/proof.txt" => Reply::text(TOKEN),
        _ => Reply::not_found(),
    })
    .await;
    assert_eq!(state(&server).await, ProofState::Verified);
    assert_eq!(
        state(&hostile::redirect_loop().await).await,
        ProofState::Unreachable
    );
}

#[tokio::test]
async fn a_private_target_is_refused_and_told_the_setting_and_no_packet_leaves() {
    let server = WebServer::start(|_| Reply::text(TOKEN)).await;
    let policy = AddressPolicy::new(false, OwnEndpoints::default());
    let resolver = Arc::new(ScriptedResolver::default());
    let network = Network::new(policy, resolver, short_limits(), &[]).unwrap();
    let outcome = prove(&network, &web(&server.url())).await;
    assert_eq!(outcome.state, ProofState::Refused);
    assert!(
        outcome
            .message
            .contains("XORB__SCAN__ALLOW_PRIVATE_TARGETS"),
        "{}",
        outcome.message
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn over_https_a_permitted_private_target_needs_no_public_certificate() {
    let identity = TlsIdentity::of("127.0.0.1");
    let server = WebServer::start_tls(identity.acceptor, |_| Reply::text(TOKEN)).await;
    assert_eq!(state(&server).await, ProofState::Verified);
}

mod certificates {
    //! Whether a proof over https verifies the certificate, shown where loopback stands for a public address.

    use xorb_domain::net::{
        CertificateTrust, ConnectError, Network, ScriptedResolver,
        http::{HttpClient, HttpError, Method, RequestPath, WebEndpoint},
    };

    use super::*;
    use crate::scans::reach::pinned;

    async fn strict(
        identity: &TlsIdentity,
        name: &str,
        trust_root: bool,
    ) -> Result<u16, HttpError> {
        let server = WebServer::start_tls(identity.acceptor.clone(), |_| Reply::text(TOKEN)).await;
        let roots = if trust_root {
            vec![identity.root.clone()]
        } else {
            Vec::new()
        };
        let policy = AddressPolicy::new(true, OwnEndpoints::default());
        let resolver = Arc::new(ScriptedResolver::default().answer(name, &[LOOPBACK]));
        let network = Network::new(policy, resolver, short_limits(), &roots).unwrap();
        let target = web(&format!("https://{name}:{}", server.port()));
        let connector = connector_for(&network, &target);
        let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
        let client = HttpClient::new(&connector, connector.limits().http);
        let client = client.with_trust(CertificateTrust::Required);
        let response = client
            .send(Method::Get, &endpoint, &RequestPath::root())
            .await?;
        assert_eq!(response.certificate.unwrap().problem, None);
        Ok(response.head.status)
    }

    #[tokio::test]
    async fn a_required_certificate_must_be_trusted_and_be_of_this_name() {
        let identity = TlsIdentity::of("shop.example");
        assert_eq!(strict(&identity, "shop.example", true).await, Ok(200));
        for (name, trust_root) in [("shop.example", false), ("www.shop.example", true)] {
            let error = strict(&identity, name, trust_root).await.unwrap_err();
            assert!(
                matches!(error, HttpError::Connect(ConnectError::Tls(_))),
                "{error}"
            );
        }
    }
}
