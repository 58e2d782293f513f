//! How deep a scan goes.

use async_graphql::Enum;

/// How deep a scan goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::scans::ScanProfile")]
pub enum ScanProfile {
    /// Common ports, and the usual mistakes of web servers. Takes seconds to a minute.
    Quick,
    /// A web application in depth. Not available yet.
    Web,
    /// Everything there is. Not available yet.
    Full,
}
