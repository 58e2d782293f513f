//! All that a provider says in one log-in, to be twisted before it says it.

use std::sync::Arc;

use serde_json::{Value, json};
use xorb_domain::Clock;

use super::keys::{Keys, Sign};
use super::provider::Say;

pub const CLIENT_ID: &str = "xorb-at-acme";
pub const CLIENT_SECRET: &str = "a client secret of the tests";
pub const ACCESS_TOKEN: &str = "an-access-token";

/// One log-in as the provider sees it. Honest until it is twisted.
pub struct Twist {
    pub keys: Arc<Keys>,
    pub base: String,
    /// The callback's address, without its query.
    pub redirect_uri: String,
    pub now: i64,
    pub discovery: Value,
    pub key_set: Value,
    pub header: Value,
    pub claims: Value,
    /// In the place of the claims, if it is not to be JSON of ours.
    pub raw_claims: Option<String>,
    pub sign: Sign,
    /// In the place of the whole ID token.
    pub id_token: Option<String>,
    /// What the token endpoint says beside the ID token.
    pub tokens: Value,
    pub user_info: Value,
    pub emails: Value,
    /// In the place of what an endpoint would say, by its path.
    pub instead: Vec<(&'static str, Say)>,
    /// The callback's query.
    pub query: Vec<(String, String)>,
    /// Whether the browser shows its mark.
    pub has_mark: bool,
}

impl Twist {
    pub fn honest(keys: &Arc<Keys>, base: &str, clock: &dyn Clock) -> Self {
        let now = clock.now().timestamp();
        Self {
            keys: Arc::clone(keys),
            base: base.to_owned(),
            redirect_uri: String::new(),
            now,
            discovery: json!({
                "issuer": base,
                "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "userinfo_endpoint": format!("{base}/userinfo"),
                "jwks_uri": format!("{base}/jwks"),
                "end_session_endpoint": format!("{base}/logout"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "ES256"],
                "authorization_response_iss_parameter_supported": true,
            }),
            key_set: keys.published(),
            header: json!({ "alg": "ES256", "kid": "ec", "typ": "JWT" }),
            claims: json!({
                "iss": base,
                "aud": CLIENT_ID,
                "sub": "mia-at-the-provider",
                "exp": now + 600,
                "iat": now,
                "auth_time": now,
                "email": "mia@acme.example",
                "email_verified": true,
                "name": "Mia",
                "sid": "a-session-there",
            }),
            raw_claims: None,
            sign: Sign::Es256,
            id_token: None,
            tokens: json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 600 }),
            user_info: json!({ "sub": "mia-at-the-provider" }),
            emails: json!([]),
            instead: Vec::new(),
            query: Vec::new(),
            has_mark: true,
        }
    }

    /// The query of an honest answer to a log-in with this state.
    pub fn answer(&mut self, state: &str, nonce: Option<&str>) {
        if let Some(nonce) = nonce {
            self.claims["nonce"] = json!(nonce);
        }
        let pairs = [("code", "a-code"), ("state", state), ("iss", &self.base)];
        self.query = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    }

    /// Sets a parameter of the callback.
    pub fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.query.push((name.to_owned(), value.to_owned()));
    }

    /// Takes a parameter of the callback away.
    pub fn unset(&mut self, name: &str) {
        self.query.retain(|(known, _)| known != name);
    }

    /// Signs with an algorithm and the key that goes with it.
    pub fn signed_by(&mut self, sign: Sign, alg: &str, kid: &str) {
        self.sign = sign;
        self.header = json!({ "alg": alg, "kid": kid, "typ": "JWT" });
    }

    pub fn id_token(&self) -> String {
        self.id_token.clone().unwrap_or_else(|| {
            let claims = self.raw_claims.clone();
            let claims = claims.unwrap_or_else(|| self.claims.to_string());
            self.keys.token(self.sign, &self.header, &claims)
        })
    }

    /// About the person of the token, unless it was made to be about somebody else.
    fn user_info(&self) -> Value {
        let mut said = self.user_info.clone();
        if said["sub"] == "mia-at-the-provider" {
            said["sub"] = self.claims["sub"].clone();
        }
        said
    }

    /// What an endpoint says.
    pub fn say(&self, path: &str) -> Say {
        let replaced = self.instead.iter().find(|(known, _)| *known == path);
        if let Some((_, say)) = replaced {
            return say.clone();
        }
        match path {
            "/.well-known/openid-configuration" => Say::Json(200, self.discovery.clone()),
            "/jwks" => Say::Json(200, self.key_set.clone()),
            "/userinfo" => Say::Json(200, self.user_info()),
            "/emails" => Say::Json(200, self.emails.clone()),
            "/token" => {
                let mut tokens = self.tokens.clone();
                if tokens.get("id_token").is_none() {
                    tokens["id_token"] = json!(self.id_token());
                }
                Say::Json(200, tokens)
            }
            _ => Say::Json(404, json!({ "error": "not found" })),
        }
    }
}
