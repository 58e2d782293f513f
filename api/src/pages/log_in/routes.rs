//! Which path goes where.

use actix_web::web;

use super::{company, enrol, form, link, log_out, passkey, second_factor, submit};

/// Routes of all these pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/log-in")
                .route(web::get().to(form::show))
                .route(web::post().to(submit::submit)),
        )
        .service(
            web::resource("/log-in/link")
                .route(web::get().to(link::show))
                .route(web::post().to(link::submit)),
        )
        .route("/log-in/company", web::post().to(company::find))
        .route(
            "/log-in/second-factor",
            web::post().to(second_factor::submit),
        )
        .service(
            web::resource("/log-in/second-factor/enrol")
                .route(web::get().to(enrol::show))
                .route(web::post().to(enrol::begin)),
        )
        .route(
            "/log-in/second-factor/enrol/code",
            web::post().to(enrol::confirm_code),
        )
        .route(
            "/log-in/second-factor/enrol/passkey",
            web::post().to(enrol::keep_passkey),
        )
        .route("/log-in/passkey", web::post().to(passkey::start))
        .route("/log-in/passkey/answer", web::post().to(passkey::finish))
        .route("/log-in/error", web::get().to(log_out::error))
        .route("/log-out", web::post().to(log_out::submit))
        .route("/signed-out", web::get().to(log_out::signed_out));
}
