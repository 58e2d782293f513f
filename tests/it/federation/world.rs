//! A company with an identity provider, a browser, and what the trail says.

use std::sync::Arc;

use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};
use xorb_domain::audit::{AuditAction, AuditEventFilter, Outcome, audit_events};
use xorb_domain::identity::federation::{
    CreateIdentityProvider, activate_identity_provider, add_tenant_domain,
    create_identity_provider, test_identity_provider, verify_tenant_domain,
};
use xorb_domain::paging::Page;
use xorb_entities::ids::IdentityProviderId;

use super::keys::Keys;
use super::name_server::NameServer;
use super::provider::Provider;
use super::twist::{CLIENT_ID, CLIENT_SECRET, Twist};
use crate::harness::{Mode, Tenant, TestApp};

/// Of the owner whom `Tenant::sign_up` makes.
pub const OWNER_PASSWORD: &str = "correct horse battery staple 7";

pub struct World {
    pub app: TestApp,
    pub tenant: Tenant,
    pub provider: Provider,
    pub keys: Arc<Keys>,
    pub names: NameServer,
    pub connection: Uuid,
    /// What links say, in place of the address that the process listens on.
    public_url: Option<String>,
    http: reqwest::Client,
}

/// What a browser shows, and the cookies that it got.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Shown {
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(SET_COOKIE);
        lines.iter().find_map(|line| {
            let pair = line.to_str().unwrap().split(';').next()?;
            let (known, value) = pair.split_once('=')?;
            (known == name).then(|| value.to_owned())
        })
    }

    pub fn session(&self) -> Option<String> {
        self.cookie("__Host-xorb_session")
    }

    pub fn location(&self) -> Option<Url> {
        let text = self.headers.get(LOCATION)?.to_str().unwrap();
        let base = Url::parse("http://here.invalid").unwrap();
        base.join(text).ok()
    }

    #[track_caller]
    pub fn assert_logged_in(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.text);
        self.session().expect("a session cookie")
    }
}

/// A log-in that has begun.
pub struct Begun {
    pub state: String,
    pub nonce: Option<String>,
    pub mark: String,
}

pub fn draft(issuer: &str) -> CreateIdentityProvider {
    CreateIdentityProvider {
        name: "Acme log-in".to_owned(),
        issuer: issuer.to_owned(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some(CLIENT_SECRET.into()),
        jit_enabled: true,
        trusted_domains: Vec::new(),
        required_acr: None,
        groups_claim: Some("groups".to_owned()),
        relaxed_logout_tokens: false,
        oauth2: None,
    }
}

impl World {
    /// With an active connection, and the domain `acme.example` verified.
    pub async fn new(mode: Mode) -> Self {
        Self::with(mode, |draft| draft).await
    }

    pub async fn with(
        mode: Mode,
        change: impl FnOnce(CreateIdentityProvider) -> CreateIdentityProvider,
    ) -> Self {
        Self::start(mode, None, change).await
    }

    /// The same, known under an address that passkeys can be made for.
    pub async fn at(mode: Mode, public_url: &str) -> Self {
        Self::start(mode, Some(public_url), |draft| draft).await
    }

    async fn start(
        mode: Mode,
        public_url: Option<&str>,
        change: impl FnOnce(CreateIdentityProvider) -> CreateIdentityProvider,
    ) -> Self {
        let names = NameServer::start().await;
        let server = names.address.to_string();
        let mut settings = vec![("XORB__FEDERATION__DNS_SERVER", server.as_str())];
        settings.extend(public_url.map(|url| ("XORB__WEB__PUBLIC_URL", url)));
        let app = TestApp::start_with(mode, &settings).await;
        let tenant = Tenant::sign_up(&app, "acme").await;
        let provider = Provider::start().await;
        let redirect = reqwest::redirect::Policy::none();
        let mut world = Self {
            app,
            tenant,
            provider,
            keys: Arc::new(Keys::new()),
            names,
            connection: Uuid::nil(),
            public_url: public_url.map(str::to_owned),
            http: reqwest::Client::builder()
                .redirect(redirect)
                .build()
                .unwrap(),
        };
        world.verify_domain("acme.example").await;
        world.connection = world.connect(change(draft(&world.provider.base()))).await;
        world
    }

    /// Describes, tests and activates a connection.
    pub async fn connect(&self, draft: CreateIdentityProvider) -> Uuid {
        let (core, owner) = (&self.tenant.core, &self.tenant.owner);
        let made = create_identity_provider(core, owner, draft).await.unwrap();
        let tested = self.test(made.id, |_| {}).await;
        assert_eq!(
            tested.status,
            200,
            "{}: {:?}",
            tested.text,
            self.reason().await
        );
        let active = activate_identity_provider(core, owner, made.id).await;
        active.unwrap().id
    }

    pub async fn verify_domain(&self, domain: &str) {
        let (core, owner) = (&self.tenant.core, &self.tenant.owner);
        let added = add_tenant_domain(core, owner, domain).await.unwrap();
        self.names.publish(&added.record_name, &added.record_value);
        verify_tenant_domain(core, owner, added.id).await.unwrap();
    }

    /// A test log-in of an administrator.
    pub async fn test(&self, connection: Uuid, twist: impl Fn(&mut Twist)) -> Shown {
        let (core, owner) = (&self.tenant.core, &self.tenant.owner);
        let (_, uri) = test_identity_provider(core, owner, connection)
            .await
            .unwrap();
        self.log_in_at(connection, &uri, None, twist).await
    }

    pub fn start_uri(&self, connection: Uuid) -> String {
        format!("{}/start", self.path(connection))
    }

    fn path(&self, connection: Uuid) -> String {
        let id = IdentityProviderId::from(connection);
        format!("{}/auth/oidc/{id}", self.app.base())
    }

    /// A log-in of somebody at the connection.
    pub async fn log_in(&self, twist: impl Fn(&mut Twist)) -> Shown {
        let uri = self.start_uri(self.connection);
        self.log_in_at(self.connection, &uri, None, twist).await
    }

    /// A log-in that begins at this address, in a browser with this session.
    pub async fn log_in_at(
        &self,
        connection: Uuid,
        uri: &str,
        session: Option<&str>,
        twist: impl Fn(&mut Twist),
    ) -> Shown {
        let mut beginning = self.honest(connection);
        beginning.answer("a state", Some("a nonce"));
        twist(&mut beginning);
        self.provider.play(beginning);
        let begun = match self.begin(uri).await {
            Ok(begun) => begun,
            Err(shown) => return shown,
        };
        let mut now = self.honest(connection);
        now.answer(&begun.state, begun.nonce.as_deref());
        twist(&mut now);
        let (query, has_mark) = (now.query.clone(), now.has_mark);
        let target = now.redirect_uri.clone();
        self.provider.play(now);
        let mark = has_mark.then_some(begun.mark.as_str());
        self.come_back(&target, &query, mark, session).await
    }

    pub fn honest(&self, connection: Uuid) -> Twist {
        let clock = self.app.clock.as_ref();
        let mut twist = Twist::honest(&self.keys, &self.provider.base(), clock);
        twist.redirect_uri = format!("{}/callback", self.path(connection));
        twist
    }

    /// The browser is sent to the provider, or shows something else.
    pub async fn begin(&self, uri: &str) -> Result<Begun, Shown> {
        let shown = self.get(uri, "").await;
        let (Some(location), Some(mark)) = (shown.location(), shown.cookie("__Host-xorb_browser"))
        else {
            return Err(shown);
        };
        let parameter = |name: &str| {
            let mut pairs = location.query_pairs();
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.into_owned())
        };
        Ok(Begun {
            state: parameter("state").unwrap(),
            nonce: parameter("nonce"),
            mark,
        })
    }

    /// The browser comes back.
    pub async fn come_back(
        &self,
        target: &str,
        query: &[(String, String)],
        mark: Option<&str>,
        session: Option<&str>,
    ) -> Shown {
        let url = Url::parse_with_params(target, query).unwrap();
        let mut cookies = Vec::new();
        cookies.extend(mark.map(|mark| format!("__Host-xorb_browser={mark}")));
        cookies.extend(session.map(|session| format!("__Host-xorb_session={session}")));
        self.get(url.as_str(), &cookies.join("; ")).await
    }

    pub async fn get(&self, url: &str, cookies: &str) -> Shown {
        let mut request = self.http.get(self.reachable(url));
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        shown(request).await
    }

    /// A form of a page of ours.
    pub async fn post(&self, path: &str, cookies: &str, form: &[(&str, &str)]) -> Shown {
        let origin = self.public_url.clone().unwrap_or_else(|| self.app.base());
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = self
            .http
            .post(format!("{}{path}", self.app.base()))
            .header("origin", origin)
            .header("cookie", cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        shown(request).await
    }

    /// Where this address is, whatever links call it.
    fn reachable(&self, url: &str) -> String {
        let path = self.public_url.as_ref();
        match path.and_then(|public| url.strip_prefix(public.as_str())) {
            Some(path) => format!("{}{path}", self.app.base()),
            None => url.to_owned(),
        }
    }

    /// A provider's call: the status.
    pub async fn tell_of_logout(&self, token: &str) -> u16 {
        let url = format!("{}/backchannel-logout", self.path(self.connection));
        let body = format!("logout_token={token}");
        let request = self.http.post(url).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.send().await.unwrap().status().as_u16()
    }

    /// Somebody with a session asks GraphQL.
    pub async fn ask(&self, session: &str, query: &str, input: Value) -> Value {
        let body = json!({ "query": query, "variables": { "input": input } });
        let url = format!("{}/graphql", self.app.base());
        let request = self.http.post(url).json(&body);
        let request = request
            .header("cookie", format!("__Host-xorb_session={session}"))
            .header(
                "origin",
                self.public_url.clone().unwrap_or_else(|| self.app.base()),
            )
            .header("x-xorb-client", "test")
            .header("accept", "application/graphql-response+json");
        let text = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    pub async fn viewer(&self, session: &str) -> Value {
        let query = "{ viewer { user { id email displayName roles } } }";
        let answer = self.ask(session, query, Value::Null).await;
        answer["data"]["viewer"]["user"].clone()
    }

    /// Why the last log-in through a provider was refused.
    pub async fn reason(&self) -> Option<String> {
        self.reason_of(AuditAction::SessionLoggedIn).await
    }

    pub async fn reason_of(&self, action: AuditAction) -> Option<String> {
        let filter = AuditEventFilter {
            actions: vec![action],
            outcome: Some(Outcome::Failure),
            ..AuditEventFilter::default()
        };
        let reads = self.tenant.reads();
        let slice = audit_events(&reads, &filter, &Page::first(1))
            .await
            .unwrap();
        let (_, entry) = slice.items.into_iter().next()?;
        entry.reason
    }

    /// How many people, sessions and identities there are: what no attack may add to.
    pub async fn inventory(&self) -> [i64; 4] {
        let count = |table: &'static str| async move {
            self.tenant.count(&format!("{table} WHERE 1 = 1")).await
        };
        [
            count("users").await,
            count("sessions").await,
            count("federated_identities").await,
            count("user_roles").await,
        ]
    }

    pub async fn finish(self) {
        self.app.run_jobs().await;
        self.app.finish().await;
    }
}

async fn shown(request: reqwest::RequestBuilder) -> Shown {
    let response = request.send().await.unwrap();
    Shown {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}
