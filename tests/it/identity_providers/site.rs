//! An installation with a tenant that logs in through a provider, and a browser in front of it.

use reqwest::header::{LOCATION, SET_COOKIE};
use serde_json::{Value, json};

use super::real_provider::{Make, RealProvider};
use crate::federation::NameServer;
use crate::harness::{Client, Directory, PASSWORD, XorbProcess};

pub const CLIENT_ID: &str = "xorb-at-acme";
const CLIENT_SECRET: &str = "a-secret-of-the-test-with-enough-characters";
/// The person's name at the provider.
pub const ACCOUNT: &str = "mia";

pub struct Site {
    pub owner: Client,
    pub provider: RealProvider,
    /// What the provider is called here.
    pub id: String,
    pub login_uri: String,
    base: String,
    browser: reqwest::Client,
    _xorb: XorbProcess,
    names: NameServer,
    _folder: Directory,
}

/// Where a browser is after a request.
#[derive(Debug)]
pub struct Landed {
    pub status: u16,
    pub location: Option<String>,
    pub session: Option<String>,
    pub mark: Option<String>,
}

impl Site {
    /// With an active connection for `acme.example` and one account at the provider.
    pub async fn new(make: Make) -> Self {
        let names = NameServer::start().await;
        let folder = Directory::new("data");
        let environment = [
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
            ("XORB__DATA_DIR", folder.path().display().to_string()),
            ("XORB__FEDERATION__DNS_SERVER", names.address.to_string()),
            (
                "XORB__FEDERATION__ALLOW_PRIVATE_PROVIDERS",
                "true".to_owned(),
            ),
        ];
        let mut xorb = XorbProcess::start(&[], &environment);
        xorb.wait_until_ready().await;
        let base = xorb.addresses().0.unwrap();
        let redirect = reqwest::redirect::Policy::none();
        let mut site = Self {
            owner: sign_up(&Client::anonymous(&base)).await,
            provider: RealProvider::start(make).await,
            id: String::new(),
            login_uri: String::new(),
            base,
            browser: reqwest::Client::builder()
                .redirect(redirect)
                .build()
                .unwrap(),
            _xorb: xorb,
            names,
            _folder: folder,
        };
        site.verify_domain().await;
        site.connect(make).await;
        site
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    async fn verify_domain(&self) {
        let field = "addTenantDomain(input: $input) { tenantDomain { id recordName recordValue } userErrors { code message } }";
        let added = self
            .owner
            .mutate(
                "AddTenantDomainInput",
                field,
                json!({ "domain": "acme.example" }),
            )
            .await;
        let text = |name: &str| added.text(&format!("/addTenantDomain/tenantDomain/{name}"));
        self.names
            .publish(&text("recordName"), &text("recordValue"));
        let field = "verifyTenantDomain(input: $input) { tenantDomain { state } userErrors { code message } }";
        let input = json!({ "tenantDomainId": text("id") });
        let verified = self
            .owner
            .mutate("VerifyTenantDomainInput", field, input)
            .await;
        assert_eq!(
            verified.text("/verifyTenantDomain/tenantDomain/state"),
            "VERIFIED"
        );
    }

    /// Describes the connection, registers us with the provider, tests and activates.
    async fn connect(&mut self, make: Make) {
        let field = "createIdentityProvider(input: $input) { identityProvider { \
            id loginUri redirectUri backchannelLogoutUri postLogoutRedirectUri } userErrors { code message path } }";
        let is_quirky = matches!(make, Make::Glewlwyd);
        let input = json!({
            "name": "Acme log-in", "issuer": self.provider.issuer, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
            "jitEnabled": true, "trustedDomains": if is_quirky { vec!["acme.example"] } else { vec![] },
            "relaxedLogoutTokens": is_quirky, "groupsClaim": "groups",
        });
        let described = self
            .owner
            .mutate("CreateIdentityProviderInput", field, input)
            .await;
        let text = |name: &str| {
            described.text(&format!("/createIdentityProvider/identityProvider/{name}"))
        };
        (self.id, self.login_uri) = (text("id"), text("loginUri"));
        self.provider.put_client(json!({
            "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uris": [text("redirectUri")],
            "post_logout_redirect_uris": [text("postLogoutRedirectUri")],
            "backchannel_logout_uri": text("backchannelLogoutUri"), "token_endpoint_auth_method": "client_secret_basic",
        })).await;
        self.provider.put_account(json!({
            "sub": ACCOUNT, "email": "mia@acme.example", "email_verified": true, "name": "Mia", "groups": ["staff"],
        })).await;
        let input = json!({ "identityProviderId": self.id });
        let field = "testIdentityProvider(input: $input) { report { passed checks { name passed message } } testUri \
            userErrors { code message } }";
        let tested = self
            .owner
            .mutate("TestIdentityProviderInput", field, input.clone())
            .await;
        let report = tested.data("/testIdentityProvider/report");
        assert_eq!(report["passed"], true, "{report:#}");
        let landed = self
            .log_in_at(&tested.text("/testIdentityProvider/testUri"))
            .await;
        assert_eq!(landed.status, 200, "{landed:?}");
        assert_eq!(landed.session, None, "a test logs nobody in");
        let field = "activateIdentityProvider(input: $input) { identityProvider { state } userErrors { code message } }";
        let active = self
            .owner
            .mutate("ActivateIdentityProviderInput", field, input)
            .await;
        assert_eq!(
            active.text("/activateIdentityProvider/identityProvider/state"),
            "ACTIVE"
        );
    }

    /// Somebody logs in by the button of the log-in page.
    pub async fn log_in(&self) -> Landed {
        self.log_in_at(&self.login_uri).await
    }

    async fn log_in_at(&self, uri: &str) -> Landed {
        let started = self.get(uri, None).await;
        let there = started
            .location
            .as_deref()
            .expect("a redirect to the provider");
        let back = self.provider.log_in(there, ACCOUNT).await;
        let mark = started
            .mark
            .map(|mark| format!("__Host-xorb_browser={mark}"));
        self.get(&back, mark.as_deref()).await
    }

    pub async fn get(&self, url: &str, cookie: Option<&str>) -> Landed {
        let mut request = self.browser.get(url);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let response = request.send().await.unwrap();
        let headers = response.headers();
        let cookie = |name: &str| {
            headers.get_all(SET_COOKIE).iter().find_map(|line| {
                let (known, value) = line.to_str().unwrap().split(';').next()?.split_once('=')?;
                (known == name).then(|| value.to_owned())
            })
        };
        Landed {
            status: response.status().as_u16(),
            location: headers
                .get(LOCATION)
                .map(|value| value.to_str().unwrap().to_owned()),
            session: cookie("__Host-xorb_session"),
            mark: cookie("__Host-xorb_browser"),
        }
    }

    /// Somebody with this session asks, as a page of ours does.
    pub async fn ask(&self, session: &str, query: &str) -> Value {
        let request = self
            .browser
            .post(format!("{}/graphql", self.base))
            .header("cookie", format!("__Host-xorb_session={session}"))
            .header("origin", &self.base)
            .header("x-xorb-client", "test")
            .json(&json!({ "query": query }));
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The address of whom this session belongs to; nobody if it has ended.
    pub async fn who(&self, session: &str) -> Option<String> {
        let answer = self.ask(session, "{ viewer { user { email } } }").await;
        let email = answer.pointer("/data/viewer/user/email")?;
        Some(email.as_str()?.to_owned())
    }
}

async fn sign_up(nobody: &Client) -> Client {
    let input = json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD, "displayName": "Owner",
    });
    let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
    let answer = nobody.mutate("SignUpInput", field, input).await;
    nobody.with_token(&answer.text("/signUp/session/accessToken"))
}
