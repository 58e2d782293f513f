//! `GET /log-in`: the form, with the company's short name if the address says it.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_entities::tenants::Language;

use super::return_to::return_to;
use super::words::{Words, code, words};
use crate::edge::Edge;
use crate::pages::{Page, escape, page_in, page_language};

/// What the address may say.
#[derive(Default, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    tenant: String,
    #[serde(default, rename = "returnTo")]
    return_to: String,
}

/// What stands in the form.
#[derive(Clone, Copy)]
pub(super) struct Filled<'a> {
    pub(super) tenant: &'a str,
    pub(super) return_to: &'a str,
    pub(super) problem: Option<&'a str>,
}

/// Shows the form.
pub(super) async fn show(
    request: HttpRequest,
    edge: web::Data<Edge>,
    link: web::Query<Link>,
) -> HttpResponse {
    let filled = Filled {
        tenant: &link.tenant,
        return_to: &link.return_to,
        problem: None,
    };
    form(&edge, page_language(&request), StatusCode::OK, filled)
}

/// The form, for the first time or with what was wrong. Nothing of it comes back but the company's name.
pub(super) fn form(
    edge: &Edge,
    language: Language,
    status: StatusCode,
    filled: Filled<'_>,
) -> HttpResponse {
    let Words {
        log_in_title,
        tenant_label,
        email_label,
        password_label,
        log_in,
        forgotten,
        or_passkey,
        with_passkey,
        other_language,
        ..
    } = words(language);
    let (code, other) = code(language);
    let tenant = escape(filled.tenant);
    let to = escape(return_to(filled.return_to));
    let problem = problem(filled.problem);
    let passkey = if edge.log_ins.has_passkeys() {
        format!(
            "<h2>{or_passkey}</h2>\n<form method=\"post\" action=\"/log-in/passkey?lang={code}\">\n\
             <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
             <p><label for=\"passkey-tenant\">{tenant_label}</label>\n\
             <input id=\"passkey-tenant\" name=\"tenant\" value=\"{tenant}\" autocomplete=\"organization\" required \
             maxlength=\"63\"></p>\n<p><button type=\"submit\">{with_passkey}</button></p>\n</form>\n"
        )
    } else {
        String::new()
    };
    let body = format!(
        "{problem}<form method=\"post\" action=\"/log-in?lang={code}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
         <p><label for=\"tenant\">{tenant_label}</label>\n\
         <input id=\"tenant\" name=\"tenant\" value=\"{tenant}\" autocomplete=\"organization\" required maxlength=\"63\"></p>\n\
         <p><label for=\"email\">{email_label}</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required maxlength=\"254\"></p>\n\
         <p><label for=\"password\">{password_label}</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required \
         maxlength=\"128\"></p>\n\
         <p><button type=\"submit\">{log_in}</button> <a href=\"/reset-password?lang={code}\">{forgotten}</a></p>\n</form>\n\
         {passkey}<p><a href=\"?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{other_language}</a></p>"
    );
    in_language(language, status, log_in_title, &body)
}

/// What is wrong, where screen readers say it at once.
pub(super) fn problem(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| {
        format!("<p role=\"alert\" class=\"error\">{}</p>\n", escape(text))
    })
}

/// A page whose language the browser may have chosen.
pub(super) fn in_language(
    language: Language,
    status: StatusCode,
    title: &str,
    body: &str,
) -> HttpResponse {
    let page = Page {
        status,
        title,
        body,
    };
    let mut response = page_in(language, &page);
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Accept-Language"));
    response
}
