//! The same in a real browser with an authenticator of its own, at a process as one starts it: what the scripts of the pages
//! do, and that the admin listener lets operators in once the house is open.

use crate::harness::{Directory, Script, XorbProcess};
use serde_json::json;

#[tokio::test]
async fn an_operator_makes_a_passkey_in_a_browser_and_logs_in_with_it() {
    let folder = Directory::new("operators");
    let environment = |more: &[(&'static str, String)]| {
        let mut all = vec![
            ("XORB__DATA_DIR", folder.path().display().to_string()),
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
        ];
        all.extend_from_slice(more);
        all
    };
    let mut xorb = XorbProcess::start(&[], &environment(&[]));
    xorb.wait_until_ready().await;
    let admin = xorb.addresses().1;
    let base = admin.replace("127.0.0.1", "localhost");
    xorb.line_with(&format!("{base}/"));
    let create = [
        "operator",
        "create",
        "--email",
        "otto@platform.example",
        "--name",
        "Otto",
    ];
    let address = [("XORB__ADMIN__PUBLIC_URL", base.clone())];
    let (status, output) = XorbProcess::start(&create, &environment(&address)).exit();
    assert!(status.success(), "{output}");
    let (_, link) = output.split_once(&base).unwrap();
    let path = link.split_whitespace().next().unwrap();
    let input = json!({ "base": base, "path": path });
    let mut browser = Script::start("browser", "operator.mjs", &input);
    let seen = browser.next().await.expect("the browser gets to the end");
    assert_eq!(seen["landed"], format!("{base}/"), "{seen:#}");
    assert_eq!(
        seen["answer"]["data"]["viewer"]["email"], "otto@platform.example",
        "{seen:#}"
    );
    assert_eq!(seen["script"], "", "no cookie is for scripts");
    let cookie = json!({ "httpOnly": true, "secure": true, "sameSite": "Lax", "path": "/" });
    assert_eq!(seen["cookie"], cookie);
    assert_eq!(seen["problems"], json!([]));
    let (status, output) = xorb.terminate();
    assert!(status.success(), "{output}");
}
