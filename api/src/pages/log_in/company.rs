//! `POST /log-in/company`: from a company's short name, or an address of its domain, to its identity providers. The answer
//! depends on the company only, never on an account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::answer::reason;
use super::form::{Filled, form, form_with};
use super::words::words;
use crate::edge::Edge;
use crate::pages::comes_from_here;
use crate::pages::page_language;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Form {
    company: String,
    #[serde(default)]
    return_to: String,
}

/// Shows what the company offers.
pub(super) async fn find(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let company = input.company.trim();
    let (tenant, email) = if company.contains('@') {
        (None, Some(company))
    } else {
        (Some(company), None)
    };
    let filled = |problem| Filled {
        tenant: tenant.unwrap_or_default(),
        return_to: &input.return_to,
        problem,
    };
    if !comes_from_here(&request, &edge) {
        let filled = filled(Some(words.foreign_page));
        return form(&edge, language, StatusCode::FORBIDDEN, filled).await;
    }
    match edge.log_ins.options(tenant, email).await {
        Ok(options) => {
            let problem = options.providers.is_empty().then_some(words.no_company);
            form_with(language, StatusCode::OK, filled(problem), &options)
        }
        Err(error) => {
            let (status, text) = reason(words, &error);
            form(&edge, language, status, filled(Some(text))).await
        }
    }
}
