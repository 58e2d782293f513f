//! From where the tenant is administered.

use async_graphql::SimpleObject;
use xorb_domain::identity::AdministrationNetworks as NetworksView;

use crate::graphql::scalars::DateTime;

/// From which networks your company is administered: who may come in and do what, and where data goes.
#[derive(Clone, Debug, SimpleObject)]
pub struct AdministrationNetworks {
    /// The networks, such as `192.0.2.0/24`; empty: from anywhere.
    networks: Vec<String>,
    /// Grows with each change: give it as `expectedVersion` to change only what you have seen. 0 until they are set.
    version: i32,
    /// When they were last set; null if never.
    updated_at: Option<DateTime>,
}

impl From<NetworksView> for AdministrationNetworks {
    fn from(view: NetworksView) -> Self {
        Self {
            networks: view.networks.iter().map(ToString::to_string).collect(),
            version: view.version,
            updated_at: view.updated_at.map(Into::into),
        }
    }
}
