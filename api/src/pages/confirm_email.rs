//! The page that the links of a change of address lead to: one button, so that no mail program that follows links confirms
//! anything.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::AppError;
use xorb_domain::secret::Secret;
use xorb_entities::tenants::Language;

use super::{Page, comes_from_here, escape, page_in, page_language};
use crate::edge::Edge;
use crate::http::request_info;

/// What the link carries, and the form sends.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    token: String,
}

struct Words {
    title: &'static str,
    lead: &'static str,
    confirm: &'static str,
    proven: &'static str,
    changed: &'static str,
    foreign_page: &'static str,
    link_void: &'static str,
    too_often: &'static str,
    failed: &'static str,
}

const ENGLISH: Words = Words {
    title: "Confirm your address",
    lead: "Somebody who is logged in with your XORB account wants to change its e-mail address. Confirm it only if it was you.",
    confirm: "Yes, it was me",
    proven: "This address is confirmed. Now open the link that was sent to the other one.",
    changed: "The address of your account is changed.",
    foreign_page: "Open the link of your mail again, and use the button there.",
    link_void: "This link is unknown, was used or has expired, or the address belongs to another account.",
    too_often: "Too many attempts. Please wait a while and try again.",
    failed: "This did not work. Please try again.",
};

const GERMAN: Words = Words {
    title: "Adresse bestätigen",
    lead: "Jemand, der mit Ihrem XORB-Konto angemeldet ist, möchte dessen E-Mail-Adresse ändern. Bestätigen Sie nur, wenn Sie \
           das waren.",
    confirm: "Ja, das war ich",
    proven: "Diese Adresse ist bestätigt. Öffnen Sie nun den Link, der an die andere gesendet wurde.",
    changed: "Die Adresse Ihres Kontos ist geändert.",
    foreign_page: "Öffnen Sie den Link Ihrer Mail noch einmal und benutzen Sie den Knopf dort.",
    link_void: "Dieser Link ist unbekannt, schon benutzt oder abgelaufen, oder die Adresse gehört zu einem anderen Konto.",
    too_often: "Zu viele Versuche. Bitte warten Sie etwas und versuchen Sie es noch einmal.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

/// Shows the button.
pub async fn show(request: HttpRequest, link: web::Query<Link>) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let body = format!(
        "<p>{lead}</p>\n<form method=\"post\" action=\"/confirm-email\">\n\
         <input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <p><button type=\"submit\">{confirm}</button></p>\n</form>",
        lead = words.lead,
        token = escape(&link.token),
        confirm = words.confirm,
    );
    answer(language, StatusCode::OK, &body)
}

/// Notes the proof.
pub async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Link>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    if !comes_from_here(&request, &edge) {
        return told(language, StatusCode::FORBIDDEN, "alert", words.foreign_page);
    }
    let token = Secret::new(input.into_inner().token);
    let info = request_info(&request);
    let confirmed = edge.accounts.confirm_email_change(&info, token);
    match confirmed.await {
        Ok(true) => told(language, StatusCode::OK, "status", words.changed),
        Ok(false) => told(language, StatusCode::OK, "status", words.proven),
        Err(AppError::User(_)) => told(language, StatusCode::BAD_REQUEST, "alert", words.link_void),
        Err(AppError::RateLimited { .. }) => told(
            language,
            StatusCode::TOO_MANY_REQUESTS,
            "alert",
            words.too_often,
        ),
        Err(error) => {
            tracing::error!(error = %error.chain(), "an address could not be confirmed");
            told(
                language,
                StatusCode::INTERNAL_SERVER_ERROR,
                "alert",
                words.failed,
            )
        }
    }
}

fn told(language: Language, status: StatusCode, role: &str, text: &str) -> HttpResponse {
    answer(language, status, &format!("<p role=\"{role}\">{text}</p>"))
}

fn answer(language: Language, status: StatusCode, body: &str) -> HttpResponse {
    let page = Page {
        status,
        title: words(language).title,
        body,
    };
    let mut response = page_in(language, &page);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
