//! `[web]`: where people reach XORB.

use serde::{Deserialize, Serialize};
use url::Url;

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebSettings {
    /// What mails link to, without a trailing slash. Empty until the listener is bound: the composition root fills it in.
    pub public_url: String,
}

impl Section for WebSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        let trimmed = self.public_url.trim_end_matches('/').len();
        self.public_url.truncate(trimmed);
        if self.public_url.is_empty() {
            return;
        }
        let usable = Url::parse(&self.public_url).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
        });
        if !usable {
            problems.add("web.public_url", "must be an http or https URL without query, for example \"https://xorb.example.org\"");
        }
    }
}
