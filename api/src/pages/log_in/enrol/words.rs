//! What the pages say, in English and German.

use xorb_entities::tenants::Language;

/// The texts of one language. All of them are ours, so they need no escaping.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) with_app: &'static str,
    pub(super) with_passkey: &'static str,
    pub(super) scan: &'static str,
    pub(super) picture: &'static str,
    pub(super) or_type: &'static str,
    pub(super) code_label: &'static str,
    pub(super) confirm: &'static str,
    pub(super) wrong_code: &'static str,
    pub(super) begin_again: &'static str,
    pub(super) passkey_lead: &'static str,
    pub(super) make_passkey: &'static str,
    pub(super) passkey_failed: &'static str,
    pub(super) passkey_name: &'static str,
    pub(super) needs_script: &'static str,
    pub(super) no_passkeys: &'static str,
    pub(super) has_one: &'static str,
    pub(super) foreign_page: &'static str,
    pub(super) done_title: &'static str,
    pub(super) done: &'static str,
    pub(super) codes_lead: &'static str,
    pub(super) go_on: &'static str,
}

/// The texts of this language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

const ENGLISH: Words = Words {
    title: "Your second factor",
    lead: "Your company asks for a second factor beside your password. Choose one; you do this once.",
    with_app: "Use an authenticator app",
    with_passkey: "Use a passkey",
    scan: "Read this code with your authenticator app.",
    picture: "QR code for your authenticator app",
    or_type: "Or type this into the app:",
    code_label: "The code that the app shows then",
    confirm: "Confirm",
    wrong_code: "This is not the code that the app shows now. Take the next one, and look at the time on its device.",
    begin_again: "Begin again with a new code",
    passkey_lead: "A passkey verifies you by a fingerprint, your face or a PIN, and can't be guessed.",
    make_passkey: "Make the passkey",
    passkey_failed: "The passkey could not be made. Try again, or use an app.",
    passkey_name: "Passkey",
    needs_script: "A passkey needs JavaScript. Go back and use an app.",
    no_passkeys: "Passkeys are not available here. Use an app.",
    has_one: "There is nothing to confirm, or your account has an app already. Begin again.",
    foreign_page: "Please use the form on this page.",
    done_title: "Your second factor is ready",
    done: "From now on, a log-in asks for it.",
    codes_lead: "These recovery codes let you in once each, should you lose your device. They are shown this once: keep them in a safe place.",
    go_on: "Go on",
};

const GERMAN: Words = Words {
    title: "Ihr zweiter Faktor",
    lead: "Ihr Unternehmen verlangt neben dem Passwort einen zweiten Faktor. Wählen Sie einen; das geschieht einmal.",
    with_app: "Authenticator-App verwenden",
    with_passkey: "Passkey verwenden",
    scan: "Lesen Sie diesen Code mit Ihrer Authenticator-App.",
    picture: "QR-Code für Ihre Authenticator-App",
    or_type: "Oder tippen Sie dies in die App:",
    code_label: "Der Code, den die App dann zeigt",
    confirm: "Bestätigen",
    wrong_code: "Das ist nicht der Code, den die App jetzt zeigt. Nehmen Sie den nächsten, und prüfen Sie die Uhrzeit des Geräts.",
    begin_again: "Mit einem neuen Code von vorn beginnen",
    passkey_lead: "Ein Passkey erkennt Sie am Fingerabdruck, am Gesicht oder an einer PIN und kann nicht erraten werden.",
    make_passkey: "Passkey anlegen",
    passkey_failed: "Der Passkey konnte nicht angelegt werden. Versuchen Sie es noch einmal, oder nehmen Sie eine App.",
    passkey_name: "Passkey",
    needs_script: "Ein Passkey braucht JavaScript. Gehen Sie zurück und nehmen Sie eine App.",
    no_passkeys: "Passkeys gibt es hier nicht. Nehmen Sie eine App.",
    has_one: "Es gibt nichts zu bestätigen, oder Ihr Konto hat schon eine App. Beginnen Sie von vorn.",
    foreign_page: "Bitte verwenden Sie das Formular auf dieser Seite.",
    done_title: "Ihr zweiter Faktor ist bereit",
    done: "Ab jetzt fragt jede Anmeldung danach.",
    codes_lead: "Mit jedem dieser Wiederherstellungscodes kommen Sie einmal hinein, falls Sie Ihr Gerät verlieren. Sie werden nur jetzt gezeigt: Bewahren Sie sie sicher auf.",
    go_on: "Weiter",
};
