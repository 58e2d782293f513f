//! The same in a browser, with its rules for cookies, redirects and pages.

use serde_json::json;

use super::real_provider::Make;
use super::site::Site;
use crate::harness::Script;

#[tokio::test]
async fn somebody_logs_in_with_a_browser_and_asks_graphql_by_cookie() {
    let site = Site::new(Make::OidcProvider).await;
    let input = json!({ "base": site.base(), "loginUri": site.login_uri });
    let mut browser = Script::start("browser", "log_in.mjs", &input);
    let seen = browser.next().await.expect("the browser gets to the end");
    assert_eq!(seen["provider"], site.provider.issuer, "{seen:#}");
    assert_eq!(seen["landed"], format!("{}/", site.base()), "{seen:#}");
    assert_eq!(
        seen["answer"]["data"]["viewer"]["user"]["email"], "mia@acme.example",
        "{seen:#}"
    );
    assert_eq!(seen["script"], "", "no cookie is for scripts");
    let cookie = json!({ "httpOnly": true, "secure": true, "sameSite": "Lax", "path": "/" });
    assert_eq!(seen["cookie"], cookie);
    assert_eq!(seen["problems"], json!([]));
}
