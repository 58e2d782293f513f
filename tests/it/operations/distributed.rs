//! `xorb api` and `xorb worker` as processes of their own, two of each, over one PostgreSQL and one Redis.

use crate::api::proven_site;
use crate::fixtures::weak_web_server;
use crate::harness::{Client, Mode, PASSWORD, Stores, XorbProcess};
use serde_json::json;

struct Installation {
    apis: [XorbProcess; 2],
    workers: [XorbProcess; 2],
    _stores: Stores,
}

impl Installation {
    /// All four at once, over an empty database: whoever comes first makes the keys.
    async fn start() -> Self {
        let stores = Stores::new(Mode::Distributed).await;
        let mut environment = stores.environment();
        for (name, value) in [
            ("XORB__HTTP__LISTEN", "127.0.0.1:0"),
            ("XORB__AUTH__OPEN_SIGN_UP", "true"),
            ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true"),
        ] {
            environment.push((name, value.to_owned()));
        }
        let two = |role: &str| [(); 2].map(|()| XorbProcess::start(&[role], &environment));
        let mut installation = Self {
            apis: two("api"),
            workers: two("worker"),
            _stores: stores,
        };
        for process in installation
            .apis
            .iter_mut()
            .chain(&mut installation.workers)
        {
            process.wait_until_ready().await;
        }
        installation
    }

    fn clients(&mut self) -> [Client; 2] {
        self.apis
            .each_mut()
            .map(|api| Client::anonymous(&api.addresses().0.unwrap()))
    }
}

#[tokio::test]
async fn several_processes_do_the_main_job_together_and_stop_in_order() {
    let mut installation = Installation::start().await;
    let [here, there] = installation.clients();
    let input = json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
        "displayName": "Owner",
    });
    let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
    let token = here
        .mutate("SignUpInput", field, input)
        .await
        .text("/signUp/session/accessToken");
    let (here, there) = (here.with_token(&token), there.with_token(&token));

    let server = weak_web_server().await;
    let asset_id = proven_site(&here, &server).await;
    let mut found = Vec::new();
    for _ in 0..2 {
        // Started at one process, run by another, followed at a third.
        let scan_id = start_scan(&here, &asset_id).await;
        wait_for_end(&there, &scan_id).await;
        let findings = there
            .graphql("{ findings(first: 100) { totalCount } }", json!({}))
            .await;
        found.push(findings.data("/findings/totalCount").as_u64().unwrap());
    }
    assert!(found[0] > 0, "{found:?}");
    assert_eq!(found[0], found[1], "the same target, the same findings");

    for process in installation.apis.into_iter().chain(installation.workers) {
        let (status, output) = process.terminate();
        assert!(
            status.success() && output.contains("\"stopped\""),
            "{output}"
        );
        assert!(!output.contains("owner@acme.example"), "{output}");
    }
}

async fn start_scan(client: &Client, asset_id: &str) -> String {
    let field = "startScan(input: $input) { scan { id } userErrors { code } }";
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    client
        .mutate("StartScanInput", field, input)
        .await
        .text("/startScan/scan/id")
}

async fn wait_for_end(client: &Client, scan_id: &str) {
    let query = "subscription($id: ID!) { scanUpdated(scanId: $id) { state finishedAt } }";
    let mut updates = client.subscribe(query, json!({ "id": scan_id })).await;
    let last = updates
        .next_with(|event| !event["scanUpdated"]["finishedAt"].is_null())
        .await;
    assert_eq!(last["scanUpdated"]["state"], "COMPLETED");
}
