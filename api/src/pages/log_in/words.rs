//! What the pages say, in English and German.

use xorb_entities::tenants::Language;

/// The texts of one language. All of them are ours, so they need no escaping.
pub(super) struct Words {
    pub(super) log_in_title: &'static str,
    pub(super) tenant_label: &'static str,
    pub(super) email_label: &'static str,
    pub(super) password_label: &'static str,
    pub(super) log_in: &'static str,
    pub(super) forgotten: &'static str,
    pub(super) or_passkey: &'static str,
    pub(super) with_passkey: &'static str,
    pub(super) passkey_title: &'static str,
    pub(super) passkey_lead: &'static str,
    pub(super) passkey_failed: &'static str,
    pub(super) no_passkeys: &'static str,
    pub(super) wrong_passkey: &'static str,
    pub(super) second_factor_title: &'static str,
    pub(super) code_label: &'static str,
    pub(super) recovery_title: &'static str,
    pub(super) recovery_label: &'static str,
    pub(super) go_on: &'static str,
    pub(super) other_language: &'static str,
    pub(super) wrong: &'static str,
    pub(super) wrong_factor: &'static str,
    pub(super) over: &'static str,
    pub(super) foreign_page: &'static str,
    pub(super) too_often: &'static str,
    pub(super) unavailable: &'static str,
    pub(super) failed: &'static str,
    pub(super) signed_out_title: &'static str,
    pub(super) signed_out: &'static str,
    pub(super) error_title: &'static str,
    pub(super) error: &'static str,
}

/// The texts of this language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

/// The language in addresses, and the other one.
pub(super) const fn code(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => ("en", "de"),
        Language::De => ("de", "en"),
    }
}

const ENGLISH: Words = Words {
    log_in_title: "Log in",
    tenant_label: "Your company's short name",
    email_label: "Your e-mail address",
    password_label: "Password",
    log_in: "Log in",
    forgotten: "Forgotten your password?",
    or_passkey: "Or with a passkey",
    with_passkey: "Use a passkey",
    passkey_title: "Log in with a passkey",
    passkey_lead: "Your browser asks for the passkey that you have made for this account.",
    passkey_failed: "The passkey could not be used. Try again, or take another way.",
    no_passkeys: "Passkeys are not available here.",
    wrong_passkey: "This passkey is not known here, or its answer does not fit. Please try again.",
    second_factor_title: "One more step",
    code_label: "The code that your authenticator app shows",
    recovery_title: "Without your device",
    recovery_label: "One of your recovery codes",
    go_on: "Go on",
    other_language: "Deutsch",
    wrong: "Company, address or password is wrong.",
    wrong_factor: "This is not right, or was used already. Take the next code.",
    over: "This log-in has expired, or had too many tries. Please log in again.",
    foreign_page: "Please use the form on this page.",
    too_often: "Too many attempts. Please wait a minute and try again.",
    unavailable: "The service is busy. Please try again in a minute.",
    failed: "Something went wrong on our side. Please try again.",
    signed_out_title: "You are logged out",
    signed_out: "Your session on this browser has ended.",
    error_title: "The log-in did not work",
    error: "Please try again. If it does not work again, ask your administrator.",
};

const GERMAN: Words = Words {
    log_in_title: "Anmelden",
    tenant_label: "Kurzname Ihres Unternehmens",
    email_label: "Ihre E-Mail-Adresse",
    password_label: "Passwort",
    log_in: "Anmelden",
    forgotten: "Passwort vergessen?",
    or_passkey: "Oder mit einem Passkey",
    with_passkey: "Passkey verwenden",
    passkey_title: "Mit einem Passkey anmelden",
    passkey_lead: "Ihr Browser fragt nach dem Passkey, den Sie für dieses Konto angelegt haben.",
    passkey_failed: "Der Passkey konnte nicht verwendet werden. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.",
    no_passkeys: "Passkeys gibt es hier nicht.",
    wrong_passkey: "Dieser Passkey ist hier nicht bekannt, oder seine Antwort passt nicht. Bitte versuchen Sie es noch einmal.",
    second_factor_title: "Noch ein Schritt",
    code_label: "Der Code, den Ihre Authenticator-App zeigt",
    recovery_title: "Ohne Ihr Gerät",
    recovery_label: "Einer Ihrer Wiederherstellungscodes",
    go_on: "Weiter",
    other_language: "English",
    wrong: "Unternehmen, Adresse oder Passwort ist falsch.",
    wrong_factor: "Das stimmt nicht oder wurde schon benutzt. Nehmen Sie den nächsten Code.",
    over: "Diese Anmeldung ist abgelaufen oder hatte zu viele Versuche. Bitte melden Sie sich neu an.",
    foreign_page: "Bitte benutzen Sie das Formular auf dieser Seite.",
    too_often: "Zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es noch einmal.",
    unavailable: "Der Dienst ist ausgelastet. Bitte versuchen Sie es in einer Minute noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    signed_out_title: "Sie sind abgemeldet",
    signed_out: "Ihre Sitzung in diesem Browser ist beendet.",
    error_title: "Die Anmeldung hat nicht geklappt",
    error: "Bitte versuchen Sie es noch einmal. Wenn es wieder nicht geht, fragen Sie Ihre Administration.",
};
