//! The public application and the operators': which path goes where, and what every request passes.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpRequest, HttpResponse, web};

use super::compress::compress;
use super::cors::cors;
use super::graphql_get::graphql_get;
use super::graphql_post::graphql_post;
use super::oidc;
use super::rate_limit::rate_limit;
use super::request_context::request_context;
use super::respond::refuse_with;
use crate::edge::Edge;
use crate::health::{jwks, livez, readyz};
use crate::pages;

/// The application over an edge. Layers from outside: context, CORS, rate limit, compression.
pub fn app(
    edge: web::Data<Edge>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(edge)
        .service(
            web::resource("/graphql")
                .route(web::get().to(graphql_get))
                .route(web::post().to(graphql_post))
                .default_service(web::to(wrong_method)),
        )
        .route("/livez", web::get().to(livez))
        .route("/readyz", web::get().to(ready))
        .route("/.well-known/jwks.json", web::get().to(jwks))
        .service(
            web::resource("/accept-invitation")
                .route(web::get().to(pages::accept_invitation::show))
                .route(web::post().to(pages::accept_invitation::submit)),
        )
        .service(
            web::resource("/reset-password")
                .route(web::get().to(pages::reset_password::show))
                .route(web::post().to(pages::reset_password::submit)),
        )
        .route(
            "/reset-password/request",
            web::post().to(pages::reset_password::request_link),
        )
        .service(
            web::resource("/confirm-email")
                .route(web::get().to(pages::confirm_email::show))
                .route(web::post().to(pages::confirm_email::submit)),
        )
        .service(
            web::resource("/impersonate")
                .route(web::get().to(pages::impersonate::show))
                .route(web::post().to(pages::impersonate::submit)),
        )
        .route("/", web::get().to(pages::home))
        .configure(pages::log_in::routes)
        .configure(oidc::routes)
        .configure(pages::privacy::routes)
        .configure(pages::assets)
        .default_service(web::to(pages::not_found))
        .wrap(from_fn(compress))
        .wrap(from_fn(rate_limit))
        .wrap(from_fn(cors))
        .wrap(from_fn(request_context))
}

/// The operators' application: their pages and API behind the same layers, and `routes` of the admin listener.
pub fn operators_app(
    edge: web::Data<Edge>,
    routes: impl FnOnce(&mut web::ServiceConfig),
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(edge)
        .service(
            web::resource("/graphql")
                .route(web::get().to(graphql_get))
                .route(web::post().to(graphql_post))
                .default_service(web::to(wrong_method)),
        )
        .configure(routes)
        .configure(pages::operators::routes)
        .configure(pages::assets)
        .default_service(web::to(pages::not_found))
        .wrap(from_fn(compress))
        .wrap(from_fn(rate_limit))
        .wrap(from_fn(cors))
        .wrap(from_fn(request_context))
}

async fn ready(edge: web::Data<Edge>) -> HttpResponse {
    readyz(edge.readiness.as_ref()).await
}

async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let mut response = refuse_with(&request, StatusCode::METHOD_NOT_ALLOWED, "use GET or POST");
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, POST"));
    response
}
