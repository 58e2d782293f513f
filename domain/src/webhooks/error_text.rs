//! Why a delivery did not arrive, in words.

/// What a code of a delivery means and what to do about it.
pub(crate) fn error_text(code: &str) -> Option<&'static str> {
    Some(match code {
        "endpoint_status" => "the endpoint answered with a status other than 2xx",
        "endpoint_redirects" => {
            "the endpoint answered with a redirect, which is never followed; give the address that it leads to"
        }
        "endpoint_gone" => "the endpoint answered 410 Gone and was disabled",
        "endpoint_disabled" => "the endpoint is disabled; enable it and deliver again",
        "endpoint_needs_https" => "an endpoint with http must have a private address",
        "endpoint_denied" => {
            "the endpoint's name leads to an address that webhooks are never sent to; give that of a public server"
        }
        "endpoint_unresolvable" => "the endpoint's name does not resolve to an address",
        "endpoint_refused" | "endpoint_unreachable" => "the endpoint could not be reached",
        "endpoint_timed_out" => "the endpoint did not answer in time",
        "endpoint_tls" => "the endpoint's certificate does not verify, or it speaks no TLS",
        "endpoint_bad_answer" => "the endpoint's answer is not HTTP",
        "endpoint_address" => "the address of the endpoint can't be used any more; change it",
        _ => return None,
    })
}
