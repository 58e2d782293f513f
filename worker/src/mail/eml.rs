//! Writes a mail as RFC 5322 text, in UTF-8 (RFC 6532). Nothing that a person typed can end a header: the recipient is an
//! address by type, and a subject with anything but printable ASCII is encoded whole (RFC 2047).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use xorb_domain::identity::{EmailAddress, MailToSend};

/// Bytes of text in one encoded word: with its frame it stays under 75 characters.
const ENCODED_WORD_BYTES: usize = 42;

/// What the mail itself does not say.
pub struct Envelope<'a> {
    /// Host name for sender and message id.
    pub host: &'a str,
    /// Unique among all mails.
    pub id: &'a str,
    /// The recipient, parsed again.
    pub recipient: &'a EmailAddress,
}

/// The whole message, with CRLF line ends.
#[must_use]
pub fn eml(mail: &MailToSend, envelope: &Envelope<'_>) -> String {
    let headers = [
        ("Date", mail.written_at.to_rfc2822()),
        ("From", format!("XORB <no-reply@{}>", envelope.host)),
        ("To", envelope.recipient.as_str().to_owned()),
        ("Subject", header_text(&mail.subject)),
        ("Message-ID", format!("<{}@{}>", envelope.id, envelope.host)),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
        ("Content-Transfer-Encoding", "8bit".to_owned()),
        ("Auto-Submitted", "auto-generated".to_owned()),
    ];
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    let lines = headers
        .chain([String::new()])
        .chain(mail.body.lines().map(str::to_owned));
    lines.map(|line| line + "\r\n").collect()
}

fn header_text(text: &str) -> String {
    let is_plain = text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) && !text.contains("=?");
    if is_plain && text.len() <= 200 {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for character in text.chars() {
        if let Some(word) = words
            .last_mut()
            .filter(|word| word.len() < ENCODED_WORD_BYTES)
        {
            word.push(character);
        } else {
            words.push(character.into());
        }
    }
    let encoded = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", BASE64.encode(word)));
    encoded.collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn write(subject: &str, body: &str) -> String {
        let mail = MailToSend {
            recipient: "ada@example.org".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            written_at: DateTime::UNIX_EPOCH,
        };
        let recipient = "ada@example.org".parse().unwrap();
        let envelope = Envelope {
            host: "xorb.example.org",
            id: "mail_1",
            recipient: &recipient,
        };
        eml(&mail, &envelope)
    }

    #[test]
    fn a_mail_has_its_headers_a_blank_line_and_its_body() {
        let text = write(
            "Invitation",
            "Hello Ada\n\nhttps://xorb.example.org/accept?token=a\n",
        );
        let (headers, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(headers.contains("To: ada@example.org\r\n"), "{headers}");
        assert!(headers.contains("Subject: Invitation\r\n"), "{headers}");
        assert!(
            headers.contains("Message-ID: <mail_1@xorb.example.org>"),
            "{headers}"
        );
        assert_eq!(
            body,
            "Hello Ada\r\n\r\nhttps://xorb.example.org/accept?token=a\r\n"
        );
    }

    #[test]
    fn no_subject_can_add_a_header_or_a_body() {
        for subject in [
            "a\r\nBcc: eve@example.org",
            "a\n\nbody",
            "a\rb",
            "ü\r\nBcc: x",
            "=?UTF-8?Q?x?=",
        ] {
            let text = write(subject, "body");
            let (headers, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(!headers.contains("Bcc"), "{headers}");
            assert_eq!(headers.matches("\r\n").count(), 8, "{headers}");
            assert_eq!(body, "body\r\n");
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
        }
    }

    #[test]
    fn a_long_subject_in_any_script_is_folded_into_encoded_words() {
        let subject = "Einladung zu Müller & Söhne ".repeat(8);
        let text = write(&subject, "body");
        let words: Vec<&str> = text
            .lines()
            .filter(|line| line.contains("=?UTF-8?B?"))
            .collect();
        assert!(words.iter().all(|line| line.len() <= 90), "{words:?}");
        let decoded: Vec<u8> = words
            .iter()
            .flat_map(|line| {
                let word = line
                    .split("=?UTF-8?B?")
                    .nth(1)
                    .unwrap()
                    .trim_end_matches("?=");
                BASE64.decode(word).unwrap()
            })
            .collect();
        assert_eq!(String::from_utf8(decoded).unwrap(), subject);
    }
}
