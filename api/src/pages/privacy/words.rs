//! What the pages say, in English and German.

use xorb_entities::tenants::Language;

/// The texts of one language. All of them are ours, so they need no escaping.
pub(super) struct Words {
    pub(super) form_title: &'static str,
    pub(super) form_lead: &'static str,
    pub(super) email_label: &'static str,
    pub(super) email_hint: &'static str,
    pub(super) note_label: &'static str,
    pub(super) note_hint: &'static str,
    pub(super) send: &'static str,
    pub(super) other_language: &'static str,
    pub(super) received_title: &'static str,
    pub(super) received: &'static str,
    pub(super) confirm_title: &'static str,
    pub(super) confirm_lead: &'static str,
    pub(super) confirm: &'static str,
    pub(super) confirmed_title: &'static str,
    pub(super) confirmed_until: &'static str,
    pub(super) not_done_title: &'static str,
    pub(super) link_incomplete: &'static str,
    pub(super) link_void: &'static str,
    pub(super) invalid_input: &'static str,
    pub(super) foreign_page: &'static str,
    pub(super) too_large: &'static str,
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
    form_title: "Have your data erased",
    form_lead: "The organisation that sent you here may hold data about you. With this form you ask it to erase them. \
                You need no account.",
    email_label: "Your e-mail address",
    email_hint: "We look for the data that belongs to it, and write to it, so that nobody else can ask in your name.",
    note_label: "What else we should know (optional)",
    note_hint: "At most 4000 characters.",
    send: "Ask for erasure",
    other_language: "Deutsch",
    received_title: "We have received your request",
    received: "Please look into the mailbox of the address that you gave. A mail there asks you to confirm the request; \
               without that nothing happens. This page says the same to everybody, whether the address is known here or not.",
    confirm_title: "Confirm your request",
    confirm_lead: "With this button you confirm that you have asked for the erasure of the personal data that belongs to \
                   your e-mail address. What has been erased can't be brought back.",
    confirm: "Yes, erase my data",
    confirmed_title: "Your request is confirmed",
    confirmed_until: "A privacy officer looks at it now. You get an answer by mail, at the latest on",
    not_done_title: "This did not work",
    link_incomplete: "The link is not complete. Copy all of it from the mail into the address bar.",
    link_void: "This link is unknown, was used or has expired. If you have confirmed already, there is nothing more to do; \
                otherwise ask again.",
    invalid_input: "Give an e-mail address like name@example.org and a note of at most 4000 characters. Go back to the form.",
    foreign_page: "Open the form or the link of the mail again, and send it from there.",
    too_large: "That is too much. A note has at most 4000 characters.",
    too_often: "Too many attempts from your network. Please wait a minute and try again.",
    unavailable: "The service is busy. Please try again in a minute.",
    failed: "Something went wrong on our side. Please try again.",
};

const GERMAN: Words = Words {
    form_title: "Ihre Daten löschen lassen",
    form_lead: "Die Organisation, die Sie hierher geführt hat, hat vielleicht Daten über Sie. Mit diesem Formular bitten Sie \
                sie, diese zu löschen. Sie brauchen kein Konto.",
    email_label: "Ihre E-Mail-Adresse",
    email_hint: "Wir suchen die Daten, die zu ihr gehören, und schreiben an sie, damit niemand in Ihrem Namen fragt.",
    note_label: "Was wir noch wissen sollten (freiwillig)",
    note_hint: "Höchstens 4000 Zeichen.",
    send: "Um Löschung bitten",
    other_language: "English",
    received_title: "Ihr Anliegen ist eingegangen",
    received: "Bitte sehen Sie in das Postfach der angegebenen Adresse. Eine E-Mail dort bittet Sie, das Anliegen zu \
               bestätigen; ohne das geschieht nichts. Diese Seite sagt allen dasselbe, ob die Adresse hier bekannt ist oder nicht.",
    confirm_title: "Anliegen bestätigen",
    confirm_lead: "Mit diesem Knopf bestätigen Sie, dass Sie um die Löschung der personenbezogenen Daten gebeten haben, die zu \
                   Ihrer E-Mail-Adresse gehören. Was gelöscht ist, lässt sich nicht zurückholen.",
    confirm: "Ja, meine Daten löschen",
    confirmed_title: "Ihr Anliegen ist bestätigt",
    confirmed_until: "Eine für Datenschutz zuständige Person sieht es jetzt an. Sie bekommen eine Antwort per E-Mail, spätestens am",
    not_done_title: "Das hat nicht geklappt",
    link_incomplete: "Der Link ist unvollständig. Kopieren Sie ihn ganz aus der E-Mail in die Adresszeile.",
    link_void: "Dieser Link ist unbekannt, verbraucht oder abgelaufen. Wenn Sie schon bestätigt haben, ist nichts weiter zu tun; \
                sonst fragen Sie bitte noch einmal.",
    invalid_input: "Geben Sie eine E-Mail-Adresse wie name@example.org an und höchstens 4000 Zeichen dazu. Gehen Sie zurück zum Formular.",
    foreign_page: "Öffnen Sie das Formular oder den Link der E-Mail noch einmal, und senden Sie es von dort.",
    too_large: "Das ist zu viel. Eine Anmerkung hat höchstens 4000 Zeichen.",
    too_often: "Zu viele Versuche aus Ihrem Netz. Bitte warten Sie eine Minute und versuchen Sie es noch einmal.",
    unavailable: "Der Dienst ist ausgelastet. Bitte versuchen Sie es in einer Minute noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
};
