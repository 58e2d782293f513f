//! `[admin]`: the listener of metrics and operators.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use super::web::complete_public_url;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminSettings {
    pub listen: SocketAddr,
    /// Where operators reach it, without a trailing slash. Empty until the listener is bound: the composition root fills it in.
    pub public_url: String,
}

impl Section for AdminSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        complete_public_url("admin.public_url", &mut self.public_url, problems);
    }
}
