//! `GET /log-in`: the form, with the company's short name and its identity providers if the address says it.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::identity::LogInOptions;
use xorb_entities::tenants::Language;

use super::answer::reason;
use super::provider_buttons::provider_buttons;
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
    form(&edge, page_language(&request), StatusCode::OK, filled).await
}

/// The form, for the first time or with what was wrong. Nothing of it comes back but the company's name.
pub(super) async fn form(
    edge: &Edge,
    language: Language,
    status: StatusCode,
    filled: Filled<'_>,
) -> HttpResponse {
    let tenant = Some(filled.tenant).filter(|tenant| !tenant.is_empty());
    match edge.log_ins.options(tenant, None).await {
        Ok(options) => form_with(language, status, filled, &options),
        Err(error) => {
            let (status, text) = reason(words(language), &error);
            in_language(
                language,
                status,
                words(language).log_in_title,
                &problem(Some(text)),
            )
        }
    }
}

/// The same, where it is known what to offer.
pub(super) fn form_with(
    language: Language,
    status: StatusCode,
    filled: Filled<'_>,
    options: &LogInOptions,
) -> HttpResponse {
    let words = words(language);
    let (code, other) = code(language);
    let to = escape(return_to(filled.return_to));
    let tenant = escape(filled.tenant);
    let buttons = provider_buttons(
        words.with_provider,
        &options.providers,
        &[("returnTo", return_to(filled.return_to))],
    );
    let password = password_form(words, code, &tenant, &to);
    let password = if options.is_password_enabled {
        password
    } else {
        let summary = words.prove_once;
        format!("<details>\n<summary>{summary}</summary>\n{password}</details>\n")
    };
    let passkey = options
        .is_passkey_enabled
        .then(|| passkey_form(words, code, &tenant, &to));
    let company = options
        .providers
        .is_empty()
        .then(|| company_form(words, code, &to));
    let body = [
        problem(filled.problem),
        buttons,
        password,
        passkey.unwrap_or_default(),
        company.unwrap_or_default(),
        format!(
            "<p><a href=\"?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{}</a></p>",
            words.other_language
        ),
    ]
    .concat();
    in_language(language, status, words.log_in_title, &body)
}

fn password_form(words: &Words, code: &str, tenant: &str, to: &str) -> String {
    let Words {
        tenant_label,
        email_label,
        password_label,
        log_in,
        forgotten,
        ..
    } = words;
    format!(
        "<form method=\"post\" action=\"/log-in?lang={code}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
         <p><label for=\"tenant\">{tenant_label}</label>\n\
         <input id=\"tenant\" name=\"tenant\" value=\"{tenant}\" autocomplete=\"organization\" required maxlength=\"63\"></p>\n\
         <p><label for=\"email\">{email_label}</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required maxlength=\"254\"></p>\n\
         <p><label for=\"password\">{password_label}</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required \
         maxlength=\"128\"></p>\n\
         <p><button type=\"submit\">{log_in}</button> <a href=\"/reset-password?lang={code}\">{forgotten}</a></p>\n</form>\n"
    )
}

fn passkey_form(words: &Words, code: &str, tenant: &str, to: &str) -> String {
    let Words {
        tenant_label,
        or_passkey,
        with_passkey,
        ..
    } = words;
    format!(
        "<h2>{or_passkey}</h2>\n<form method=\"post\" action=\"/log-in/passkey?lang={code}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
         <p><label for=\"passkey-tenant\">{tenant_label}</label>\n\
         <input id=\"passkey-tenant\" name=\"tenant\" value=\"{tenant}\" autocomplete=\"organization\" required \
         maxlength=\"63\"></p>\n<p><button type=\"submit\">{with_passkey}</button></p>\n</form>\n"
    )
}

/// By post: an address of a person does not belong into the address of a page.
fn company_form(words: &Words, code: &str, to: &str) -> String {
    let Words {
        or_provider,
        company_label,
        find_company,
        ..
    } = words;
    format!(
        "<h2>{or_provider}</h2>\n<form method=\"post\" action=\"/log-in/company?lang={code}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
         <p><label for=\"company\">{company_label}</label>\n\
         <input id=\"company\" name=\"company\" autocomplete=\"organization\" required maxlength=\"254\"></p>\n\
         <p><button type=\"submit\">{find_company}</button></p>\n</form>\n"
    )
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
