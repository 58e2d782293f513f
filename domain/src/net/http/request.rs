//! What may be asked of a target: reading only.

use std::fmt;

use super::{HttpError, WebEndpoint};

/// Servers refuse longer request targets; 2,000 characters is what browsers always could.
const MAX_PATH_BYTES: usize = 2_000;

/// Says to whoever reads the target's log what this was.
const USER_AGENT: &str = concat!(
    "XORB/",
    env!("CARGO_PKG_VERSION"),
    " (security scan ordered by the owner of this host)"
);

/// The methods that change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
        }
    }
}

/// A path with its query, safe to stand in a request line: no white space, no control characters, ASCII.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestPath(String);

impl RequestPath {
    pub fn new(path: impl Into<String>) -> Result<Self, HttpError> {
        let path = path.into();
        let is_plain = path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if is_plain && path.starts_with('/') && path.len() <= MAX_PATH_BYTES {
            Ok(Self(path))
        } else {
            Err(HttpError::BadPath)
        }
    }

    /// The front page.
    #[must_use]
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the query.
    #[must_use]
    pub fn without_query(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }
}

impl fmt::Display for RequestPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The request as it goes out. Compression is declined: a compressed body could grow without limit.
pub(super) fn request_text(method: Method, endpoint: &WebEndpoint, path: &RequestPath) -> String {
    format!(
        "{} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n",
        method.name(),
        endpoint.authority(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_could_split_a_request_is_refused() {
        for path in [
            "",
            "x",
            "/a b",
            "/a\r\nHost: evil",
            "/a\tb",
            "/é",
            "/a#b",
            "http://evil/",
        ] {
            assert_eq!(RequestPath::new(path), Err(HttpError::BadPath), "{path:?}");
        }
        assert!(RequestPath::new(format!("/{}", "a".repeat(MAX_PATH_BYTES))).is_err());
        assert_eq!(
            RequestPath::new("/a/b?c=d").unwrap().without_query(),
            "/a/b"
        );
    }
}
