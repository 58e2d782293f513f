//! GraphiQL, whole from this binary: scripts, styles, ready tabs. See `assets/graphiql/`.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};

/// Its own files and its own API. Styles inline: the editor measures and colours with them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>GraphiQL · XORB</title>
<link rel=\"icon\" href=\"/assets/icon.svg\">
<link rel=\"stylesheet\" href=\"/graphiql/graphiql.css\">
<link rel=\"stylesheet\" href=\"/graphiql/page.css\">
</head>
<body>
<div id=\"graphiql\"><noscript>GraphiQL needs JavaScript. The API itself is at this same address.</noscript></div>
<script src=\"/graphiql/graphiql.js\"></script>
</body>
</html>
";

/// The page; what it loads is under `/assets/`.
#[must_use]
pub fn graphiql_page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(PAGE)
}
