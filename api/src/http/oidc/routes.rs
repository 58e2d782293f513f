//! Which path goes where.

use actix_web::web;

use super::{backchannel_logout, callback, start};

/// A logout token has one or two kilobytes.
const MAX_FORM: usize = 64 * 1024;

/// Routes of log-ins through identity providers.
pub(in crate::http) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/auth/oidc/{connection}/start", web::get().to(start::start))
        .route(
            "/auth/oidc/{connection}/callback",
            web::get().to(callback::callback),
        )
        .service(
            web::resource("/auth/oidc/{connection}/backchannel-logout")
                .app_data(web::FormConfig::default().limit(MAX_FORM))
                .route(web::post().to(backchannel_logout::backchannel_logout)),
        );
}
