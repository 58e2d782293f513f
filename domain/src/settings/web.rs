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
        complete_public_url("web.public_url", &mut self.public_url, problems);
    }
}

/// Checks an address at which people reach a listener, and takes slashes off its end.
pub(super) fn complete_public_url(key: &str, public_url: &mut String, problems: &mut Problems) {
    let trimmed = public_url.trim_end_matches('/').len();
    public_url.truncate(trimmed);
    if public_url.is_empty() {
        return;
    }
    let usable = Url::parse(public_url).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
    });
    if !usable {
        problems.add(
            key,
            "must be an http or https URL without query, for example \"https://xorb.example.org\"",
        );
    }
}
