//! The last letter: that it is done, the certificate, and the salt that only the person gets.
//!
//! Its id is made from the request's, so that a run which died after writing it writes the same letter again.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestMessageKind;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::tenants::Language;

use super::certify::find_certificate;
use crate::AppError;
use crate::crypto::FieldHasher;
use crate::db::TenantTx;
use crate::identity::{MailFile, MailToSend};
use crate::privacy::requests::{Vault, find_request, read_vault, subject_line};

/// A letter on its way out, outside the person's rows, which are gone.
pub struct CompletionLetter {
    pub request_id: Uuid,
    pub file: MailFile,
    pub mail: MailToSend,
}

/// Mail lines must stay short; whoever verifies ignores the breaks.
const LINE: usize = 76;

/// The letters of the request and of those that have joined it; none where nobody knows where to send it, or if it is
/// finished with.
///
/// # Errors
/// `NotFound` if the request is gone; as the database says.
pub async fn completion_letters(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<Vec<CompletionLetter>, AppError> {
    let certificate = find_certificate(tx, request_id).await?;
    let vault = read_vault(tx, request_id).await?;
    let (Some((jws, issued_at)), Some(vault)) = (certificate, vault) else {
        return Ok(Vec::new());
    };
    let mut letters = Vec::new();
    for (id, recipient) in recipients(&vault, request_id) {
        let request = find_request(tx, id).await?;
        let request = request.ok_or(AppError::NotFound("data-subject request"))?;
        letters.push(letter(&request, recipient, &vault, (&jws, issued_at)));
    }
    Ok(letters)
}

/// The letter about one request, from what was read before: its vault, or that of the erasure that answers it, and the
/// certificate.
pub(super) fn letter(
    request: &RequestRow,
    recipient: String,
    vault: &Vault,
    (jws, issued_at): (&str, DateTime<Utc>),
) -> CompletionLetter {
    let salt = vault.salt.as_deref().unwrap_or_default();
    let body = match request.language {
        Language::En => english(request.id, jws, salt),
        Language::De => german(request.id, jws, salt),
    };
    CompletionLetter {
        request_id: request.id,
        file: MailFile {
            tenant_id: request.tenant_id,
            mail_id: letter_id(request.id),
        },
        mail: MailToSend {
            recipient,
            subject: subject_line(RequestMessageKind::Completed, request.language).to_owned(),
            body,
            language: request.language,
            written_at: issued_at,
        },
    }
}

/// The id of a request's last letter.
#[must_use]
pub fn letter_id(request_id: Uuid) -> Uuid {
    let mut hasher = FieldHasher::new("xorb/completion-letter/v1");
    hasher.field(request_id.as_bytes());
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(hasher.finish())
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Who gets a last letter, and about which request: this one, and those that have joined it.
pub(super) fn recipients(vault: &Vault, request_id: Uuid) -> Vec<(Uuid, String)> {
    let own = recipient(vault).map(|recipient| (request_id, recipient));
    let joined = vault
        .joined
        .iter()
        .filter_map(|joined| Some((joined.request_id, joined.reply_to.clone()?)));
    own.into_iter().chain(joined).collect()
}

fn recipient(vault: &Vault) -> Option<String> {
    let known = vault
        .identifiers
        .iter()
        .find(|known| known.kind() == crate::privacy::IdentifierKind::Email);
    vault
        .reply_to
        .clone()
        .or_else(|| known.map(|known| known.value().to_owned()))
}

fn english(request_id: Uuid, jws: &str, salt: &str) -> String {
    let id = DataSubjectRequestId::from(request_id);
    format!(
        "Your data has been erased (request {id}).\n\n\
         Below is the certificate. It says what was erased, what had to stay and why, where nothing of you was found and by\n\
         which method, and which stores nobody could look into, such as backups, with the time when they are gone.\n\n\
         It does not name you. With this salt, which nobody else has, you can show that it is about you:\n\n{salt}\n\n\
         Keep this letter: we no longer have your address, nor the salt.\n\
         To verify the certificate, save it to a file and run: xorb certificate verify FILE\n\n{}",
        folded(jws)
    )
}

fn german(request_id: Uuid, jws: &str, salt: &str) -> String {
    let id = DataSubjectRequestId::from(request_id);
    format!(
        "Ihre Daten wurden gelöscht (Antrag {id}).\n\n\
         Unten steht das Zertifikat. Es sagt, was gelöscht wurde, was aus welchem Grund bleiben musste, wo nach welchem\n\
         Verfahren nichts mehr von Ihnen gefunden wurde und in welche Speicher niemand sehen konnte, etwa Sicherungen,\n\
         und wann diese verfallen.\n\n\
         Es nennt Sie nicht. Mit diesem Salz, das sonst niemand hat, können Sie zeigen, dass es von Ihnen handelt:\n\n{salt}\n\n\
         Bewahren Sie diesen Brief auf: Wir haben weder Ihre Adresse noch das Salz.\n\
         Um das Zertifikat zu prüfen, speichern Sie es in einer Datei und rufen Sie auf: xorb certificate verify DATEI\n\n{}",
        folded(jws)
    )
}

fn folded(jws: &str) -> String {
    let mut text = String::with_capacity(jws.len() + jws.len() / LINE + 1);
    for (index, letter) in jws.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    let _ = writeln!(text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_the_letter_comes_from_the_request() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(letter_id(one), letter_id(one));
        assert_ne!(letter_id(one), letter_id(other));
    }

    #[test]
    fn both_letters_hold_the_salt_and_the_whole_certificate() {
        let jws = "abcdefghij".repeat(50);
        for body in [
            english(Uuid::nil(), &jws, "5a17"),
            german(Uuid::nil(), &jws, "5a17"),
        ] {
            assert!(body.contains("5a17"));
            assert!(body.replace('\n', "").contains(&jws));
            assert!(body.lines().all(|line| line.chars().count() < 200));
        }
    }
}
