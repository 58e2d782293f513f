//! Which path goes where.

use actix_web::web;

use super::{enroll, home, impersonate, log_in, log_out};

/// Routes of all these pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(home::show))
        .service(
            web::resource("/enroll")
                .route(web::get().to(enroll::show))
                .route(web::post().to(enroll::submit)),
        )
        .route("/log-in", web::post().to(log_in::start))
        .route("/log-in/answer", web::post().to(log_in::finish))
        .route("/impersonate", web::post().to(impersonate::submit))
        .route("/log-out", web::post().to(log_out::submit));
}
