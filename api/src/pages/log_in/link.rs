//! `/log-in/link`: where everybody has to log in through an identity provider, an older account is linked to it once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::AppError;
use xorb_domain::identity::Credentials;
use xorb_domain::identity::federation::LogInProvider;
use xorb_entities::ids::IdentityProviderId;
use xorb_entities::tenants::Language;

use super::answer::reason;
use super::form::{Filled, form, in_language, problem};
use super::words::{Words, code, words};
use crate::caller::SESSION_COOKIE;
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::{escape, page_language};

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Form {
    provider: String,
}

/// Shows the providers.
pub(super) async fn show(request: HttpRequest, edge: web::Data<Edge>) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let info = request_info(&request);
    let providers = match credentials(&request) {
        Some(credentials) => edge.log_ins.providers_to_link(&info, &credentials).await,
        None => Err(AppError::Unauthenticated),
    };
    let providers = match providers {
        Ok(providers) => providers,
        Err(error) => return refused(&edge, language, &error).await,
    };
    let Words {
        link_lead,
        link_with,
        no_company,
        ..
    } = words;
    let (code, _) = code(language);
    let lead = if providers.is_empty() {
        problem(Some(no_company))
    } else {
        format!("<p>{link_lead}</p>\n")
    };
    let form = |provider: &LogInProvider| {
        format!(
            "<form method=\"post\" action=\"/log-in/link?lang={code}\">\n\
             <input type=\"hidden\" name=\"provider\" value=\"{}\">\n\
             <p><button type=\"submit\">{link_with} {}</button></p>\n</form>\n",
            IdentityProviderId::from(provider.id),
            escape(&provider.name)
        )
    };
    let forms: String = providers.iter().map(form).collect();
    let body = [lead, forms].concat();
    in_language(language, StatusCode::OK, words.link_title, &body)
}

/// Shows the way to the provider.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    if !comes_from_here(&request, &edge) {
        let text = problem(Some(words.foreign_page));
        return in_language(language, StatusCode::FORBIDDEN, words.error_title, &text);
    }
    let provider = input.provider.parse::<IdentityProviderId>();
    let address = match (credentials(&request), provider) {
        (Some(credentials), Ok(provider)) => {
            let info = request_info(&request);
            edge.log_ins
                .link(&info, &credentials, provider.uuid())
                .await
        }
        (None, _) => Err(AppError::Unauthenticated),
        (_, Err(_)) => Err(AppError::NotFound("identity provider")),
    };
    match address {
        Ok(address) => {
            let body = format!(
                "<p>{}</p>\n<p><a class=\"button\" href=\"{}\">{}</a></p>",
                words.link_go_lead,
                escape(&address),
                words.go_on
            );
            in_language(language, StatusCode::OK, words.link_title, &body)
        }
        Err(error) => refused(&edge, language, &error).await,
    }
}

fn credentials(request: &HttpRequest) -> Option<Credentials> {
    let cookie = request.cookie(SESSION_COOKIE)?;
    Some(Credentials::Cookie(cookie.value().into()))
}

/// Whatever has ended: begin again.
async fn refused(edge: &Edge, language: Language, error: &AppError) -> HttpResponse {
    let words = words(language);
    let (status, text) = match error {
        AppError::Unauthenticated | AppError::NotFound(_) | AppError::User(_) => {
            (StatusCode::BAD_REQUEST, words.over)
        }
        error => reason(words, error),
    };
    let filled = Filled {
        tenant: "",
        return_to: "",
        problem: Some(text),
    };
    form(edge, language, status, filled).await
}
