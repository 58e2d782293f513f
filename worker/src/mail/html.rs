//! The HTML of a letter, made from its text: the same words, and each link that stands alone as a button. Nothing is
//! loaded from anywhere.

use xorb_domain::identity::MailToSend;

use super::language_tag;

const LETTER: &str = include_str!("letter.html");
const BUTTON: &str = "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4fd8;color:#ffffff;\
                      text-decoration:none;font-weight:600;";

/// The whole document.
#[must_use]
pub fn html(mail: &MailToSend) -> String {
    let paragraphs: String = mail
        .body
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(paragraph)
        .collect();
    LETTER
        .replace("{language}", language_tag(mail.language))
        .replace("{subject}", &escape(&mail.subject))
        .replace("{body}", &paragraphs)
}

fn paragraph(text: &str) -> String {
    if is_link(text) {
        let link = escape(text);
        return format!(
            "<p><a href=\"{link}\" style=\"{BUTTON}\">{host}</a></p>\n\
             <p style=\"font-size:13px;word-break:break-all;\">{link}</p>\n",
            host = escape(host(text)),
        );
    }
    let lines: Vec<String> = text.lines().map(escape).collect();
    format!(
        "<p style=\"margin:0 0 16px;\">{}</p>\n",
        lines.join("<br>\n")
    )
}

fn is_link(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && !text.contains(char::is_whitespace)
}

/// What the button says: where it leads.
fn host(link: &str) -> &str {
    let (_, rest) = link.split_once("://").unwrap_or(("", link));
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A placeholder of the template that somebody typed stays text.
            '{' => escaped.push_str("&#123;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use xorb_entities::tenants::Language;

    use super::*;

    fn html_of(subject: &str, body: &str) -> String {
        html(&MailToSend {
            recipient: "ada@example.org".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            language: Language::De,
            written_at: DateTime::UNIX_EPOCH,
        })
    }

    #[test]
    fn a_letter_has_its_words_and_its_link_as_a_button() {
        let link = "https://xorb.example.org/accept-invitation?token=a";
        let text = html_of("Einladung", &format!("Hallo\nAda\n\n{link}\n\nEnde\n"));
        assert!(
            text.contains("<html lang=\"de\">") && text.contains("Hallo<br>\nAda"),
            "{text}"
        );
        assert!(text.contains(&format!("<a href=\"{link}\"")), "{text}");
        assert!(text.contains(">xorb.example.org</a>"), "{text}");
    }

    #[test]
    fn nothing_that_a_person_typed_becomes_markup_or_a_link() {
        let hostile = "<script>alert(1)</script>\" {body} {subject}\n\njavascript:alert(1)\n\nhttps://a.example\" onclick=x";
        let text = html_of(hostile, hostile);
        assert!(
            !text.contains("<script") && !text.contains("href=\"javascript"),
            "{text}"
        );
        assert!(!text.contains("\" onclick"), "{text}");
        assert!(!text.contains("src="), "nothing is loaded: {text}");
    }
}
