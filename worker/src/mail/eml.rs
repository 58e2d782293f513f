//! Writes a mail as RFC 5322 text: for a folder as plain UTF-8 that people read as it is, for a server as text and HTML in
//! ASCII. Nothing that a person typed can end a header: the recipient is an address by type, and a subject with anything but
//! printable ASCII is encoded whole (RFC 2047).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use xorb_domain::identity::{EmailAddress, MailToSend};

use super::{html, language_tag, quoted_printable};

/// Bytes of text in one encoded word: with its frame it stays under 75 characters.
const ENCODED_WORD_BYTES: usize = 42;

/// What the mail itself does not say.
pub struct Envelope<'a> {
    /// Host name for sender and message id.
    pub host: &'a str,
    /// Unique among all mails.
    pub id: &'a str,
    /// The sender, as its header says it.
    pub from: &'a str,
    /// The recipient, parsed again.
    pub recipient: &'a EmailAddress,
    /// What it consists of.
    pub form: Form,
}

/// What a message consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The text, in UTF-8.
    Text,
    /// The text and the same as HTML, both in ASCII.
    TextAndHtml,
}

/// The whole message, with CRLF line ends.
#[must_use]
pub fn eml(mail: &MailToSend, envelope: &Envelope<'_>) -> String {
    let headers = [
        ("Date", mail.written_at.to_rfc2822()),
        ("From", envelope.from.to_owned()),
        ("To", envelope.recipient.as_str().to_owned()),
        ("Subject", header_text(&mail.subject)),
        ("Message-ID", format!("<{}@{}>", envelope.id, envelope.host)),
        ("MIME-Version", "1.0".to_owned()),
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("Content-Language", language_tag(mail.language).to_owned()),
    ];
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    crlf(headers) + &content(mail, envelope)
}

/// Each line with its end.
fn crlf(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| line + "\r\n").collect()
}

fn content(mail: &MailToSend, envelope: &Envelope<'_>) -> String {
    if envelope.form == Form::Text {
        let body = crlf(mail.body.lines().map(str::to_owned));
        return format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"
        );
    }
    // No line of quoted-printable text begins with `=_`.
    let boundary = format!("=_{}", envelope.id);
    let part = |kind: &str, text: &str| {
        format!(
            "--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{}",
            quoted_printable(text)
        )
    };
    format!(
        "Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n{}{}--{boundary}--\r\n",
        part("plain", &mail.body),
        part("html", &html(mail))
    )
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
    use xorb_entities::tenants::Language;

    use super::*;

    fn write(subject: &str, body: &str) -> String {
        write_as(Form::Text, subject, body)
    }

    fn write_as(form: Form, subject: &str, body: &str) -> String {
        let mail = MailToSend {
            recipient: "ada@example.org".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            language: Language::En,
            written_at: DateTime::UNIX_EPOCH,
        };
        let recipient = "ada@example.org".parse().unwrap();
        let envelope = Envelope {
            host: "xorb.example.org",
            id: "mail_1",
            from: "XORB <no-reply@xorb.example.org>",
            recipient: &recipient,
            form,
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
            assert_eq!(headers.matches("\r\n").count(), 9, "{headers}");
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

    #[test]
    fn for_a_server_it_is_text_and_html_in_ascii_with_an_id_that_stays() {
        let text = write_as(
            Form::TextAndHtml,
            "Ü",
            "Grüße\n\nhttps://a.example/x?token=b\n",
        );
        assert!(text.is_ascii());
        assert!(text.split("\r\n").all(|line| line.len() <= 100), "{text}");
        assert_eq!(text.matches("\r\n--=_mail_1").count(), 3, "{text}");
        assert!(text.contains("Gr=C3=BC=C3=9Fe\r\n"), "{text}");
        assert!(text.contains("Message-ID: <mail_1@xorb.example.org>\r\n"));
        assert_eq!(
            text,
            write_as(
                Form::TextAndHtml,
                "Ü",
                "Grüße\n\nhttps://a.example/x?token=b\n"
            )
        );
    }
}
