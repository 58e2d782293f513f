//! Checks of the engine `http_cookies`: attributes that keep cookies from leaking.

use super::{
    Check,
    scores::{RARE_INTERCEPTION, WEAKER_DEFENCE, WEAKER_SECRECY},
};

pub const CHECKS: &[&Check] = &[&WITHOUT_SECURE, &WITHOUT_HTTP_ONLY, &WITHOUT_SAME_SITE];

pub const WITHOUT_SECURE: Check = Check {
    id: "http.cookie_without_secure",
    title: "A cookie is not limited to HTTPS",
    description: "The cookie has no Secure attribute. The browser also sends it over unprotected HTTP, where whoever sits on the way can read it.",
    remediation: "Serve the site over HTTPS and set the cookie with Secure, best with a name that begins with __Host-.",
    cvss: Some(RARE_INTERCEPTION),
};

pub const WITHOUT_HTTP_ONLY: Check = Check {
    id: "http.cookie_without_http_only",
    title: "A cookie can be read by scripts",
    description: "The cookie has no HttpOnly attribute. A script that an attacker gets into the page can read it and send it away.",
    remediation: "Set the cookie with HttpOnly, unless a script of the site itself must read it.",
    cvss: Some(WEAKER_SECRECY),
};

pub const WITHOUT_SAME_SITE: Check = Check {
    id: "http.cookie_without_same_site",
    title: "A cookie is sent along from other sites",
    description: "The cookie has no SameSite attribute, or SameSite=None. Requests that other sites cause may carry it (cross-site request forgery).",
    remediation: "Set the cookie with SameSite=Lax or SameSite=Strict.",
    cvss: Some(WEAKER_DEFENCE),
};
