//! `GraphiQL` in a real browser, at a process as one starts it: each of its ready tabs does what it says.

use crate::fixtures::weak_web_server;
use crate::harness::{Directory, Script, XorbProcess};
use serde_json::{Value, json};

/// What each tab's answer must hold, in their order.
const ANSWERS: [(&str, &str); 10] = [
    ("/signUp/viewer/tenant/slug", "example"),
    ("/logIn/session/accessToken", ""),
    ("/viewer/user/email", "owner@example.org"),
    ("/createAsset/asset/verification/state", "PENDING"),
    ("/verifyAsset/asset/verification/state", "VERIFIED"),
    ("/startScan/scan/profile", "QUICK"),
    ("/scanUpdated/state", "COMPLETED"),
    ("/findings/nodes/0/state", "OPEN"),
    ("/createDataSubjectRequest/request/right", "ERASURE"),
    ("/createWebhookEndpoint/webhookEndpoint/state", "ENABLED"),
];

#[tokio::test]
async fn every_ready_tab_runs_in_a_browser_with_what_the_tabs_before_answered() {
    let folder = Directory::new("graphiql");
    let environment = [
        ("XORB__DATA_DIR", folder.path().display().to_string()),
        ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
        ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true".to_owned()),
    ];
    let mut xorb = XorbProcess::start(&[], &environment);
    xorb.wait_until_ready().await;
    let base = xorb.addresses().0.unwrap();
    let site = weak_web_server().await;
    let (address, proof) = (site.url(), site.proof_url());
    let input = json!({ "base": base, "site": address, "proof": proof, "tabs": ANSWERS.len() });
    let mut browser = Script::start("browser", "ready_tabs.mjs", &input);
    for (number, (path, expected)) in (1..).zip(ANSWERS) {
        let answer = browser.next().await.expect("the browser goes on");
        assert_eq!(answer["number"], number, "{answer:#}");
        let found = answer["data"].pointer(path).and_then(Value::as_str);
        assert!(
            found.is_some_and(|text| text.contains(expected)),
            "{path}: {answer:#}"
        );
        if let Some(token) = answer.pointer("/data/createAsset/asset/verification/token") {
            site.set_token(token.as_str().unwrap());
        }
    }
    let last = browser.next().await.expect("the browser gets to the end");
    assert_eq!(last, json!({ "problems": [], "elsewhere": [] }));
    let (status, output) = xorb.terminate();
    assert!(status.success(), "{output}");
}
