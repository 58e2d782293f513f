//! Which path goes where. `confirm` is no tenant's short name.

use actix_web::{HttpRequest, HttpResponse, web};
use xorb_domain::tenants::TenantSlug;

use super::form::form;
use super::{confirm, submit};
use crate::pages::{not_found, page_language};

/// The platform's own accounts: the tenant of this short name.
const PLATFORM: &str = "platform";

/// Routes of all these pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/privacy", web::get().to(show_platform))
        .service(
            web::resource("/privacy/confirm")
                .route(web::get().to(confirm::show))
                .route(web::post().to(confirm::submit)),
        )
        .route("/privacy/{tenant}", web::get().to(show))
        .route("/privacy/{tenant}/requests", web::post().to(submit::submit));
}

async fn show_platform(request: HttpRequest) -> HttpResponse {
    form(page_language(&request), PLATFORM)
}

/// The same page whether there is such a tenant or not; only what can't be one is not found.
async fn show(request: HttpRequest, tenant: web::Path<String>) -> HttpResponse {
    match tenant.parse::<TenantSlug>() {
        Ok(slug) => form(page_language(&request), slug.as_str()),
        Err(_) => not_found(request).await,
    }
}
