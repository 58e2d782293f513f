//! What keeps a webhook from arriving.

use super::Failure;

/// Codes of `WebhookDelivery.error` and the jobs of deliveries.
pub const DELIVERIES: &[Failure] = &[
    Failure::new(
        "endpoint_address",
        "the address of the endpoint can't be used any more",
        "change it",
    ),
    Failure::new(
        "endpoint_bad_answer",
        "the endpoint's answer is not HTTP",
        "check that the address is that of a web server",
    ),
    Failure::new(
        "endpoint_denied",
        "the endpoint's name leads to an address that webhooks are never sent to",
        "give that of a public server",
    ),
    Failure::new(
        "endpoint_disabled",
        "the endpoint is disabled",
        "enable it and deliver again",
    ),
    Failure::new(
        "endpoint_gone",
        "the endpoint answered 410 Gone and was disabled",
        "enable it if it is there again",
    ),
    Failure::new(
        "endpoint_needs_https",
        "an endpoint with http must have a private address",
        "give an `https` address",
    ),
    Failure::new(
        "endpoint_redirects",
        "the endpoint answered with a redirect, which is never followed",
        "give the address that it leads to",
    ),
    Failure::new(
        "endpoint_refused",
        "the endpoint refused the connection",
        "check that it runs",
    ),
    Failure::new(
        "endpoint_status",
        "the endpoint answered with a status other than 2xx",
        "look into its log for the delivery's id",
    ),
    Failure::new(
        "endpoint_timed_out",
        "the endpoint did not answer in time",
        "let it answer first and work afterwards",
    ),
    Failure::new(
        "endpoint_tls",
        "the endpoint's certificate does not verify, or it speaks no TLS",
        "mend its certificate",
    ),
    Failure::new(
        "endpoint_unreachable",
        "the endpoint could not be reached",
        "check its address and its network",
    ),
    Failure::new(
        "endpoint_unresolvable",
        "the endpoint's name does not resolve to an address",
        "check the name and its DNS records",
    ),
];
