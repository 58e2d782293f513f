//! Out again.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use xorb_domain::AppError;
use xorb_domain::identity::Credentials;

use super::refusal::{foreign, refused};
use crate::caller::{ended_session_cookie, session_cookie_name};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;

const TITLE: &str = "Log out";

/// Ends the session of the cookie and takes the cookie back.
pub(super) async fn submit(request: HttpRequest, edge: web::Data<Edge>) -> HttpResponse {
    if !comes_from_here(&request, &edge) {
        return foreign(TITLE);
    }
    if let Some(cookie) = request.cookie(session_cookie_name(edge.realm)) {
        let credentials = Credentials::Cookie(cookie.value().into());
        let info = request_info(&request);
        match edge.log_ins.log_out(&info, &credentials).await {
            Ok(()) | Err(AppError::Unauthenticated) => {}
            Err(error) => return refused(TITLE, &error),
        }
    }
    let mut response = HttpResponseBuilder::new(StatusCode::SEE_OTHER).finish();
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_static("/"));
    headers.append(SET_COOKIE, ended_session_cookie(edge.realm));
    response
}
