//! Whether a form was sent from a page of ours: no page elsewhere acts with what a browser holds.

use actix_web::HttpRequest;
use actix_web::http::header::ORIGIN;

use crate::edge::Edge;

/// Whether the browser says that the form stood on a page of ours.
pub(super) fn comes_from_here(request: &HttpRequest, edge: &Edge) -> bool {
    let origin = request
        .headers()
        .get(ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    origin.is_some_and(|origin| edge.origins.allows(origin))
}
