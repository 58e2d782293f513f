//! `[admin]`: the listener of metrics and operator routes.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminSettings {
    pub listen: SocketAddr,
}

impl Section for AdminSettings {
    fn complete(&mut self, _: &Context<'_>, _: &mut Problems) {}
}
