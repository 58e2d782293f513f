//! The built-in engines, and which of them a profile runs in which order.

/// An engine; its name is the step's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    TcpConnect,
    HttpHeaders,
    HttpCookies,
    ExposedFiles,
    DirectoryListing,
}

impl Engine {
    /// The steps of the profile QUICK, in order.
    pub const QUICK: [Self; 5] = [
        Self::TcpConnect,
        Self::HttpHeaders,
        Self::HttpCookies,
        Self::ExposedFiles,
        Self::DirectoryListing,
    ];

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
}
