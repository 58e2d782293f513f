//! The form, and the two pages that are a title and a sentence.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, VARY};
use xorb_entities::tenants::Language;

use super::words::{Words, words};
use crate::pages::{Page, page_in};

/// The form of the tenant with this short name, which is letters, digits and hyphens.
pub(super) fn form(language: Language, slug: &str) -> HttpResponse {
    let Words {
        form_lead,
        email_label,
        email_hint,
        note_label,
        note_hint,
        send,
        other_language,
        ..
    } = words(language);
    let (code, other) = match language {
        Language::En => ("en", "de"),
        Language::De => ("de", "en"),
    };
    let body = format!(
        "<p>{form_lead}</p>\n\
         <form method=\"post\" action=\"/privacy/{slug}/requests?lang={code}\">\n\
         <p><label for=\"email\">{email_label}</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required maxlength=\"254\" \
         aria-describedby=\"email-hint\">\n<span class=\"hint\" id=\"email-hint\">{email_hint}</span></p>\n\
         <p><label for=\"note\">{note_label}</label>\n\
         <textarea id=\"note\" name=\"note\" rows=\"4\" maxlength=\"4000\" aria-describedby=\"note-hint\"></textarea>\n\
         <span class=\"hint\" id=\"note-hint\">{note_hint}</span></p>\n\
         <p><button type=\"submit\">{send}</button></p>\n</form>\n\
         <p><a href=\"?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{other_language}</a></p>"
    );
    in_language(language, StatusCode::OK, words(language).form_title, &body)
}

/// A page that says one thing.
pub(super) fn statement(
    language: Language,
    status: StatusCode,
    title: &str,
    text: &str,
) -> HttpResponse {
    let role = if status.is_success() {
        "status"
    } else {
        "alert"
    };
    let body = format!("<p role=\"{role}\">{text}</p>");
    in_language(language, status, title, &body)
}

/// A page whose language the browser may have chosen.
pub(super) fn in_language(
    language: Language,
    status: StatusCode,
    title: &str,
    body: &str,
) -> HttpResponse {
    let mut response = page_in(
        language,
        &Page {
            status,
            title,
            body,
        },
    );
    response
        .headers_mut()
        .append(VARY, HeaderValue::from_static("Accept-Language"));
    response
}
