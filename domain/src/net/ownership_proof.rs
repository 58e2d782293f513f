//! The proof that a tenant owns a target: a file with the tenant's token, served by the target itself. It is fetched when an
//! asset is verified and again at every scan start; the scan then uses the address that answered, so that a name which is
//! pointed elsewhere after its proof leads nowhere.

use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq;

use super::{
    CertificateTrust, ConnectError, PinnedTarget, Scheme, ScopedConnector, TargetAddress,
    http::{
        BodyEnd, HttpClient, HttpError, HttpLimits, Method, Redirect, RequestPath, Response,
        WebEndpoint,
    },
};

/// Where the token is served.
pub const PROOF_PATH: &str = "/.well-known/xorb-challenge.txt";

/// A token is some dozens of characters; more is another file.
const MAX_PROOF_BYTES: usize = 1_024;

/// What the file must contain.
#[derive(Clone, Copy, Debug)]
pub enum ExpectedToken<'a> {
    Plain(&'a str),
    /// SHA-256 of the token, as it is stored.
    Sha256([u8; 32]),
}

impl ExpectedToken<'_> {
    /// In constant time: an answer that is timed tells nothing about the token.
    #[must_use]
    pub fn matches(&self, answer: &[u8]) -> bool {
        let answer = digest(&SHA256, answer);
        match self {
            Self::Plain(token) => digest(&SHA256, token.as_bytes())
                .as_ref()
                .ct_eq(answer.as_ref())
                .into(),
            Self::Sha256(expected) => expected.as_slice().ct_eq(answer.as_ref()).into(),
        }
    }
}

/// How a proof ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofState {
    Verified,
    /// The target answered, and not with the token.
    Mismatch,
    /// The target did not answer, or not understandably.
    Unreachable,
    /// Policy or scope forbid to ask it.
    Refused,
    /// The work was cancelled or killed.
    Stopped,
}

/// What a proof showed.
#[derive(Clone, Debug)]
pub struct ProofOutcome {
    pub state: ProofState,
    /// The address that was asked; a scan must use this one.
    pub pinned: Option<PinnedTarget>,
    /// A stable word; empty if verified.
    pub code: &'static str,
    /// What to do about it, public.
    pub message: String,
}

/// Asks `{address}/.well-known/xorb-challenge.txt` for the token.
///
/// Redirects are followed on the same host and address only, and never from https to http. Over https the certificate must
/// verify; only for loopback and private targets, which an operator permitted and nobody can get a public certificate for, it
/// need not.
pub async fn fetch_ownership_proof(
    connector: &ScopedConnector,
    target: &TargetAddress,
    expected: ExpectedToken<'_>,
) -> ProofOutcome {
    let (scheme, port) = target.proof_origin();
    let pinned = match connector.pin(target.host(), port).await {
        Ok(pinned) => pinned,
        Err(error) => return failure(None, &error.into()),
    };
    let endpoint = WebEndpoint::new(scheme, pinned.clone());
    match fetch(connector, &endpoint).await {
        Ok(response) => judge(pinned, &response, expected),
        Err(error) => failure(Some(pinned), &error),
    }
}

async fn fetch(connector: &ScopedConnector, endpoint: &WebEndpoint) -> Result<Response, HttpError> {
    let trust = if connector
        .policy()
        .is_permitted_private(endpoint.target.address())
    {
        CertificateTrust::Recorded
    } else {
        CertificateTrust::Required
    };
    let limits = HttpLimits {
        body_bytes: MAX_PROOF_BYTES,
        ..connector.limits().http
    };
    let client = HttpClient::new(connector, limits).with_trust(trust);
    let mut response = client
        .send(Method::Get, endpoint, &RequestPath::new(PROOF_PATH)?)
        .await?;
    while response.head.is_redirect() {
        let next = Redirect::of(&response)?;
        let leaves_host = next.host != *endpoint.target.host();
        let leaves_tls = response.endpoint.scheme == Scheme::Https && next.scheme == Scheme::Http;
        if leaves_host || leaves_tls {
            break;
        }
        response = client.follow(&response).await?;
    }
    Ok(response)
}

fn judge(pinned: PinnedTarget, response: &Response, expected: ExpectedToken<'_>) -> ProofOutcome {
    let mismatch = |code, message: String| ProofOutcome {
        state: ProofState::Mismatch,
        pinned: Some(pinned.clone()),
        code,
        message,
    };
    match response.head.status {
        200 => {}
        status if response.head.is_redirect() => {
            let message = format!(
                "{PROOF_PATH} redirects ({status}) to another host or out of TLS; serve the file itself"
            );
            return mismatch("proof_redirects", message);
        }
        status => {
            let message = format!(
                "{PROOF_PATH} answers with status {status}; it must answer 200 and the token"
            );
            return mismatch("proof_missing", message);
        }
    }
    let answer = response
        .plain_body()
        .filter(|_| response.body.end == BodyEnd::Complete)
        .map(without_newline);
    if answer.is_some_and(|answer| expected.matches(answer)) {
        let (code, message) = ("", String::new());
        return ProofOutcome {
            state: ProofState::Verified,
            pinned: Some(pinned),
            code,
            message,
        };
    }
    mismatch(
        "proof_mismatch",
        format!("{PROOF_PATH} does not contain the token and nothing else"),
    )
}

/// Editors end a file with one.
fn without_newline(answer: &[u8]) -> &[u8] {
    let answer = answer.strip_suffix(b"\n").unwrap_or(answer);
    answer.strip_suffix(b"\r").unwrap_or(answer)
}

fn failure(pinned: Option<PinnedTarget>, error: &HttpError) -> ProofOutcome {
    let state = match error {
        error if error.is_blocked() => ProofState::Refused,
        HttpError::Connect(ConnectError::Stopped(_)) => ProofState::Stopped,
        _ => ProofState::Unreachable,
    };
    ProofOutcome {
        state,
        pinned,
        code: error.code(),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_matched_whole_and_by_its_hash() {
        let hash: [u8; 32] = digest(&SHA256, b"token-1").as_ref().try_into().unwrap();
        for expected in [ExpectedToken::Plain("token-1"), ExpectedToken::Sha256(hash)] {
            assert!(expected.matches(b"token-1"));
            for other in [&b""[..], b"token-", b"token-11", b"token-1\n", b"TOKEN-1"] {
                assert!(!expected.matches(other), "{other:?}");
            }
        }
    }

    #[test]
    fn one_trailing_newline_is_forgiven() {
        assert_eq!(without_newline(b"token\n"), b"token");
        assert_eq!(without_newline(b"token\r\n"), b"token");
        assert_eq!(without_newline(b"token\n\n"), b"token\n");
        assert_eq!(without_newline(b"token"), b"token");
    }
}
