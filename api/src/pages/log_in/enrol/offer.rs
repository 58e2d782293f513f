//! The second page: what goes into the app, or the browser's question for a passkey.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use xorb_domain::identity::TotpEnrollment;
use xorb_entities::tenants::Language;

use super::qr_code::qr_code;
use super::shown::{Shown, never_stored};
use super::words::{Words, words};
use crate::pages::escape;
use crate::pages::log_in::form::problem;
use crate::pages::log_in::return_to::return_to;
use crate::pages::log_in::words::code;

/// The QR code, the secret for typing, and the form for the first code.
pub(super) fn offer_app(
    language: Language,
    enrollment: &TotpEnrollment,
    given: &str,
) -> HttpResponse {
    let Words {
        scan,
        picture,
        or_type,
        ..
    } = words(language);
    // Without a picture there is still the text.
    let image = qr_code(enrollment.otpauth_uri.expose(), picture).unwrap_or_default();
    let lead = format!(
        "<p>{scan}</p>\n{image}\n<p>{or_type} <code>{}</code></p>\n",
        escape(enrollment.secret.expose())
    );
    ask_code(language, StatusCode::OK, &lead, given)
}

/// Only the form for a code, with what was wrong with the last one.
pub(super) fn ask_again(language: Language, status: StatusCode, given: &str) -> HttpResponse {
    let Words {
        wrong_code,
        begin_again,
        ..
    } = words(language);
    let (code, _) = code(language);
    let lead = format!(
        "{}<p><a href=\"/log-in/second-factor/enrol?lang={code}\">{begin_again}</a></p>\n",
        problem(Some(wrong_code))
    );
    ask_code(language, status, &lead, given)
}

fn ask_code(language: Language, status: StatusCode, lead: &str, given: &str) -> HttpResponse {
    let Words {
        title,
        code_label,
        confirm,
        ..
    } = words(language);
    let (code, _) = code(language);
    let to = escape(return_to(given));
    let body = format!(
        "{lead}<form method=\"post\" action=\"/log-in/second-factor/enrol/code?lang={code}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{to}\">\n\
         <p><label for=\"code\">{code_label}</label>\n\
         <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required maxlength=\"8\"></p>\n\
         <p><button type=\"submit\">{confirm}</button></p>\n</form>\n"
    );
    let shown = Shown {
        status,
        title,
        body: &body,
        is_scripted: false,
    };
    never_stored(language, shown)
}

/// Asks the browser for a new passkey.
pub(super) fn offer_passkey(language: Language, options: &str, given: &str) -> HttpResponse {
    let Words {
        title,
        passkey_lead,
        make_passkey,
        passkey_failed,
        needs_script,
        ..
    } = words(language);
    let (code, _) = code(language);
    let body = format!(
        "<p>{passkey_lead}</p>\n\
         <form method=\"post\" action=\"/log-in/second-factor/enrol/passkey?lang={code}\" data-passkey=\"{}\" data-create>\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{}\">\n<input type=\"hidden\" name=\"response\">\n\
         <p><button type=\"submit\">{make_passkey}</button></p>\n\
         <p role=\"alert\" data-failed hidden>{passkey_failed}</p>\n</form>\n\
         <noscript><p role=\"alert\">{needs_script}</p></noscript>\n",
        escape(options),
        escape(return_to(given)),
    );
    let shown = Shown {
        status: StatusCode::OK,
        title,
        body: &body,
        is_scripted: true,
    };
    never_stored(language, shown)
}
