//! The connection doctor: asks the provider everything that can be asked without a person, and says in plain words what is
//! wrong and what to do. The rest is proven by a test log-in.

use xorb_domain::Core;
use xorb_domain::identity::federation::{Connection, FederationRefusal as Refusal, call_provider};
use xorb_entities::identity::ProviderKind;

use super::key_set::KeySet;
use super::metadata::{self, Metadata, discovery_url};
use super::provider_client::{FetchError, fetch_json};

/// One question and its answer.
#[derive(Clone, Debug)]
pub struct Check {
    /// A short name, such as `discovery`.
    pub name: &'static str,
    pub passed: bool,
    /// What was found, and what to do.
    pub message: String,
}

impl Check {
    fn passed(name: &'static str, message: impl Into<String>) -> Self {
        Self {
            name,
            passed: true,
            message: message.into(),
        }
    }

    fn failed(name: &'static str, message: impl Into<String>) -> Self {
        Self {
            name,
            passed: false,
            message: message.into(),
        }
    }
}

/// Examines a connection.
pub async fn examine(core: &Core, connection: &Connection) -> Vec<Check> {
    match connection.kind {
        ProviderKind::Oidc => examine_oidc(core, connection).await,
        ProviderKind::OAuth2 => examine_oauth2(core, connection).await,
    }
}

async fn examine_oidc(core: &Core, connection: &Connection) -> Vec<Check> {
    let url = discovery_url(&connection.issuer);
    let bytes = match fetch_json(core, &url, None).await {
        Ok(bytes) => bytes,
        Err(error) => return vec![unreachable("discovery", &url, &error)],
    };
    let mut checks = vec![Check::passed("discovery", format!("{url} answers"))];
    let metadata = match metadata::read(core, &connection.issuer, &bytes) {
        Ok(metadata) => metadata,
        Err(refusal) => {
            checks.push(Check::failed("issuer", why(connection, &bytes, refusal)));
            return checks;
        }
    };
    checks.push(Check::passed(
        "issuer",
        "the provider has the issuer that is configured",
    ));
    checks.push(pins(core, connection, &metadata));
    checks.push(keys(core, &metadata).await);
    let endpoint = &metadata.endpoints.token;
    checks.push(refuses_wrong_codes(core, connection, endpoint).await);
    checks.push(iss_parameter(&metadata));
    checks.push(logout(&metadata));
    checks
}

async fn examine_oauth2(core: &Core, connection: &Connection) -> Vec<Check> {
    let Some(endpoints) = &connection.endpoints else {
        return vec![Check::failed("endpoints", "no endpoints are configured")];
    };
    vec![refuses_wrong_codes(core, connection, &endpoints.token).await]
}

fn unreachable(name: &'static str, url: &str, error: &FetchError) -> Check {
    let advice = if error.is_blocked() {
        "give the public https address of the provider"
    } else {
        "check the issuer, and that the provider can be reached from the internet"
    };
    Check::failed(
        name,
        format!("{url} gives nothing usable: {error}; {advice}"),
    )
}

fn why(connection: &Connection, bytes: &[u8], refusal: Refusal) -> String {
    let stated = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let stated = stated
        .as_ref()
        .and_then(|document| document.get("issuer")?.as_str())
        .filter(|issuer| issuer.len() <= 200 && issuer.bytes().all(|byte| byte.is_ascii_graphic()));
    match (refusal, stated) {
        (Refusal::DiscoveryIssuerWrong, Some(stated)) => format!(
            "the provider calls itself {stated}, but {} is configured; they must be the same, character by character",
            connection.issuer
        ),
        (Refusal::EndpointNotAllowed, _) => {
            "the provider names an endpoint that may not be reached from here: all must be public https addresses"
                .to_owned()
        }
        _ => "the discovery document is not one of OpenID Connect; check that the issuer is the provider's own".to_owned(),
    }
}

fn pins(core: &Core, connection: &Connection, metadata: &Metadata) -> Check {
    const NAME: &str = "endpoints";
    match &connection.endpoints {
        Some(tested) if !metadata::is_pinned(core, tested, &metadata.endpoints) => Check::failed(
            NAME,
            "the provider's endpoints are on other hosts than at the last test log-in; if that is right, test and activate again",
        ),
        Some(_) => Check::passed(NAME, "the endpoints are on the hosts that were tested"),
        None => Check::passed(
            NAME,
            "the endpoints may be reached; a test log-in will pin their hosts",
        ),
    }
}

async fn keys(core: &Core, metadata: &Metadata) -> Check {
    const NAME: &str = "key_set";
    let url = metadata.endpoints.key_set.clone().unwrap_or_default();
    match KeySet::fetch(core, &url).await {
        Ok(keys) if keys.is_empty() => Check::failed(
            NAME,
            "no key can be used: give the provider an RSA key of 2048 to 4096 bits, or a P-256 or Ed25519 key, for signatures",
        ),
        Ok(_) => Check::passed(NAME, "there is a key that can be used"),
        Err(Refusal::KeySetMalformed) => Check::failed(
            NAME,
            "the key set can't be used: it is malformed, has more than 100 keys, or gives away private keys",
        ),
        Err(_) => Check::failed(
            NAME,
            format!("{url} gives no key set of at most 256 KiB within five seconds"),
        ),
    }
}

/// A provider that takes any code would let anybody in.
async fn refuses_wrong_codes(core: &Core, connection: &Connection, endpoint: &str) -> Check {
    const NAME: &str = "wrong_code";
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", "not-a-code-that-was-ever-issued")
        .append_pair("redirect_uri", &connection.redirect_uri(core))
        .append_pair("client_id", &connection.client_id)
        .append_pair("code_verifier", &"x".repeat(43))
        .finish();
    let fields = [
        ("Accept", "application/json"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    match call_provider(core, endpoint, &fields, Some(form.as_bytes())).await {
        Ok(answer) if answer.status < 400 && !is_error(&answer.body) => Check::failed(
            NAME,
            "the provider accepts a code that it never issued: it must not be used",
        ),
        Ok(answer) if answer.status >= 500 => Check::failed(
            NAME,
            format!(
                "the token endpoint answers with the status {}",
                answer.status
            ),
        ),
        Ok(_) => Check::passed(NAME, "the provider refuses a code that it never issued"),
        Err(error) => Check::failed(NAME, format!("the token endpoint can't be asked: {error}")),
    }
}

/// GitHub's like say so with the status 200.
fn is_error(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body)
        .is_ok_and(|answer| answer.get("error").is_some())
}

fn iss_parameter(metadata: &Metadata) -> Check {
    let message = if metadata.promises_iss {
        "the provider names itself in its answers, and that is required from now on"
    } else {
        "the provider does not name itself in its answers (RFC 9207); its own redirect URI protects this connection"
    };
    Check::passed("iss_parameter", message)
}

fn logout(metadata: &Metadata) -> Check {
    let message = if metadata.endpoints.end_session.is_some() {
        "logging out here can end the session at the provider too"
    } else {
        "the provider offers no logout: its own session stays after a logout here"
    };
    Check::passed("logout", message)
}
