//! The header fields of the front page: what they ask of the browser, what they tell about the server, and the certificate
//! they came under.

use xorb_domain::{
    findings::check_catalog::http_headers::{
        CERTIFICATE_UNTRUSTED, CHECKS, CONTENT_TYPE_OPTIONS_MISSING, CSP_MISSING,
        FRAMING_PERMITTED, HSTS_MISSING, REFERRER_POLICY_MISSING, SERVER_VERSION_DISCLOSED,
    },
    findings::{Check, Location},
    net::{
        Scheme, TargetHost,
        http::{BodyEnd, HttpClient, Response, ResponseHead},
    },
};

use super::{
    StepInput,
    observations::Observations,
    visit::{Visit, site, visit_all},
};

/// Half a year: what the preload list and common guides call the least.
const MIN_HSTS_SECONDS: u64 = 15_768_000;

/// Fields in which servers and frameworks name themselves.
const TELLING_FIELDS: &[&str] = &[
    "server",
    "x-powered-by",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-generator",
];

/// What a check says of a page.
enum Verdict {
    Weak(String),
    Fine,
    Unknown,
}

type Judge = fn(&Response) -> Verdict;

pub(super) async fn run(input: &StepInput<'_>) -> Observations {
    let mut seen = Observations::default();
    let client = HttpClient::new(input.connector, input.connector.limits().http);
    for visit in visit_all(input, &client, &mut seen).await {
        judge_visit(&visit, &mut seen);
    }
    (input.progress)(1, 1);
    seen
}

fn judge_visit(visit: &Visit, seen: &mut Observations) {
    for response in &visit.chain {
        judge_certificate(response, seen);
    }
    match visit.page() {
        Ok(page) => judge_page(page, seen),
        Err(failure) => {
            for check in CHECKS
                .iter()
                .filter(|check| applies(check, visit.start.scheme, visit.start.target.host()))
            {
                seen.failed(check, site(&visit.start), &failure);
            }
        }
    }
}

fn judge_certificate(response: &Response, seen: &mut Observations) {
    let Some(certificate) = &response.certificate else {
        return;
    };
    let location = site(&response.endpoint);
    match &certificate.problem {
        Some(problem) => seen.vulnerable(&CERTIFICATE_UNTRUSTED, location, problem),
        None => seen.not_vulnerable(&CERTIFICATE_UNTRUSTED, location),
    }
}

/// HSTS and certificates belong to https; browsers ignore HSTS for a bare address (RFC 6797, 8.1.1).
fn applies(check: &Check, scheme: Scheme, host: &TargetHost) -> bool {
    let over_tls = scheme == Scheme::Https;
    match check.id {
        id if id == HSTS_MISSING.id => over_tls && matches!(host, TargetHost::Name(_)),
        id if id == CERTIFICATE_UNTRUSTED.id => over_tls,
        _ => true,
    }
}

fn judge_page(page: &Response, seen: &mut Observations) {
    let location: Location = site(&page.endpoint);
    let checks: [(&'static Check, Judge); 6] = [
        (&CSP_MISSING, content_security_policy),
        (&HSTS_MISSING, strict_transport_security),
        (&CONTENT_TYPE_OPTIONS_MISSING, content_type_options),
        (&FRAMING_PERMITTED, framing),
        (&REFERRER_POLICY_MISSING, referrer_policy),
        (&SERVER_VERSION_DISCLOSED, server_version),
    ];
    // An overloaded or broken server answers without what its application would add.
    let is_judgeable = page.head.status != 429 && page.head.status < 500;
    for (check, verdict) in checks {
        if !applies(check, page.endpoint.scheme, page.endpoint.target.host()) {
            continue;
        }
        match verdict(page) {
            _ if !is_judgeable => seen.inconclusive(check, location.clone()),
            Verdict::Weak(evidence) => seen.vulnerable(check, location.clone(), &evidence),
            Verdict::Fine => seen.not_vulnerable(check, location.clone()),
            Verdict::Unknown => seen.inconclusive(check, location.clone()),
        }
    }
}

fn content_security_policy(page: &Response) -> Verdict {
    let is_sent = page
        .head
        .fields("content-security-policy")
        .any(|field| !field.trim().is_empty());
    if is_sent || !page.is_html() {
        return Verdict::Fine;
    }
    let evidence = match page.head.field("content-security-policy-report-only") {
        Some(_) => "Only Content-Security-Policy-Report-Only is sent; it forbids nothing.",
        None => "No Content-Security-Policy header field.",
    };
    unless_in_markup(page, "http-equiv", "content-security-policy", evidence)
}

fn referrer_policy(page: &Response) -> Verdict {
    let policies = page
        .head
        .fields("referrer-policy")
        .flat_map(|field| field.split(','));
    // Of several, browsers take the last one they know.
    let policy = policies
        .map(|policy| policy.trim().to_ascii_lowercase())
        .filter(|policy| !policy.is_empty())
        .last();
    match policy.as_deref() {
        _ if !page.is_html() => Verdict::Fine,
        Some("unsafe-url" | "no-referrer-when-downgrade") => {
            Verdict::Weak(format!("Referrer-Policy: {}", policy.unwrap_or_default()))
        }
        Some(_) => Verdict::Fine,
        None => unless_in_markup(page, "name", "referrer", "No Referrer-Policy header field."),
    }
}

/// The page itself may carry the policy in a `meta` element; if the page was cut short, nobody knows.
fn unless_in_markup(page: &Response, attribute: &str, value: &str, evidence: &str) -> Verdict {
    let Some(body) = page.plain_body() else {
        return Verdict::Unknown;
    };
    let markup = String::from_utf8_lossy(body)
        .to_ascii_lowercase()
        .replace(['"', '\''], "");
    let mut elements = markup
        .split("<meta")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    let wanted = format!("{attribute}={value}");
    if elements.any(|element| {
        element
            .split_ascii_whitespace()
            .any(|part| part.trim_end_matches('/') == wanted)
    }) {
        return Verdict::Fine;
    }
    match page.body.end {
        BodyEnd::Complete | BodyEnd::SizeLimit => Verdict::Weak(evidence.to_owned()),
        BodyEnd::Deadline | BodyEnd::Broken => Verdict::Unknown,
    }
}

fn strict_transport_security(page: &Response) -> Verdict {
    let Some(field) = page.head.field("strict-transport-security") else {
        return Verdict::Weak("No Strict-Transport-Security header field.".to_owned());
    };
    let seconds = field.split(';').find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        let value = value.trim().trim_matches('"');
        name.trim()
            .eq_ignore_ascii_case("max-age")
            .then(|| value.parse::<u64>().ok())
            .flatten()
    });
    match seconds {
        Some(seconds) if seconds >= MIN_HSTS_SECONDS => Verdict::Fine,
        _ => Verdict::Weak(format!("Strict-Transport-Security: {field}")),
    }
}

fn content_type_options(page: &Response) -> Verdict {
    let fields = page.head.fields("x-content-type-options");
    if fields
        .flat_map(|field| field.split(','))
        .any(|value| value.trim().eq_ignore_ascii_case("nosniff"))
    {
        Verdict::Fine
    } else {
        Verdict::Weak("No X-Content-Type-Options: nosniff header field.".to_owned())
    }
}

fn framing(page: &Response) -> Verdict {
    if !page.is_html() || framing_is_limited(&page.head) {
        return Verdict::Fine;
    }
    Verdict::Weak("Neither X-Frame-Options nor frame-ancestors limits framing.".to_owned())
}

/// Where both are sent, browsers obey `frame-ancestors`.
fn framing_is_limited(head: &ResponseHead) -> bool {
    let policies = head
        .fields("content-security-policy")
        .flat_map(|field| field.split([';', ',']));
    let mut ancestors = policies.filter_map(|directive| {
        let mut words = directive.split_ascii_whitespace();
        let is_ancestors = words.next()?.eq_ignore_ascii_case("frame-ancestors");
        is_ancestors.then(|| words.collect::<Vec<_>>())
    });
    if let Some(sources) = ancestors.next() {
        return !sources
            .iter()
            .any(|source| matches!(*source, "*" | "http:" | "https:"));
    }
    let options = head
        .fields("x-frame-options")
        .flat_map(|field| field.split(','));
    options.map(str::trim).any(|option| {
        option.eq_ignore_ascii_case("deny") || option.eq_ignore_ascii_case("sameorigin")
    })
}

fn server_version(page: &Response) -> Verdict {
    let telling: Vec<String> = TELLING_FIELDS
        .iter()
        .flat_map(|name| page.head.fields(name).map(move |value| (name, value)))
        .filter(|(_, value)| names_a_version(value))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if telling.is_empty() {
        Verdict::Fine
    } else {
        Verdict::Weak(telling.join("\n"))
    }
}

/// A digit, a dot and a digit; or a digit behind a slash.
fn names_a_version(value: &str) -> bool {
    value.as_bytes().windows(3).any(
        |window| matches!(window, [one, b'.', two] if one.is_ascii_digit() && two.is_ascii_digit()),
    ) || value
        .split('/')
        .skip(1)
        .any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_by_its_digits() {
        for telling in [
            "nginx/1.18.0",
            "Apache/2",
            "PHP/8.2.1",
            "4.0.30319",
            "Express 4.1",
        ] {
            assert!(names_a_version(telling), "{telling}");
        }
        for silent in [
            "nginx",
            "cloudflare",
            "Apache",
            "Microsoft-IIS",
            "web2",
            "a/b",
        ] {
            assert!(!names_a_version(silent), "{silent}");
        }
    }
}
