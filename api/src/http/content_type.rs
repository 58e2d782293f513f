//! What a POST must be: `application/json` in UTF-8, not compressed. Anything else could be sent by a foreign page's
//! form without asking (CSRF).

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};

use super::media_type::is_utf8;

/// Whether the body is JSON that we read.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    is_in_utf8(headers, "application/json")
}

/// Whether the body is what a page's form sends. Any page can send it: check the origin.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    is_in_utf8(headers, "application/x-www-form-urlencoded")
}

fn is_in_utf8(headers: &HeaderMap, essence: &str) -> bool {
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return false;
    }
    let Some(value) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let is_essence = parts
        .next()
        .is_some_and(|given| given.eq_ignore_ascii_case(essence));
    is_essence
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
                is_utf8(charset)
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn verdict(content_type: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
        is_json(&headers)
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        assert!(verdict("application/json") && verdict("Application/JSON; charset=UTF-8"));
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/json; charset=latin1",
            "application/json-seq",
            "application/graphql",
        ] {
            assert!(!verdict(other), "{other}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }

    #[test]
    fn compressed_bodies_are_not_read_because_their_size_is_not_known() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert!(!is_json(&headers));
    }
}
