//! Nobody can make a scan turn on the platform's own listeners, wherever they were bound.

use crate::harness::{Client, PASSWORD, XorbProcess};
use serde_json::json;
use url::Url;

const SIGN_UP: &str = "signUp(input: $input) { session { accessToken } }";
const CREATE: &str = "createAsset(input: $input) { asset { id } userErrors { code message } }";

async fn owner(address: &str) -> Client {
    let client = Client::anonymous(address);
    let input = json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
        "displayName": "Owner",
    });
    let answer = client.mutate("SignUpInput", SIGN_UP, input).await;
    client.with_token(&answer.text("/signUp/session/accessToken"))
}

async fn register(owner: &Client, address: &str) -> Option<String> {
    let input = json!({ "name": "Mine", "kind": "WEB", "address": address });
    let answer = owner.mutate("CreateAssetInput", CREATE, input).await;
    let refusal = answer.user_error()?;
    assert_eq!(refusal, "ADDRESS_NOT_ALLOWED", "{address}");
    Some(answer.text("/createAsset/userErrors/0/message"))
}

#[tokio::test]
async fn a_listener_whose_port_the_system_chose_is_no_target() {
    for listen in ["127.0.0.1:0", "0.0.0.0:0"] {
        let environment = [
            ("XORB__HTTP__LISTEN", listen.to_owned()),
            ("XORB__ADMIN__LISTEN", listen.to_owned()),
            ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true".to_owned()),
        ];
        let mut xorb = XorbProcess::start(&[], &environment);
        xorb.wait_until_ready().await;
        let (http, admin) = xorb.addresses();
        let http = http.unwrap();
        let owner = owner(&http).await;
        for own in [&http, &admin] {
            let port = Url::parse(own).unwrap().port().unwrap();
            for host in ["127.0.0.1", "127.9.9.9", "[::1]"] {
                let refusal = register(&owner, &format!("http://{host}:{port}")).await;
                let refusal = refusal.unwrap_or_else(|| panic!("{listen}: {host}:{port}"));
                assert!(refusal.contains("own endpoints"), "{refusal}");
            }
        }
        assert_eq!(
            register(&owner, "http://127.0.0.1:1").await,
            None,
            "others are"
        );
    }
}
