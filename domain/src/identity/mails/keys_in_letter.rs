//! What a mail about a changed password says about API keys: their ids, never the names that somebody gave them.

use xorb_entities::ids::ApiKeyId;

/// More nobody reads; all of them are in `apiKeys`.
const MOST: usize = 20;

/// The keys that worked when the password was changed.
pub(crate) struct KeysInLetter {
    pub(crate) ids: Vec<ApiKeyId>,
    pub(crate) are_revoked: bool,
}

impl KeysInLetter {
    /// A paragraph, or nothing for somebody without keys.
    pub(super) fn in_english(&self) -> String {
        let lead = if self.are_revoked {
            "Your API keys were revoked with it:"
        } else {
            "These API keys of yours go on working. Should somebody else know the old password, revoke them:"
        };
        self.paragraph(lead, "and more")
    }

    /// A paragraph, or nothing for somebody without keys.
    pub(super) fn in_german(&self) -> String {
        let lead = if self.are_revoked {
            "Ihre API-Schlüssel wurden damit widerrufen:"
        } else {
            "Diese API-Schlüssel von Ihnen gelten weiter. Wenn jemand anders das alte Passwort kennt, widerrufen Sie sie:"
        };
        self.paragraph(lead, "und weitere")
    }

    fn paragraph(&self, lead: &str, and_more: &str) -> String {
        if self.ids.is_empty() {
            return String::new();
        }
        let mut lines: Vec<String> = self
            .ids
            .iter()
            .take(MOST)
            .map(ToString::to_string)
            .collect();
        if self.ids.len() > MOST {
            lines.push(and_more.to_owned());
        }
        format!("{lead}\n\n{}\n\n", lines.join("\n"))
    }
}
