//! How hard a target may be touched, and how long it is waited for.

use std::time::Duration;

use super::{TargetRate, http::HttpLimits};
use crate::settings::ScanSettings;

/// What the operator sets in `[scan]`.
#[derive(Clone, Copy, Debug)]
pub struct NetworkLimits {
    /// Connections to one address, over all scans of this process.
    pub rate: TargetRate,
    /// Connections that one scan step keeps open at once.
    pub open_connects: usize,
    /// Until a TCP connection stands.
    pub connect_deadline: Duration,
    /// One exchange over HTTP; its deadline holds for a TLS handshake too.
    pub http: HttpLimits,
}

impl Default for NetworkLimits {
    /// Two seconds are twice the slowest round trip by satellite; 32 connections at once disturb no server.
    fn default() -> Self {
        Self {
            rate: TargetRate::default(),
            open_connects: 32,
            connect_deadline: Duration::from_secs(2),
            http: HttpLimits::default(),
        }
    }
}

impl From<&ScanSettings> for NetworkLimits {
    fn from(settings: &ScanSettings) -> Self {
        let per_second = settings.connects_per_second;
        Self {
            rate: TargetRate {
                per_second,
                ..TargetRate::default()
            },
            open_connects: settings.max_open_connects,
            connect_deadline: settings.connect_timeout,
            http: HttpLimits {
                body_bytes: settings.max_response_bytes,
                deadline: settings.response_timeout,
                ..HttpLimits::default()
            },
        }
    }
}
