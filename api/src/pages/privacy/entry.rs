//! What a request says, from a form or as JSON.

use serde::Deserialize;
use url::form_urlencoded;
use xorb_domain::privacy::RequestByForm;
use xorb_domain::tenants::TenantSlug;
use xorb_entities::tenants::Language;

use crate::pages::language::language_of_tag;

/// The fields; as JSON others are refused, in a form they are not read.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    email: String,
    note: Option<String>,
    language: Option<String>,
    right: Option<String>,
}

impl Entry {
    /// Reads a form; what is not UTF-8 becomes the replacement character.
    pub(super) fn from_form(body: &[u8]) -> Self {
        let mut entry = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "email" => entry.email = value.into_owned(),
                "note" => entry.note = Some(value.into_owned()),
                _ => {}
            }
        }
        entry
    }

    /// Reads JSON: `{ "email", "note"?, "language"?: "en" | "de", "right"?: "ERASURE" }`.
    pub(super) fn from_json(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok().filter(|entry: &Self| {
            entry
                .right
                .as_deref()
                .is_none_or(|right| right == "ERASURE")
        })
    }

    /// The request to this tenant; `language` is that of the page unless the entry says another.
    pub(super) fn into_request(self, tenant: &TenantSlug, language: Language) -> RequestByForm {
        let stated = self.language.as_deref().and_then(language_of_tag);
        RequestByForm {
            tenant_slug: tenant.as_str().to_owned(),
            email: self.email,
            language: stated.unwrap_or(language),
            note: self.note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_what_it_does_not_know_is_not() {
        let entry = Entry::from_form(b"email=ada%40example.org&note=a%0d%0ab+c&x=1&email");
        assert_eq!(entry.email, "", "the last one counts");
        assert_eq!(entry.note.as_deref(), Some("a\r\nb c"));
        assert_eq!(Entry::from_form(b"email=%ff%00").email, "\u{fffd}\0");
    }

    #[test]
    fn json_must_say_an_address_and_no_other_right() {
        let read = |text: &str| Entry::from_json(text.as_bytes()).is_some();
        assert!(read(r#"{"email":"a@b.de"}"#) && read(r#"{"email":"a@b.de","right":"ERASURE"}"#));
        for other in [
            "",
            "[]",
            "{}",
            r#"{"email":1}"#,
            r#"{"email":"a@b.de","right":"ACCESS"}"#,
            r#"{"email":"a","x":1}"#,
        ] {
            assert!(!read(other), "{other}");
        }
    }
}
