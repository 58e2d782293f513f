//! Where a weakness is, in a form that is the same in every scan: scheme, host, port, path template and parameter name.
//! Addresses, queries, values and numbers in paths stay out, because they change while the weakness stays.

use std::fmt;

/// Room for every path that a check asks for; longer ones come from a target and are cut.
const MAX_PATH_CHARS: usize = 300;

/// Parameter and cookie names come from the target.
const MAX_PARAMETER_CHARS: usize = 64;

/// From this length on, hexadecimal in a path is a hash or an id and no word.
const MIN_HEX_ID_CHARS: usize = 16;

/// A canonical location; its text is `scheme://host:port/path?parameter`, always with the port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    scheme: &'static str,
    host: String,
    port: u16,
    path: Option<String>,
    parameter: Option<String>,
}

impl Location {
    /// A port: `tcp://host:port`. `host` is as in a URL, IPv6 in brackets.
    #[must_use]
    pub fn port(scheme: &'static str, host: impl Into<String>, port: u16) -> Self {
        Self {
            scheme,
            host: host.into(),
            port,
            path: None,
            parameter: None,
        }
    }

    /// A page of a site; the query is dropped and ids in the path become `{id}`.
    #[must_use]
    pub fn page(scheme: &'static str, host: impl Into<String>, port: u16, path: &str) -> Self {
        Self {
            path: Some(template(path)),
            ..Self::port(scheme, host, port)
        }
    }

    /// The same place, narrowed to a parameter or cookie.
    #[must_use]
    pub fn with_parameter(self, name: &str) -> Self {
        let parameter = Some(plain(name, MAX_PARAMETER_CHARS));
        Self { parameter, ..self }
    }

    /// Scheme, host, port, path and parameter, for the fingerprint.
    pub(super) fn parts(&self) -> (&str, &str, u16, Option<&str>, Option<&str>) {
        let (path, parameter) = (self.path.as_deref(), self.parameter.as_deref());
        (self.scheme, &self.host, self.port, path, parameter)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}:{}", self.scheme, self.host, self.port)?;
        if let Some(path) = &self.path {
            out.write_str(path)?;
        }
        match &self.parameter {
            Some(parameter) => write!(out, "?{parameter}"),
            None => Ok(()),
        }
    }
}

fn template(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| if is_id(segment) { "{id}" } else { segment })
        .collect();
    plain(&segments.join("/"), MAX_PATH_CHARS)
}

fn is_id(segment: &str) -> bool {
    let is_number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let hex = segment.replace('-', "");
    let is_hex = hex.len() >= MIN_HEX_ID_CHARS && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number || is_hex
}

/// Printable ASCII, cut; anything else is escaped as in a URL.
fn plain(text: &str, most: usize) -> String {
    let escape = |byte: u8| match byte {
        byte if byte.is_ascii_graphic() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().take(most).map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> String {
        Location::page("https", "shop.example", 443, path).to_string()
    }

    #[test]
    fn a_location_reads_like_a_url_with_its_port() {
        assert_eq!(
            Location::port("tcp", "[2001:db8::1]", 22).to_string(),
            "tcp://[2001:db8::1]:22"
        );
        assert_eq!(page("/"), "https://shop.example:443/");
        let cookie = Location::page("http", "shop.example", 80, "/").with_parameter("session");
        assert_eq!(cookie.to_string(), "http://shop.example:80/?session");
    }

    #[test]
    fn what_changes_between_scans_is_left_out() {
        assert_eq!(
            page("/orders/1234/items?sort=up#top"),
            "https://shop.example:443/orders/{id}/items"
        );
        assert_eq!(
            page("/u/0190b5a4-7e2c-7d3a-8b1f-0123456789ab"),
            "https://shop.example:443/u/{id}"
        );
        assert_eq!(page("/.git/HEAD"), "https://shop.example:443/.git/HEAD");
        assert_eq!(page("/v2/added"), "https://shop.example:443/v2/added");
    }

    #[test]
    fn what_a_target_names_is_bounded_and_printable() {
        let hostile =
            Location::page("http", "h", 80, "/").with_parameter("a\r\n\u{202e}\u{1b}[31m");
        assert_eq!(hostile.to_string(), "http://h:80/?a%0D%0A%E2%80%AE%1B[31m");
        let long = Location::page("http", "h", 80, "/").with_parameter(&"x".repeat(10_000));
        assert!(long.to_string().len() < 100);
    }
}
