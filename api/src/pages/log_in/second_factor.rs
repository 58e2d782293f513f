//! The page of the second factor: a code of the app, a passkey, a recovery code. Comes after the right password only.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use xorb_domain::AppError;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{CompleteMfa, MfaChallenge, MfaMethod, SecondFactor};
use xorb_entities::identity::SessionDelivery;
use xorb_entities::tenants::Language;

use super::answer::{go_on, reason};
use super::form::{Filled, form, in_language, problem};
use super::return_to::return_to;
use super::words::{Words, code, words};
use crate::edge::Edge;
use crate::http::request_info;
use crate::pages::comes_from_here;
use crate::pages::{Page, escape, page_language, passkey_page_in};

/// What one of the forms sends: exactly one answer is not empty.
#[derive(Deserialize)]
pub(super) struct Form {
    token: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    recovery_code: String,
    #[serde(default)]
    response: String,
    #[serde(default)]
    return_to: String,
}

impl Form {
    fn factor(&self) -> SecondFactor {
        if !self.code.is_empty() {
            SecondFactor::Totp(self.code.as_str().into())
        } else if self.response.is_empty() {
            SecondFactor::RecoveryCode(self.recovery_code.as_str().into())
        } else {
            SecondFactor::Passkey(self.response.as_str().into())
        }
    }
}

/// Asks for what the person has.
pub(super) fn ask(
    language: Language,
    status: StatusCode,
    challenge: &MfaChallenge,
    given: &str,
    wrong: Option<&str>,
) -> HttpResponse {
    let words = words(language);
    let (code, _) = code(language);
    let hidden = format!(
        "<input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{}\">\n",
        escape(challenge.token.expose()),
        escape(return_to(given)),
    );
    let mut body = problem(wrong);
    for method in &challenge.methods {
        let options = challenge.passkey_options.as_deref();
        body.push_str(&part(words, code, *method, &hidden, options));
    }
    let page = Page {
        status,
        title: words.second_factor_title,
        body: &body,
    };
    if challenge.passkey_options.is_some() {
        passkey_page_in(language, &page)
    } else {
        in_language(language, status, words.second_factor_title, &body)
    }
}

/// The form of one method.
fn part(
    words: &Words,
    code: &str,
    method: MfaMethod,
    hidden: &str,
    options: Option<&str>,
) -> String {
    let Words {
        code_label,
        recovery_title,
        recovery_label,
        with_passkey,
        passkey_failed,
        go_on,
        ..
    } = words;
    let form = format!("<form method=\"post\" action=\"/log-in/second-factor?lang={code}\"");
    match method {
        MfaMethod::Totp => format!(
            "{form}>\n{hidden}<p><label for=\"code\">{code_label}</label>\n\
             <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required maxlength=\"8\" \
             autofocus></p>\n<p><button type=\"submit\">{go_on}</button></p>\n</form>\n"
        ),
        MfaMethod::Passkey => {
            let data = escape(options.unwrap_or_default());
            format!(
                "{form} data-passkey=\"{data}\">\n{hidden}<input type=\"hidden\" name=\"response\">\n\
                 <p><button type=\"submit\">{with_passkey}</button></p>\n\
                 <p role=\"alert\" data-failed hidden>{passkey_failed}</p>\n</form>\n"
            )
        }
        MfaMethod::RecoveryCode => format!(
            "<h2>{recovery_title}</h2>\n{form}>\n{hidden}<p><label for=\"recovery\">{recovery_label}</label>\n\
             <input id=\"recovery\" name=\"recovery_code\" autocomplete=\"off\" required maxlength=\"40\"></p>\n\
             <p><button type=\"submit\">{go_on}</button></p>\n</form>\n"
        ),
    }
}

/// Completes the log-in. After a wrong answer, the forms that can be filled again are shown again.
pub(super) async fn submit(
    request: HttpRequest,
    edge: web::Data<Edge>,
    input: web::Form<Form>,
) -> HttpResponse {
    let language = page_language(&request);
    let words = words(language);
    let begin_again = async |status, text| {
        let filled = Filled {
            tenant: "",
            return_to: &input.return_to,
            problem: Some(text),
        };
        form(&edge, language, status, filled).await
    };
    if !comes_from_here(&request, &edge) {
        return begin_again(StatusCode::FORBIDDEN, words.foreign_page).await;
    }
    let complete = CompleteMfa {
        challenge_token: input.token.as_str().into(),
        factor: input.factor(),
        delivery: Some(SessionDelivery::Cookie),
    };
    let done = edge
        .log_ins
        .complete(&request_info(&request), complete)
        .await;
    match done {
        Ok(grant) => go_on(&grant, &input.return_to),
        Err(error) => {
            let (status, text) = reason(words, &error);
            if !is_wrong_factor(&error) {
                return begin_again(status, text).await;
            }
            // The passkey's challenge is used up; codes can be typed again.
            let again = MfaChallenge {
                token: input.token.as_str().into(),
                methods: vec![MfaMethod::Totp, MfaMethod::RecoveryCode],
                passkey_options: None,
                expires_at: edge.clock.now(),
            };
            ask(language, status, &again, &input.return_to, Some(text))
        }
    }
}

fn is_wrong_factor(error: &AppError) -> bool {
    let AppError::User(errors) = error else {
        return matches!(error, AppError::RateLimited { .. });
    };
    errors
        .iter()
        .any(|error| error.code == UserErrorCode::InvalidCredentials)
}
