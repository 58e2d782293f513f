//! The operators' first page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::pages::{Page, page};

const BODY: &str = "\
<p>For those who run this installation. Accounts are made with <code>xorb operator create</code>.</p>
<form method=\"post\" action=\"/log-in\"><p><button type=\"submit\">Log in with your passkey</button></p></form>
<form method=\"post\" action=\"/log-out\"><p><button type=\"submit\">Log out</button></p></form>
<h2>Support</h2>
<form method=\"post\" action=\"/impersonate\">
<p><label for=\"tenant\">The short name of the company</label>
<input id=\"tenant\" name=\"tenant\" required maxlength=\"63\"></p>
<p><label for=\"grant\">The grant that it gave you, <code>sag_…</code></label>
<input id=\"grant\" name=\"grant\" required maxlength=\"40\"></p>
<p><label for=\"reason\">Why; the company sees it</label>
<input id=\"reason\" name=\"reason\" required maxlength=\"500\"></p>
<p><button type=\"submit\">Act in the person's name</button></p>
</form>
<h2>For programs</h2>
<ul>
<li><code>POST /graphql</code>: the operators' API, with the session cookie</li>
<li><a href=\"/metrics\"><code>/metrics</code></a>, <a href=\"/readyz\"><code>/readyz</code></a>, \
<a href=\"/livez\"><code>/livez</code></a></li>
</ul>
";

/// Shows it.
pub(super) async fn show() -> HttpResponse {
    page(&Page {
        status: StatusCode::OK,
        title: "Operators",
        body: BODY,
    })
}
