//! What a client wants back: content negotiation by `Accept`.

use actix_web::http::header::{ACCEPT, HeaderMap};

/// The media types of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status says what happened. Also for clients that don't say.
    GraphqlResponse,
    /// `application/json`: 200 for everything that is a well-formed request.
    LegacyJson,
}

impl MediaType {
    /// The value of `Content-Type`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::LegacyJson => "application/json; charset=utf-8",
        }
    }

    /// The best that the client accepts; `None` if it accepts neither.
    #[must_use]
    pub fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let accept = Accept::of(headers);
        let graphql = accept.quality("application", "graphql-response+json");
        let legacy = accept.quality("application", "json");
        match (graphql, legacy) {
            (0, 0) => None,
            (graphql, legacy) if graphql >= legacy => Some(Self::GraphqlResponse),
            _ => Some(Self::LegacyJson),
        }
    }

    /// Whether the client is a browser that wants a page.
    #[must_use]
    pub fn wants_html(headers: &HeaderMap) -> bool {
        let accept = Accept::of(headers);
        let html = accept.exact_quality("text", "html");
        html > 0
            && html >= accept.quality("application", "json")
            && html >= accept.quality("application", "graphql-response+json")
    }
}

/// A parsed `Accept`: type, subtype, quality in thousandths.
struct Accept<'h>(Vec<(&'h str, &'h str, u16)>);

impl<'h> Accept<'h> {
    /// Without a wish, everything is welcome.
    fn of(headers: &'h HeaderMap) -> Self {
        let values = headers
            .get_all(ACCEPT)
            .filter_map(|value| value.to_str().ok());
        let mut wishes = values
            .flat_map(|value| value.split(','))
            .filter(|wish| !wish.trim().is_empty())
            .peekable();
        match wishes.peek() {
            Some(_) => Self(wishes.filter_map(range).collect()),
            None => Self(vec![("*", "*", 1_000)]),
        }
    }

    fn quality(&self, main: &str, sub: &str) -> u16 {
        let exact = self.find(main, sub);
        exact
            .or_else(|| self.find(main, "*"))
            .or_else(|| self.find("*", "*"))
            .unwrap_or(0)
    }

    fn exact_quality(&self, main: &str, sub: &str) -> u16 {
        self.find(main, sub).unwrap_or(0)
    }

    fn find(&self, main: &str, sub: &str) -> Option<u16> {
        let matching = self
            .0
            .iter()
            .filter(|(m, s, _)| m.eq_ignore_ascii_case(main) && s.eq_ignore_ascii_case(sub));
        matching.map(|(_, _, quality)| *quality).max()
    }
}

fn range(text: &str) -> Option<(&str, &str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let (main, sub) = parts.next()?.split_once('/')?;
    let mut quality = 1_000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            let fraction: f32 = value.trim().parse().ok()?;
            quality = thousandths(fraction)?;
        } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
            return None;
        }
    }
    Some((main, sub, quality))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked"
)]
fn thousandths(fraction: f32) -> Option<u16> {
    (0.0..=1.0)
        .contains(&fraction)
        .then_some((fraction * 1_000.0) as u16)
}

pub(super) fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn headers(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(accept).unwrap());
        headers
    }

    #[test]
    fn without_a_wish_the_answer_is_a_graphql_response() {
        assert_eq!(
            MediaType::negotiate(&HeaderMap::new()),
            Some(MediaType::GraphqlResponse)
        );
        for accept in [
            "*/*",
            "application/*",
            "application/graphql-response+json, application/json;q=0.9",
            "",
        ] {
            assert_eq!(
                MediaType::negotiate(&headers(accept)),
                Some(MediaType::GraphqlResponse),
                "{accept}"
            );
        }
    }

    #[test]
    fn json_alone_or_preferred_gives_json() {
        for accept in [
            "application/json",
            "application/json; charset=utf-8",
            "APPLICATION/JSON",
            "application/json, application/graphql-response+json;q=0.5",
            "text/html, application/json",
        ] {
            assert_eq!(
                MediaType::negotiate(&headers(accept)),
                Some(MediaType::LegacyJson),
                "{accept}"
            );
        }
    }

    #[test]
    fn neither_gives_nothing() {
        for accept in [
            "text/html",
            "application/json;q=0",
            "application/json; charset=latin1",
            "image/*",
            "nonsense",
        ] {
            assert_eq!(MediaType::negotiate(&headers(accept)), None, "{accept}");
        }
    }

    #[test]
    fn browsers_want_html_and_programs_do_not() {
        assert!(MediaType::wants_html(&headers(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        )));
        for accept in [
            "*/*",
            "application/json",
            "application/json, text/html;q=0.5",
        ] {
            assert!(!MediaType::wants_html(&headers(accept)), "{accept}");
        }
    }
}
