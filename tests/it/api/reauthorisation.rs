//! A session that is revoked, or a user who is deactivated, in the middle of a subscription: at once where it is done, and on
//! other processes as soon as they hear or ask.

use super::graphql_ws::queued_scan;
use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Client, Mode, PASSWORD, Stores, Subscription, XorbProcess, redis};
use serde_json::json;
use std::time::{Duration, Instant};
use xorb_domain::identity::Role;

/// Far below the minute after which everybody is asked for again.
const SOON: Duration = Duration::from_secs(20);

/// Follows a scan, up to the snapshot.
async fn watching(client: &Client, scan_id: &str) -> Subscription {
    let variables = json!({ "scanId": scan_id });
    let mut changes = client.subscribe(&operation("ScanUpdated"), variables).await;
    changes.next().await.unwrap();
    changes
}

async fn revoke(client: &Client, session_id: &str) {
    let input = json!({ "input": { "sessionId": session_id } });
    let revoked = client.graphql(&operation("RevokeSession"), input).await;
    assert_eq!(revoked.data("/revokeSession/userErrors"), &json!([]));
}

/// The ids of the client's own session and of another one of the same person.
async fn sessions(client: &Client) -> (String, Option<String>) {
    let viewer = client.graphql(&operation("Viewer"), json!({})).await;
    let sessions = viewer.data("/viewer/sessions/nodes").as_array().unwrap();
    let id = |is_own: bool| {
        let found = sessions.iter().find(|session| session["current"] == is_own);
        found.map(|session| session["id"].as_str().unwrap().to_owned())
    };
    (id(true).unwrap(), id(false))
}

both_modes! {
    async fn a_deactivated_user_is_sent_away_at_once(app: &TestApp) {
        let owner = app.owner().await;
        let member = app.member(Role::SecurityAnalyst).await;
        let (scan_id, _server) = queued_scan(owner).await;
        let viewer = member.graphql(&operation("Viewer"), json!({})).await;
        let mut changes = watching(&member, &scan_id).await;
        let began = Instant::now();
        let input = json!({ "input": { "userId": viewer.text("/viewer/user/id") } });
        let deactivated = owner.graphql(&operation("DeactivateUser"), input).await;
        assert_eq!(deactivated.text("/deactivateUser/user/status"), "DEACTIVATED");
        assert_eq!(changes.closed().await, 4401);
        assert!(began.elapsed() < SOON);
        app.run_jobs().await;
    }

    async fn a_revoked_session_is_sent_away_at_once(app: &TestApp) {
        let owner = app.owner().await;
        let (scan_id, _server) = queued_scan(owner).await;
        let mut changes = watching(owner, &scan_id).await;
        let began = Instant::now();
        revoke(owner, &sessions(owner).await.0).await;
        assert_eq!(changes.closed().await, 4401);
        assert!(began.elapsed() < SOON);
        app.run_jobs().await;
    }
}

/// Two `xorb api` on one database, and one person with a session on each.
struct TwoProcesses {
    here: Client,
    there: Client,
    _processes: [XorbProcess; 2],
    _stores: Stores,
}

impl TwoProcesses {
    /// `variables` are those of the second one.
    async fn start(variables: &[(&'static str, String)]) -> Self {
        let stores = Stores::new(Mode::Distributed).await;
        let mut environment = stores.environment();
        for (name, value) in [
            ("XORB__HTTP__LISTEN", "127.0.0.1:0"),
            ("XORB__AUTH__OPEN_SIGN_UP", "true"),
            ("XORB__RATE_LIMIT__MODE", "off"),
            ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true"),
        ] {
            environment.push((name, value.to_owned()));
        }
        let mut first = XorbProcess::start(&["api"], &environment);
        environment.extend(variables.iter().cloned());
        let mut second = XorbProcess::start(&["api"], &environment);
        for process in [&mut first, &mut second] {
            process.wait_until_ready().await;
        }
        let nobody = |process: &mut XorbProcess| Client::anonymous(&process.addresses().0.unwrap());
        let (here, there) = (nobody(&mut first), nobody(&mut second));
        let input = json!({
            "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
            "displayName": "Owner", "delivery": "TOKEN",
        });
        let signed_up = here
            .graphql(&operation("SignUp"), json!({ "input": input }))
            .await;
        let input = json!({
            "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD, "delivery": "TOKEN",
        });
        let logged_in = there
            .graphql(&operation("LogIn"), json!({ "input": input }))
            .await;
        Self {
            here: here.with_token(&signed_up.text("/signUp/session/accessToken")),
            there: there.with_token(&logged_in.text("/logIn/session/accessToken")),
            _processes: [first, second],
            _stores: stores,
        }
    }

    /// Follows a scan there while the session is revoked here; how long until the socket is closed.
    async fn time_to_leave(&self) -> Duration {
        let (scan_id, _server) = queued_scan(&self.here).await;
        let mut changes = watching(&self.there, &scan_id).await;
        let (_, other) = sessions(&self.here).await;
        let began = Instant::now();
        revoke(&self.here, &other.unwrap()).await;
        assert_eq!(changes.closed().await, 4401);
        began.elapsed()
    }
}

#[tokio::test]
async fn another_process_hears_of_it_and_sends_away_at_once() {
    let processes = TwoProcesses::start(&[]).await;
    assert!(processes.time_to_leave().await < SOON);
}

/// The other process stands on a Redis of its own, as if every announcement were lost: what is left is that it asks. Each
/// minute by default, each second here.
#[tokio::test]
async fn another_process_that_hears_nothing_asks_and_sends_away() {
    let island = redis();
    let variables = [
        ("XORB__REDIS__URL", island.url.clone()),
        ("XORB__GRAPHQL__REAUTHORISE_SECONDS", "1".to_owned()),
    ];
    let processes = TwoProcesses::start(&variables).await;
    processes.time_to_leave().await;
}
