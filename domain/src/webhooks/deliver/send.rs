//! Posts a message: the name is resolved by us, every address judged, the connection made to the judged one, no redirect
//! followed, all of it within one deadline.

use tokio::time::timeout;

use super::answer::Answer;
use super::prepare::Call;
use super::retry_after;
use crate::net::http::{HttpClient, HttpError, Post, ResponseHead};
use crate::net::{CertificateTrust, Scheme, StopSignal};
use crate::{AppError, Core};

/// Says to whoever reads the receiver's log what this was.
const USER_AGENT: &str = concat!("XORB/", env!("CARGO_PKG_VERSION"), " (webhook)");

/// Sends the message once.
///
/// # Errors
/// `Internal` if it can't be signed. Whatever the network does is an answer.
pub async fn send(core: &Core, call: &Call, stop: StopSignal) -> Result<Answer, AppError> {
    let now = core.clock.now();
    let fields = call.message.fields(now, &call.keys)?;
    let post = Post {
        user_agent: USER_AGENT,
        content_type: "application/json",
        fields: &fields,
        body: call.message.body.as_bytes(),
    };
    let posted = timeout(
        core.settings.webhooks.timeout,
        post_to(core, call, &post, stop),
    )
    .await;
    Ok(match posted {
        Err(_) => Answer::None("endpoint_timed_out"),
        Ok(Err(Failure::NeedsHttps)) => Answer::None("endpoint_needs_https"),
        Ok(Err(Failure::Http(error))) => Answer::None(code(&error)),
        Ok(Ok(head)) => judge(&head, |field| retry_after::read(field, now)),
    })
}

/// The words that scans have for the same.
fn code(error: &HttpError) -> &'static str {
    match error.code() {
        "target_private" | "target_denied" | "target_own_endpoint" => "endpoint_denied",
        "target_unresolvable" => "endpoint_unresolvable",
        "target_refused" => "endpoint_refused",
        "target_timed_out" => "endpoint_timed_out",
        "target_tls" => "endpoint_tls",
        "target_bad_answer" => "endpoint_bad_answer",
        _ => "endpoint_unreachable",
    }
}

enum Failure {
    /// Plain http is for addresses only that an operator has permitted.
    NeedsHttps,
    Http(HttpError),
}

impl<E: Into<HttpError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Http(error.into())
    }
}

async fn post_to(
    core: &Core,
    call: &Call,
    post: &Post<'_>,
    stop: StopSignal,
) -> Result<ResponseHead, Failure> {
    let connector = core.webhook_network.connector(call.url.scope(), stop);
    let target = connector.pin(call.url.host(), call.url.port()).await?;
    let is_permitted_private = connector.policy().is_permitted_private(target.address());
    if call.url.scheme() == Scheme::Http && !is_permitted_private {
        return Err(Failure::NeedsHttps);
    }
    // Nobody can hold a public certificate for a private address.
    let trust = if is_permitted_private {
        CertificateTrust::Recorded
    } else {
        CertificateTrust::Required
    };
    let client = HttpClient::new(&connector, connector.limits().http).with_trust(trust);
    let endpoint = call.url.at(target);
    Ok(client.post(&endpoint, call.url.path(), post).await?)
}

fn judge(head: &ResponseHead, read: impl Fn(&str) -> Option<std::time::Duration>) -> Answer {
    match head.status {
        status @ 200..=299 => Answer::Accepted(status),
        410 => Answer::Gone,
        status @ (429 | 503) => Answer::Refused(status, head.field("retry-after").and_then(read)),
        status => Answer::Refused(status, None),
    }
}
