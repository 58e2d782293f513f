//! A certificate as people have it: the bare text, the letter that holds it folded into lines, or the JSON in which the API
//! answered.

use anyhow::bail;
use serde_json::Value;

/// The certificate in `text`, which is JSON if it begins like JSON.
///
/// # Errors
/// If the JSON holds none, or several.
pub(crate) fn certificate_in(text: &str) -> anyhow::Result<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with(['{', '[', '"']) {
        return Ok(in_letter(text));
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        bail!("it begins like JSON, but is none; it may be cut off");
    };
    if let Value::String(jws) = value {
        return Ok(jws);
    }
    let mut found = Vec::new();
    collect(&value, &mut found);
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [jws] => Ok((*jws).to_owned()),
        [] => bail!("the JSON holds no certificate: a member `jws` is expected"),
        _ => bail!("the JSON holds several certificates: give one"),
    }
}

/// The last paragraph that looks like one, without its line breaks; the whole text if none does.
fn in_letter(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut paragraphs = lines.split(|line| line.is_empty()).map(<[_]>::concat);
    let has_form = |paragraph: &String| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        paragraph.matches('.').count() == 2 && paragraph.chars().all(is_letter)
    };
    let found = paragraphs.rfind(has_form);
    found.unwrap_or_else(|| text.to_owned())
}

/// The members `jws`, at any depth.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            found.extend(members.get("jws").and_then(Value::as_str));
            members.values().for_each(|member| collect(member, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_text_and_the_answer_of_the_api_hold_the_same_certificate() {
        for text in [
            "a.b.c",
            " a.b.c\n",
            "\u{feff}a.b.c\r\n",
            "\"a.b.c\"",
            r#"{"jws":"a.b.c","issuedAt":"2026-01-01T00:00:00Z"}"#,
            r#"{"data":{"dataSubjectRequest":{"id":"dsr_1","certificate":{"jws":"a.b.c"}}}}"#,
            r#"[{"jws":"a.b.c"},{"jws":"a.b.c"}]"#,
        ] {
            assert_eq!(certificate_in(text).unwrap(), "a.b.c", "{text}");
        }
    }

    #[test]
    fn the_letter_holds_it_folded_into_lines() {
        let letter = "To: ada@example.org\r\n\r\nIt is done. See a.b.c\r\n\r\naa\r\n\r\nee.\r\nff.g\r\ng\r\n";
        assert_eq!(certificate_in(letter).unwrap(), "ee.ff.gg");
        assert_eq!(certificate_in("no certificate").unwrap(), "no certificate");
    }

    #[test]
    fn json_without_a_certificate_or_with_two_is_refused() {
        for (text, part) in [
            ("{}", "no certificate"),
            ("[\"a.b.c\"]", "no certificate"),
            (
                r#"{"data":{"dataSubjectRequest":{"certificate":null}}}"#,
                "no certificate",
            ),
            (r#"[{"jws":"a.b.c"},{"jws":"d.e.f"}]"#, "several"),
            (r#"{"jws":"a.b"#, "cut off"),
        ] {
            let refusal = certificate_in(text).unwrap_err().to_string();
            assert!(refusal.contains(part), "{text}: {refusal}");
        }
    }
}
