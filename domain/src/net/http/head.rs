//! Status and header fields of an answer.

use super::HttpError;

/// More fields than any server sends; `httparse` needs the number in advance.
const MAX_HEADERS: usize = 200;

/// A parsed head. Field names are lower case; values keep their text, with what is not UTF-8 replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    pub status: u16,
    fields: Vec<(String, String)>,
}

impl ResponseHead {
    pub(super) fn parse(raw: &[u8]) -> Result<Self, HttpError> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Response::new(&mut fields);
        let malformed = |reason: &str| HttpError::MalformedHead(reason.to_owned());
        match parsed.parse(raw) {
            Ok(status) if status.is_complete() => {}
            Ok(_) => return Err(malformed("it is incomplete")),
            Err(error) => return Err(HttpError::MalformedHead(error.to_string())),
        }
        let status = parsed.code.filter(|code| (100..600).contains(code));
        Ok(Self {
            status: status.ok_or_else(|| malformed("invalid status"))?,
            fields: parsed
                .headers
                .iter()
                .map(|field| {
                    let value = String::from_utf8_lossy(field.value).into_owned();
                    (field.name.to_ascii_lowercase(), value)
                })
                .collect(),
        })
    }

    /// The first field of this name (lower case).
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// All fields of this name (lower case), in order.
    pub fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    #[must_use]
    pub const fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Anything below 200 announces another head.
    pub(super) const fn is_interim(&self) -> bool {
        self.status < 200
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(raw: &str) -> Result<u16, HttpError> {
        ResponseHead::parse(raw.as_bytes()).map(|head| head.status)
    }

    #[test]
    fn a_head_is_read_with_repeated_fields_in_order() {
        let raw = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Y: \xff\r\nset-cookie: b=2\r\n\r\n";
        let head = ResponseHead::parse(raw).unwrap();
        assert_eq!(
            head.fields("set-cookie").collect::<Vec<_>>(),
            ["a=1", "b=2"]
        );
        assert_eq!(head.field("x-y"), Some("\u{fffd}"));
        assert_eq!(head.field("absent"), None);
    }

    #[test]
    fn garbage_is_malformed() {
        for raw in [
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 99999 OK\r\n\r\n",
            "HTTP/1.1 000 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nName : value\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        ] {
            assert!(
                matches!(status(raw), Err(HttpError::MalformedHead(_))),
                "{raw}"
            );
        }
        let many = format!(
            "HTTP/1.1 200 OK\r\n{}\r\n",
            "A: b\r\n".repeat(MAX_HEADERS + 1)
        );
        assert!(matches!(status(&many), Err(HttpError::MalformedHead(_))));
        assert_eq!(status("HTTP/1.0 404\r\n\r\n"), Ok(404));
    }
}
