//! What a profile consists of: its steps, in order.

use xorb_entities::scans::ScanProfile;

/// A built-in engine. Each has one file of the same name in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Which common ports accept connections.
    TcpConnect,
    /// Header fields of a site.
    HttpHeaders,
    /// Cookies of a site.
    HttpCookies,
    /// Files that should not be served.
    ExposedFiles,
    /// Folders that list their contents.
    DirectoryListing,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 5] = [
        Self::TcpConnect,
        Self::HttpHeaders,
        Self::HttpCookies,
        Self::ExposedFiles,
        Self::DirectoryListing,
    ];

    /// The value in `scan_steps.engine`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TcpConnect => "tcp_connect",
            Self::HttpHeaders => "http_headers",
            Self::HttpCookies => "http_cookies",
            Self::ExposedFiles => "exposed_files",
            Self::DirectoryListing => "directory_listing",
        }
    }

    /// The reverse; `None` for an engine of another version of this program.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }
}

/// The steps of a profile; empty if it is not offered.
#[must_use]
pub fn steps_of(profile: ScanProfile) -> &'static [Engine] {
    match profile {
        ScanProfile::Quick => &Engine::ALL,
        ScanProfile::Web | ScanProfile::Full => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_found_by_its_name() {
        for engine in Engine::ALL {
            assert_eq!(Engine::from_name(engine.name()), Some(engine));
        }
        assert_eq!(Engine::from_name("nmap"), None);
    }
}
