//! `xorb` as a new user starts it.

use crate::harness::{Client, Directory, PASSWORD, XorbProcess};
use reqwest::Method;
use serde_json::{Value, json};

const ANY_PORT: (&str, &str) = ("XORB__HTTP__LISTEN", "127.0.0.1:0");

fn start(environment: &[(&'static str, &str)]) -> XorbProcess {
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    XorbProcess::start(&[], &environment)
}

fn sign_up() -> Value {
    json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
        "displayName": "Owner",
    })
}

#[tokio::test]
async fn a_new_installation_says_where_it_is_and_what_it_lacks_and_serves() {
    let mut xorb = start(&[ANY_PORT]);
    xorb.wait_until_ready().await;
    let address = xorb.addresses().0.unwrap();
    xorb.line_with(&format!("{address}/graphql"));
    xorb.line_with("SQLite has no row-level security");
    let client = Client::anonymous(&address);
    for (path, part) in [("/", "XORB"), ("/graphql", "graphiql")] {
        let page = client
            .request(Method::GET, path)
            .header("Accept", "text/html")
            .send()
            .await
            .unwrap();
        assert!(page.status().is_success());
        assert!(
            page.text()
                .await
                .unwrap()
                .to_lowercase()
                .contains(&part.to_lowercase()),
            "{path}"
        );
    }
    let (status, output) = xorb.terminate();
    assert!(status.success(), "{output}");
}

#[tokio::test]
async fn what_was_answered_survives_a_power_cut() {
    let folder = Directory::new("data");
    let environment = [
        ANY_PORT,
        ("XORB__DATA_DIR", folder.path().to_str().unwrap()),
    ];
    let mut xorb = start(&environment);
    xorb.wait_until_ready().await;
    let client = Client::anonymous(&xorb.addresses().0.unwrap());
    let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
    let token = client
        .mutate("SignUpInput", field, sign_up())
        .await
        .text("/signUp/session/accessToken");
    xorb.kill();

    let mut xorb = start(&environment);
    xorb.wait_until_ready().await;
    let client = Client::anonymous(&xorb.addresses().0.unwrap()).with_token(&token);
    let viewer = client
        .graphql("{ viewer { user { email } } }", json!({}))
        .await;
    assert_eq!(viewer.text("/viewer/user/email"), "owner@acme.example");
    let refused = client.mutate("SignUpInput", field, sign_up()).await;
    assert_eq!(refused.user_error(), Some("TAKEN"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let (status, output) = start(&[("XORB__HTTP__LISTEN", &address)]).exit();
    assert!(!status.success());
    assert!(
        output.contains(&format!("http.listen: {address} can't be listened on")),
        "{output}"
    );
}
