//! The one page of a log-in through a provider that did not work. It is the same whatever the reason: a provider's text, and
//! whether there is an account, are nobody's business here.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse};
use xorb_domain::AppError;
use xorb_entities::tenants::Language;

use crate::oidc::Failure;
use crate::pages::{Page, page_in, page_language};

/// What a person gets to see.
pub(super) fn failure_page(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    match failure {
        Failure::Refused => refused_page(request),
        Failure::Broken(AppError::RateLimited { retry_after }) => {
            let mut response = render(request, StatusCode::TOO_MANY_REQUESTS, busy);
            let seconds = HeaderValue::from(retry_after.as_secs().max(1));
            response.headers_mut().insert(RETRY_AFTER, seconds);
            response
        }
        Failure::Broken(error) => {
            tracing::error!(error = %error.chain(), "a log-in through a provider failed");
            render(request, StatusCode::SERVICE_UNAVAILABLE, busy)
        }
    }
}

/// The constant page.
pub(super) fn refused_page(request: &HttpRequest) -> HttpResponse {
    render(request, StatusCode::BAD_REQUEST, refused)
}

type Words = fn(Language) -> (&'static str, &'static str);

fn render(request: &HttpRequest, status: StatusCode, words: Words) -> HttpResponse {
    let language = page_language(request);
    let (title, body) = words(language);
    let mut response = page_in(
        language,
        &Page {
            status,
            title,
            body,
        },
    );
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    response
}

fn refused(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => (
            "The log-in did not work",
            "<p>Please begin again from your company's log-in page. If it happens again, tell your administrator when it \
             happened: the reason is in the company's audit trail.</p>\n<p><a class=\"button\" href=\"/\">Go on</a></p>",
        ),
        Language::De => (
            "Die Anmeldung hat nicht geklappt",
            "<p>Bitte beginnen Sie noch einmal auf der Anmeldeseite Ihrer Firma. Wenn es wieder geschieht, sagen Sie Ihrer \
             Administration, wann es war: der Grund steht im Audit-Trail der Firma.</p>\n\
             <p><a class=\"button\" href=\"/\">Weiter</a></p>",
        ),
    }
}

fn busy(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => (
            "Not right now",
            "<p>This can't be done at the moment. Please try again in a minute.</p>",
        ),
        Language::De => (
            "Gerade nicht",
            "<p>Das geht im Augenblick nicht. Bitte versuchen Sie es in einer Minute noch einmal.</p>",
        ),
    }
}
