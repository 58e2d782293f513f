//! Checks of the engine `http_headers`: what an answer's header fields ask of the browser, or tell about the server.

use super::{
    Check,
    scores::{INTERCEPTION, MISLED_USER, RARE_INTERCEPTION, WEAKER_DEFENCE, WEAKER_SECRECY},
};

pub const CHECKS: &[&Check] = &[
    &CSP_MISSING,
    &HSTS_MISSING,
    &CONTENT_TYPE_OPTIONS_MISSING,
    &FRAMING_PERMITTED,
    &REFERRER_POLICY_MISSING,
    &SERVER_VERSION_DISCLOSED,
    &CERTIFICATE_UNTRUSTED,
];

pub const CSP_MISSING: Check = Check {
    id: "http.csp_missing",
    title: "No Content-Security-Policy",
    description: "The page has no Content-Security-Policy. If an attacker gets a script into it, nothing stops the browser from running it.",
    remediation: "Send a Content-Security-Policy, for example default-src 'self', and loosen it only where needed; begin with Content-Security-Policy-Report-Only.",
    cvss: Some(WEAKER_DEFENCE),
};

pub const HSTS_MISSING: Check = Check {
    id: "http.hsts_missing",
    title: "No lasting Strict-Transport-Security",
    description: "The site does not tell browsers to use HTTPS only, or for less than half a year. The first request of a visit may go out unprotected and be redirected by whoever sits on the way.",
    remediation: "Send Strict-Transport-Security: max-age=31536000; includeSubDomains over HTTPS.",
    cvss: Some(RARE_INTERCEPTION),
};

pub const CONTENT_TYPE_OPTIONS_MISSING: Check = Check {
    id: "http.content_type_options_missing",
    title: "No X-Content-Type-Options",
    description: "Browsers may guess another type than the declared one, so that an uploaded text or image can run as a script.",
    remediation: "Send X-Content-Type-Options: nosniff with every answer.",
    cvss: Some(WEAKER_DEFENCE),
};

pub const FRAMING_PERMITTED: Check = Check {
    id: "http.framing_permitted",
    title: "The page can be framed by any site",
    description: "Neither X-Frame-Options nor the frame-ancestors directive forbids other sites to show this page in a frame. They can lay it invisibly under their own buttons (clickjacking).",
    remediation: "Send Content-Security-Policy: frame-ancestors 'self' (or 'none'), and X-Frame-Options: DENY for old browsers.",
    cvss: Some(MISLED_USER),
};

pub const REFERRER_POLICY_MISSING: Check = Check {
    id: "http.referrer_policy_missing",
    title: "No strict Referrer-Policy",
    description: "The page leaves it to the browser how much of its address other sites are told; addresses can contain what is not meant for them.",
    remediation: "Send Referrer-Policy: strict-origin-when-cross-origin or no-referrer.",
    cvss: Some(WEAKER_SECRECY),
};

pub const SERVER_VERSION_DISCLOSED: Check = Check {
    id: "http.server_version_disclosed",
    title: "The server tells its version",
    description: "A header field names the software with its version. That saves an attacker the search for flaws that fit.",
    remediation: "Switch the version off, for example server_tokens off in nginx, ServerTokens Prod in Apache, expose_php = Off in PHP.",
    cvss: None,
};

pub const CERTIFICATE_UNTRUSTED: Check = Check {
    id: "tls.certificate_untrusted",
    title: "The TLS certificate does not verify",
    description: "The certificate is not valid for this host, has expired or was issued by nobody whom browsers trust. Visitors learn to click warnings away and can't tell the site from an attacker.",
    remediation: "Install a certificate of a public authority for this name, with its full chain, and renew it automatically.",
    cvss: Some(INTERCEPTION),
};
