//! The page at `/`: what this is, and what to do next.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{Page, page};
use crate::edge::Edge;

const WHAT: &str = "\
<p>XORB is the backend of a penetration-testing service. Companies sign up, prove which systems are theirs, and have \
them scanned; the findings wait here for triage. People whose data it holds can see, correct and erase it.</p>
";

const IN: &str = "<p><a href=\"/log-in\">Log in</a></p>\n";

const TRY: &str = "\
<p><a class=\"button\" href=\"/graphql\">Open GraphiQL</a></p>
<h2>First steps</h2>
<p>GraphiQL has a tab for each of them.</p>
<ol>
<li><strong>Sign up</strong>: creates your company and you as its owner.</li>
<li><strong>Log in</strong>, the next time.</li>
<li><strong>Register an asset</strong>, such as a web site of yours.</li>
<li><strong>Prove that it is yours</strong>: put the token where the answer says. Nothing is scanned without that.</li>
<li><strong>Start a scan</strong> and watch it.</li>
<li><strong>Read the findings.</strong></li>
</ol>
";

const FOR_PROGRAMS: &str = "\
<h2>For programs</h2>
<ul>
<li><code>POST /graphql</code>: queries and mutations as JSON</li>
<li><code>GET /graphql</code> with <code>graphql-transport-ws</code>: subscriptions over a WebSocket</li>
<li><a href=\"/readyz\"><code>/readyz</code></a>, <a href=\"/livez\"><code>/livez</code></a>: health</li>
<li><a href=\"/.well-known/jwks.json\"><code>/.well-known/jwks.json</code></a>: keys that verify access tokens</li>
</ul>
";

const YOUR_DATA: &str = "\
<h2>Your own data</h2>
<p>Without an account, too, you can have it erased: of a company's, at <code>/privacy/</code> and the company's short name; of \
this platform's own accounts, <a href=\"/privacy\">here</a>.</p>
";

/// Without GraphiQL (production) the page leads to the interfaces only.
pub async fn home(edge: web::Data<Edge>) -> HttpResponse {
    let body = if edge.graphiql {
        [WHAT, IN, TRY, YOUR_DATA, FOR_PROGRAMS].concat()
    } else {
        [WHAT, IN, YOUR_DATA, FOR_PROGRAMS].concat()
    };
    page(&Page {
        status: StatusCode::OK,
        title: "Penetration testing as a service",
        body: &body,
    })
}
