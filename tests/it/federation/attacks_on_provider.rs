//! Documents, endpoints and callbacks that are wrong.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]
#![expect(clippy::too_many_lines, reason = "tables")]

use serde_json::json;
use xorb_domain::identity::federation::FederationRefusal as Refusal;

use super::attacks::{Attack, attack};
use super::keys::Sign;
use super::provider::Say;

pub fn attacks() -> Vec<Attack> {
    let mut attacks = discovery();
    attacks.extend(key_sets());
    attacks.extend(token_endpoint());
    attacks.extend(callback());
    attacks
}

const DISCOVERY: &str = "/.well-known/openid-configuration";
const HTML: &str = "Content-Type: text/html\r\n";

fn redirect(to: &str) -> Say {
    Say::Raw(302, format!("Location: {to}\r\n"), Vec::new())
}

fn discovery() -> Vec<Attack> {
    vec![
        attack(
            "discovery of another issuer",
            Refusal::DiscoveryIssuerWrong,
            |t| {
                t.discovery["issuer"] = json!("https://evil.example");
            },
        ),
        attack(
            "discovery with a slash more",
            Refusal::DiscoveryIssuerWrong,
            |t| {
                t.discovery["issuer"] = json!(format!("{}/", t.base));
            },
        ),
        attack(
            "discovery that is a page",
            Refusal::DiscoveryMalformed,
            |t| {
                t.instead.push((
                    DISCOVERY,
                    Say::Raw(200, HTML.to_owned(), b"<html>".to_vec()),
                ));
            },
        ),
        attack(
            "discovery without endpoints",
            Refusal::DiscoveryMalformed,
            |t| t.discovery = json!({ "issuer": t.base }),
        ),
        attack(
            "discovery that redirects",
            Refusal::DiscoveryUnreachable,
            |t| {
                t.instead.push((
                    DISCOVERY,
                    redirect("http://169.254.169.254/latest/meta-data/"),
                ));
            },
        ),
        attack(
            "discovery that closes the connection",
            Refusal::DiscoveryUnreachable,
            |t| {
                t.instead.push((DISCOVERY, Say::Nothing));
            },
        ),
        attack("discovery that fails", Refusal::DiscoveryUnreachable, |t| {
            t.instead.push((DISCOVERY, Say::Json(500, json!({}))));
        }),
        attack("compressed discovery", Refusal::DiscoveryUnreachable, |t| {
            let lines = "Content-Encoding: gzip\r\n".to_owned();
            t.instead
                .push((DISCOVERY, Say::Raw(200, lines, vec![0x1f, 0x8b])));
        }),
        attack(
            "keys at the metadata service",
            Refusal::EndpointNotAllowed,
            |t| {
                t.discovery["jwks_uri"] = json!("http://169.254.169.254/latest");
            },
        ),
        attack("keys in a file", Refusal::EndpointNotAllowed, |t| {
            t.discovery["jwks_uri"] = json!("file:///etc/passwd")
        }),
        attack(
            "a token endpoint with a password",
            Refusal::EndpointNotAllowed,
            |t| {
                t.discovery["token_endpoint"] = json!("https://user:secret@evil.example/token");
            },
        ),
        attack(
            "a user endpoint at a mapped address",
            Refusal::EndpointNotAllowed,
            |t| {
                t.discovery["userinfo_endpoint"] = json!("http://[::ffff:169.254.169.254]/");
            },
        ),
        attack(
            "a user endpoint at a NAT64 address",
            Refusal::EndpointNotAllowed,
            |t| {
                t.discovery["userinfo_endpoint"] = json!("http://[64:ff9b::a9fe:a9fe]/");
            },
        ),
        attack(
            "a logout that is a script",
            Refusal::EndpointNotAllowed,
            |t| {
                t.discovery["end_session_endpoint"] = json!("javascript:alert(1)");
            },
        ),
        attack(
            "plain http to a public host",
            Refusal::DiscoveryMalformed,
            |t| {
                t.discovery["token_endpoint"] = json!("not a url");
            },
        ),
    ]
}

fn key_sets() -> Vec<Attack> {
    vec![
        attack("no keys", Refusal::KeyUnknown, |t| {
            t.key_set = json!({ "keys": [] })
        }),
        attack("a key set that is a list", Refusal::KeySetMalformed, |t| {
            t.key_set = json!([])
        }),
        attack("a flood of keys", Refusal::KeySetMalformed, |t| {
            let keys: Vec<_> = (0..500).map(|n| t.keys.ec_key(&format!("ec{n}"))).collect();
            t.key_set = json!({ "keys": keys });
        }),
        attack("two keys of one name", Refusal::KeyAmbiguous, |t| {
            t.key_set = json!({ "keys": [t.keys.ec_key("ec"), t.keys.strange_key("ec")] });
        }),
        attack("no name, and two keys", Refusal::KeyAmbiguous, |t| {
            t.key_set = json!({ "keys": [t.keys.ec_key("a"), t.keys.strange_key("b")] });
            t.header = json!({ "alg": "ES256" });
        }),
        attack("a private key", Refusal::KeySetMalformed, |t| {
            t.key_set["keys"][0]["d"] = json!("AAAA")
        }),
        attack("a symmetric key", Refusal::KeyUnknown, |t| {
            t.key_set =
                json!({ "keys": [{ "kty": "oct", "kid": "ec", "alg": "HS256", "k": "AAAA" }] });
        }),
        attack("a key for encryption", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][0]["use"] = json!("enc")
        }),
        attack("a key for other operations", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][0]["key_ops"] = json!(["encrypt"])
        }),
        attack("a key for another algorithm", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][0]["alg"] = json!("ES384")
        }),
        attack("an RSA key of 1024 bits", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][2]["n"] = json!("u".repeat(171));
            t.signed_by(Sign::Rs256, "RS256", "rsa");
        }),
        attack("an RSA key of 16384 bits", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][2]["n"] = json!("u".repeat(2_731));
            t.signed_by(Sign::Rs256, "RS256", "rsa");
        }),
        attack("an RSA exponent of one", Refusal::KeyUnknown, |t| {
            t.key_set["keys"][2]["e"] = json!("AQ");
            t.signed_by(Sign::Rs256, "RS256", "rsa");
        }),
        attack(
            "a point that is on no curve",
            Refusal::SignatureWrong,
            |t| {
                t.key_set["keys"][0]["y"] = json!("A".repeat(43));
            },
        ),
        attack("keys that redirect", Refusal::KeySetUnreachable, |t| {
            t.instead.push(("/jwks", redirect("http://127.0.0.1:1/")));
        }),
        attack("keys that are not there", Refusal::KeySetUnreachable, |t| {
            t.instead.push(("/jwks", Say::Json(404, json!({}))))
        }),
        attack(
            "a length that can be read in two ways",
            Refusal::KeySetUnreachable,
            |t| {
                let lines = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n".to_owned();
                t.instead
                    .push(("/jwks", Say::Raw(200, lines, b"{}".to_vec())));
            },
        ),
    ]
}

fn token_endpoint() -> Vec<Attack> {
    const JSON: &str = "Content-Type: application/json\r\n";
    vec![
        attack(
            "a code that the provider refuses",
            Refusal::CodeRefused,
            |t| {
                t.instead.push((
                    "/token",
                    Say::Json(400, json!({ "error": "invalid_grant" })),
                ));
            },
        ),
        attack(
            "a replayed code answered with 403",
            Refusal::CodeRefused,
            |t| {
                t.instead.push((
                    "/token",
                    Say::Json(403, json!({ "error": "access_denied" })),
                ));
            },
        ),
        attack(
            "tokens that are a page",
            Refusal::TokenAnswerMalformed,
            |t| {
                t.instead
                    .push(("/token", Say::Raw(200, HTML.to_owned(), b"<html>".to_vec())));
            },
        ),
        attack(
            "tokens that are no JSON",
            Refusal::TokenAnswerMalformed,
            |t| {
                t.instead.push((
                    "/token",
                    Say::Raw(200, JSON.to_owned(), b"access_token=x".to_vec()),
                ));
            },
        ),
        attack(
            "a token endpoint that redirects",
            Refusal::TokenAnswerMalformed,
            |t| {
                t.instead
                    .push(("/token", redirect("http://169.254.169.254/")));
            },
        ),
        attack(
            "a token endpoint that says nothing",
            Refusal::TokenEndpointUnreachable,
            |t| {
                t.instead.push(("/token", Say::Nothing));
            },
        ),
        attack("no ID token", Refusal::IdTokenMissing, |t| {
            t.tokens["id_token"] = json!(null)
        }),
        attack(
            "an ID token that is no text",
            Refusal::TokenAnswerMalformed,
            |t| t.tokens["id_token"] = json!(7),
        ),
        attack("tokens of another type", Refusal::TokenTypeWrong, |t| {
            t.tokens["token_type"] = json!("mac")
        }),
        attack(
            "an empty access token",
            Refusal::TokenAnswerMalformed,
            |t| t.tokens["access_token"] = json!(""),
        ),
        attack(
            "an access token that splits a request",
            Refusal::TokenAnswerMalformed,
            |t| {
                t.tokens["access_token"] = json!("x\r\nHost: evil.example");
            },
        ),
    ]
}

fn callback() -> Vec<Attack> {
    vec![
        attack("no state", Refusal::StateMissing, |t| t.unset("state")),
        attack("an empty state", Refusal::StateUnknown, |t| {
            t.set("state", "")
        }),
        attack(
            "a state of our form that nobody gave out",
            Refusal::StateUnknown,
            |t| t.set("state", &"A".repeat(64)),
        ),
        attack("two states", Refusal::ParameterTwice, |t| {
            t.query.push(("state".to_owned(), "x".to_owned()))
        }),
        attack("two codes", Refusal::ParameterTwice, |t| {
            t.query.push(("code".to_owned(), "x".to_owned()))
        }),
        attack("two issuers", Refusal::ParameterTwice, |t| {
            t.query.push(("iss".to_owned(), "x".to_owned()))
        }),
        attack("another browser", Refusal::StateOfOtherBrowser, |t| {
            t.has_mark = false
        }),
        attack("the provider's own error", Refusal::ProviderError, |t| {
            t.unset("code");
            t.set("error", "access_denied");
            t.set("error_description", "<script>alert(1)</script>");
        }),
        attack("an error beside a code", Refusal::ProviderError, |t| {
            t.set("error", "server_error")
        }),
        attack(
            "no iss although it is promised",
            Refusal::IssParameterMissing,
            |t| t.unset("iss"),
        ),
        attack(
            "an answer of another provider",
            Refusal::IssParameterWrong,
            |t| t.set("iss", "https://evil.example"),
        ),
        attack(
            "an iss with a slash more",
            Refusal::IssParameterWrong,
            |t| t.set("iss", &format!("{}/", t.base.clone())),
        ),
        attack("no code", Refusal::CodeMissing, |t| t.unset("code")),
        attack("an empty code", Refusal::CodeMissing, |t| t.set("code", "")),
        attack("a code with a line break", Refusal::CodeMalformed, |t| {
            t.set("code", "x\r\ny")
        }),
        attack("a huge code", Refusal::CodeMalformed, |t| {
            t.set("code", &"x".repeat(5_000))
        }),
    ]
}
