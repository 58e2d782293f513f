//! The letters in German.

use chrono::{DateTime, Utc};

use super::Letter;
use super::letter::instant;

/// Subject and body.
#[expect(clippy::too_many_lines, reason = "each letter stands once")]
pub(super) fn write(letter: &Letter) -> (String, String) {
    match letter {
        Letter::Invitation {
            tenant_name,
            link,
            expires_at,
        } => (
            format!("Einladung zu {tenant_name}"),
            format!(
                "Sie sind eingeladen, bei {tenant_name} auf XORB mitzuarbeiten.\n\n\
                 Öffnen Sie diesen Link, um ein Passwort zu wählen und anzunehmen:\n\n{link}\n\n\
                 Der Link gilt einmal und bis {}.\n\
                 Wenn Sie nichts davon wissen, brauchen Sie nichts zu tun.\n",
                instant(*expires_at)
            ),
        ),
        Letter::PasswordReset {
            tenant_name,
            link,
            expires_at,
        } => (
            "Ein neues Passwort für Ihr XORB-Konto".to_owned(),
            format!(
                "Jemand, hoffentlich Sie, hat ein neues Passwort für Ihr XORB-Konto bei {tenant_name} angefordert.\n\n\
                 Öffnen Sie diesen Link, um es zu wählen:\n\n{link}\n\n\
                 Der Link gilt einmal und bis {}.\n\
                 Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.\n",
                instant(*expires_at)
            ),
        ),
        Letter::PasswordChanged { tenant_name, keys } => (
            "Ihr Passwort wurde geändert".to_owned(),
            format!(
                "Das Passwort Ihres XORB-Kontos bei {tenant_name} wurde geändert; \
                 alle anderen Sitzungen wurden beendet.\n\n\
                 {}Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.\n",
                keys.in_german()
            ),
        ),
        Letter::ApiKeyCreated {
            tenant_name,
            key,
            expires_at,
        } => (
            "Sie haben einen neuen API-Schlüssel".to_owned(),
            format!(
                "Mit Ihrem XORB-Konto bei {tenant_name} wurde der API-Schlüssel {key} angelegt. Er gilt bis {}.\n\n\
                 Wenn Sie das nicht waren, widerrufen Sie den Schlüssel, ändern Sie Ihr Passwort und sagen Sie es sofort \
                 Ihrer Administration.\n",
                instant(*expires_at)
            ),
        ),
        Letter::ApiKeyEnds {
            tenant_name,
            key,
            expires_at,
        } => (
            format!("Ein API-Schlüssel von {tenant_name} läuft bald ab"),
            format!(
                "Der API-Schlüssel {key} von {tenant_name} gilt bis {} und nicht länger.\n\n\
                 Wenn ein Programm ihn noch braucht, ersetzen Sie ihn mit rotateApiKey: Eine Zeit lang gelten beide. Wenn nicht, \
                 ist nichts zu tun.\n",
                instant(*expires_at)
            ),
        ),
        Letter::AccountReactivated { tenant_name } => (
            "Ihr Konto ist wieder aktiv".to_owned(),
            format!(
                "Ihr XORB-Konto bei {tenant_name} wurde wieder freigegeben. Sie können sich wieder mit Ihrem Passwort anmelden.\n\n\
                 Wenn Sie nichts davon wissen, sagen Sie es Ihrer Administration.\n"
            ),
        ),
        Letter::OwnershipTransferred { tenant_name } => (
            format!("{tenant_name} hat eine andere Eigentümerin oder einen anderen Eigentümer"),
            format!(
                "Die Eigentümerschaft von {tenant_name} auf XORB wurde übergeben, an Sie oder von Ihnen. \
                 In der Liste der Personen sehen Sie, wer sie jetzt hat.\n\n\
                 Wenn Sie nichts davon wissen, sagen Sie es sofort dem Betreiber der Plattform.\n"
            ),
        ),
        Letter::ConfirmEmail {
            tenant_name,
            link,
            expires_at,
        } => (
            "Bestätigen Sie die neue Adresse Ihres XORB-Kontos".to_owned(),
            format!(
                "Jemand, der mit Ihrem XORB-Konto bei {tenant_name} angemeldet ist, möchte dessen E-Mail-Adresse ändern. \
                 Diese Mail geht an die alte und an die neue Adresse; beide müssen bestätigt werden.\n\n\
                 Öffnen Sie diesen Link, um zu bestätigen:\n\n{link}\n\n\
                 Der Link gilt bis {}.\n\
                 Wenn Sie das nicht waren, öffnen Sie ihn nicht, ändern Sie Ihr Passwort und sagen Sie es Ihrer Administration.\n",
                instant(*expires_at)
            ),
        ),
        Letter::EmailChanged { tenant_name } => (
            "Die Adresse Ihres XORB-Kontos wurde geändert".to_owned(),
            format!(
                "Die E-Mail-Adresse Ihres XORB-Kontos bei {tenant_name} wurde geändert. Diese Mail geht an die alte und an die neue Adresse.\n\n\
                 Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.\n"
            ),
        ),
        Letter::IdentityLinked {
            tenant_name,
            provider,
        } => (
            "Ihr Konto hat eine weitere Anmeldung".to_owned(),
            format!(
                "Mit Ihrem XORB-Konto bei {tenant_name} können Sie sich jetzt auch über {provider} anmelden.\n\n\
                 Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.\n"
            ),
        ),
        Letter::IdentityUnlinked {
            tenant_name,
            provider,
        } => (
            "Ein Weg zu Ihrem Konto besteht nicht mehr".to_owned(),
            format!(
                "An Ihrem XORB-Konto bei {tenant_name} kann man sich nicht mehr über {provider} anmelden. Sitzungen, die von \
                 dort kamen, sind beendet.\n\n\
                 Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.\n"
            ),
        ),
        Letter::RefreshTokenReused { tenant_name } => (
            "Eine Sitzung wurde zu Ihrer Sicherheit beendet".to_owned(),
            format!(
                "Ein Refresh-Token Ihres XORB-Kontos bei {tenant_name} wurde zweimal benutzt; \
                 jemand könnte eine Kopie haben. Die Sitzung wurde beendet.\n\n\
                 Melden Sie sich neu an. Wenn es wieder geschieht, sagen Sie es Ihrer Administration.\n"
            ),
        ),
        Letter::OwnerAdded { tenant_name } => (
            "Ihr Unternehmen hat einen neuen Owner".to_owned(),
            format!(
                "Bei {tenant_name} wurde jemand zum Owner gemacht oder dazu eingeladen. Owner dürfen alles. Diese Nachricht \
                 erhalten alle Owner.\n\n\
                 Wenn das niemand von Ihnen war: Sehen Sie sofort nach Benutzern, Einladungen und in den Audit-Trail.\n"
            ),
        ),
        Letter::SecondFactorGuessed { tenant_name } => (
            "Jemand kennt Ihr Passwort".to_owned(),
            format!(
                "An Ihrem XORB-Konto bei {tenant_name} hat sich jemand mit dem richtigen Passwort angemeldet und dann so oft \
                 falsche zweite Faktoren angegeben, dass die Anmeldung abgebrochen wurde.\n\n\
                 Wenn Sie das nicht waren: Wählen Sie jetzt ein anderes Passwort. Ihr zweiter Faktor hat standgehalten.\n"
            ),
        ),
        Letter::LogInGuessed { tenant_name } => (
            "Jemand versucht, Ihr Passwort zu erraten".to_owned(),
            format!(
                "Die Anmeldung an Ihrem XORB-Konto bei {tenant_name} ist hundertmal hintereinander fehlgeschlagen. Geräte, \
                 die Sie noch nicht benutzt haben, können sich jetzt nur noch mit einem Passkey oder über einen \
                 Identity-Provider anmelden, bis Sie sich angemeldet haben.\n\n\
                 Ihre bisherigen Geräte arbeiten wie immer. Wenn Sie auf einem neuen ein Passwort brauchen, fordern Sie auf \
                 seiner Anmeldeseite zuerst ein neues an. Ein Passkey kann nicht erraten werden: Erwägen Sie einen.\n"
            ),
        ),
        Letter::BreakGlass(letter) => letter.in_german(),
        Letter::NewDevice(letter) => letter.in_german(),
        Letter::SecondFactorChanged(letter) => letter.in_german(),
        Letter::SupportAccess(letter) => letter.in_german(),
        Letter::WebhookDisabled {
            tenant_name,
            endpoint,
            host,
            is_gone,
        } => {
            let why = if *is_gone {
                "er mit 410 Gone geantwortet hat"
            } else {
                "ihm seit Tagen nichts zugestellt werden konnte"
            };
            (
                format!("Ein Webhook-Endpunkt von {tenant_name} wurde abgeschaltet"),
                format!(
                    "Der Webhook-Endpunkt {endpoint} bei {host} wurde abgeschaltet, weil {why}.\n\n\
                     Ihm wird nichts mehr gesendet. Wenn er wieder arbeitet, schalten Sie ihn mit \
                     updateWebhookEndpoint ein und senden Sie mit redeliverWebhook noch einmal, was nicht ankam.\n"
                ),
            )
        }
        Letter::RequestDue {
            tenant_name,
            request,
            days,
            due_at,
        } => request_due(tenant_name, request, *days, *due_at),
    }
}

fn request_due(
    tenant_name: &str,
    request: &str,
    days: i32,
    due_at: DateTime<Utc>,
) -> (String, String) {
    (
        format!("Ein Betroffenenantrag an {tenant_name} ist in höchstens {days} Tagen fällig"),
        format!(
            "Der Antrag {request} muss bis {} beantwortet sein.\n\n\
             Führen Sie ihn aus, lehnen Sie ihn mit einem Grund ab oder verlängern Sie ihn im ersten Monat mit einer \
             Begründung.\n",
            instant(due_at)
        ),
    )
}
