//! A provider that runs beside the test, steered as `tests/identity_providers/control.mjs` says.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::Script;

/// Which one.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// The certified one of npm: names itself in `iss`, says whether addresses are verified.
    OidcProvider,
    /// Debian's Glewlwyd: neither of both, an `auth_time` of zero, logout tokens of type `JWT` that never expire.
    Glewlwyd,
}

pub struct RealProvider {
    pub issuer: String,
    control: String,
    http: reqwest::Client,
    _script: Script,
}

impl RealProvider {
    pub async fn start(make: Make) -> Self {
        let name = match make {
            Make::OidcProvider => "oidc_provider.mjs",
            Make::Glewlwyd => "glewlwyd.mjs",
        };
        let mut script = Script::start("identity_providers", name, &json!({}));
        let listening = script.until("listening").await;
        let text = |field: &str| listening[field].as_str().unwrap().to_owned();
        Self {
            issuer: text("issuer"),
            control: text("control"),
            http: reqwest::Client::builder().build().unwrap(),
            _script: script,
        }
    }

    pub async fn put_client(&self, client: Value) {
        self.command(Method::PUT, "/client", client).await;
    }

    pub async fn put_account(&self, account: Value) {
        self.command(Method::PUT, "/account", account).await;
    }

    /// Signs with new keys from now on; the old ones are gone at once.
    pub async fn rotate_keys(&self) {
        self.command(Method::POST, "/rotate", json!({})).await;
    }

    /// This person logs in at `url`: where the browser is sent in the end.
    pub async fn log_in(&self, url: &str, account: &str) -> String {
        self.browse("/log-in", url, account).await
    }

    /// The same for a log-out.
    pub async fn log_out(&self, url: &str, account: &str) -> String {
        self.browse("/log-out", url, account).await
    }

    async fn browse(&self, path: &str, url: &str, account: &str) -> String {
        let body = json!({ "url": url, "sub": account });
        let answer = self.command(Method::POST, path, body).await;
        answer["location"].as_str().expect("a redirect").to_owned()
    }

    async fn command(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.control);
        let response = self.http.request(method, url).json(&body).send().await;
        let response = response.unwrap();
        let is_done = response.status().is_success();
        let text = response.text().await.unwrap();
        assert!(is_done, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }
}
