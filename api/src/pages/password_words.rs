//! What the pages of a lost password say, in English and German.

use xorb_entities::tenants::Language;

/// The texts of one language. All of them are ours, so they need no escaping.
pub(super) struct Words {
    pub(super) ask_title: &'static str,
    pub(super) tenant_label: &'static str,
    pub(super) email_label: &'static str,
    pub(super) ask: &'static str,
    pub(super) asked_title: &'static str,
    pub(super) asked: &'static str,
    pub(super) choose_title: &'static str,
    pub(super) password_label: &'static str,
    pub(super) revoke: &'static str,
    pub(super) choose: &'static str,
    pub(super) chosen_title: &'static str,
    pub(super) chosen: &'static str,
    pub(super) foreign_page: &'static str,
    pub(super) link_void: &'static str,
    pub(super) too_weak: &'static str,
    pub(super) too_often: &'static str,
    pub(super) unavailable: &'static str,
    pub(super) failed: &'static str,
}

/// The texts of this language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

const ENGLISH: Words = Words {
    ask_title: "Forgot your password?",
    tenant_label: "Your company's short name",
    email_label: "Your e-mail address",
    ask: "Send me a link",
    asked_title: "Look into your mailbox",
    asked: "If there is an account with this address, a mail with a link is on its way. The link works once and for half \
            an hour. This page says the same to everybody.",
    choose_title: "Choose a new password",
    password_label: "A password of at least 15 characters",
    revoke: "Revoke my API keys too: somebody else may have known the old password",
    choose: "Set the password",
    chosen_title: "Your password is changed",
    chosen: "All sessions were ended. Log in with your new password.",
    foreign_page: "Open the link of your mail again, and use the form there.",
    link_void: "This link is unknown, was used or has expired; ask for a new one.",
    too_weak: "Choose another password: at least 15 characters, and not easy to guess from your name, address or company.",
    too_often: "Too many attempts. Please wait a while and try again.",
    unavailable: "This is not available at the moment. Please try again soon.",
    failed: "This did not work. Please try again.",
};

const GERMAN: Words = Words {
    ask_title: "Passwort vergessen?",
    tenant_label: "Kurzname Ihres Unternehmens",
    email_label: "Ihre E-Mail-Adresse",
    ask: "Link zusenden",
    asked_title: "Sehen Sie in Ihr Postfach",
    asked: "Wenn es ein Konto mit dieser Adresse gibt, ist eine Mail mit einem Link unterwegs. Der Link gilt einmal und eine \
            halbe Stunde. Diese Seite sagt allen dasselbe.",
    choose_title: "Neues Passwort wählen",
    password_label: "Ein Passwort mit mindestens 15 Zeichen",
    revoke: "Auch meine API-Schlüssel widerrufen: Jemand anders könnte das alte Passwort gekannt haben",
    choose: "Passwort setzen",
    chosen_title: "Ihr Passwort ist geändert",
    chosen: "Alle Sitzungen wurden beendet. Melden Sie sich mit dem neuen Passwort an.",
    foreign_page: "Öffnen Sie den Link Ihrer Mail noch einmal und benutzen Sie das Formular dort.",
    link_void: "Dieser Link ist unbekannt, schon benutzt oder abgelaufen; fordern Sie einen neuen an.",
    too_weak: "Wählen Sie ein anderes Passwort: mindestens 15 Zeichen und nicht leicht aus Name, Adresse oder Unternehmen zu \
               erraten.",
    too_often: "Zu viele Versuche. Bitte warten Sie etwas und versuchen Sie es noch einmal.",
    unavailable: "Das ist gerade nicht möglich. Bitte versuchen Sie es bald noch einmal.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
};
