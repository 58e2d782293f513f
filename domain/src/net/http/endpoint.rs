//! A web server that may be talked to: a pinned target and how to speak to it.

use crate::net::{PinnedTarget, Scheme};

/// Scheme and pinned target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebEndpoint {
    pub scheme: Scheme,
    pub target: PinnedTarget,
}

impl WebEndpoint {
    #[must_use]
    pub const fn new(scheme: Scheme, target: PinnedTarget) -> Self {
        Self { scheme, target }
    }

    /// The value of the `Host` header: a default port is left out.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.target.host().authority();
        match self.target.port() {
            port if port == self.scheme.default_port() => host,
            port => format!("{host}:{port}"),
        }
    }

    /// `scheme://authority`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme.name(), self.authority())
    }
}
