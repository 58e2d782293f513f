//! Cookies that the front page sets, on the way there too, and the attributes that keep them from leaking.

use xorb_domain::{
    findings::{
        Check,
        check_catalog::http_cookies::{
            CHECKS, WITHOUT_HTTP_ONLY, WITHOUT_SAME_SITE, WITHOUT_SECURE,
        },
    },
    net::http::{HttpClient, Response},
};

use super::{
    StepInput,
    observations::Observations,
    set_cookie::SetCookie,
    visit::{Visit, site, visit_all},
};

/// Browsers keep fifty cookies of a site; a server that sets more wants to fill our report.
const MAX_COOKIES: usize = 50;

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
        judge(response, seen);
    }
    if let Err(failure) = visit.page() {
        for check in CHECKS {
            seen.failed(check, site(&visit.start), &failure);
        }
    }
}

/// Each cookie has an outcome of its own; the site as a whole is fine if all of them are, so that a weakness of a cookie that
/// is no longer set is closed too.
fn judge(response: &Response, seen: &mut Observations) {
    let fields: Vec<&str> = response
        .head
        .fields("set-cookie")
        .take(MAX_COOKIES + 1)
        .collect();
    let cookies: Vec<SetCookie> = fields
        .iter()
        .take(MAX_COOKIES)
        .filter_map(|field| SetCookie::parse(field))
        .collect();
    for check in CHECKS {
        let weak = |cookie: &&SetCookie| is_weak(check, cookie);
        for cookie in cookies.iter().filter(weak) {
            let location = site(&response.endpoint).with_parameter(&cookie.name);
            seen.vulnerable(check, location, &cookie.masked());
        }
        for cookie in cookies.iter().filter(|cookie| !is_weak(check, cookie)) {
            seen.not_vulnerable(check, site(&response.endpoint).with_parameter(&cookie.name));
        }
        if fields.len() > MAX_COOKIES || cannot_answer(response) {
            seen.inconclusive(check, site(&response.endpoint));
        } else if !cookies.iter().any(|cookie| is_weak(check, cookie)) {
            seen.not_vulnerable(check, site(&response.endpoint));
        }
    }
}

/// A server that is overloaded or broken does not show what it would set.
fn cannot_answer(response: &Response) -> bool {
    response.head.status == 429 || response.head.status >= 500
}

fn is_weak(check: &Check, cookie: &SetCookie) -> bool {
    match check.id {
        id if id == WITHOUT_SECURE.id => !cookie.secure,
        id if id == WITHOUT_HTTP_ONLY.id => !cookie.http_only,
        id if id == WITHOUT_SAME_SITE.id => {
            !matches!(cookie.same_site.as_deref(), Some("lax" | "strict"))
        }
        _ => false,
    }
}
