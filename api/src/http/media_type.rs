//! What a client wants back: content negotiation by `Accept`.
//!
//! Who does not name `application/graphql-response+json` gets `application/json`, as the specification wants it for clients
//! that know nothing else. Event streams are for those who name them.

use actix_web::http::header::{ACCEPT, HeaderMap};

/// The media types of answers that come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status says what happened.
    GraphqlResponse,
    /// `application/json`: 200 for everything that is a well-formed request. Also for clients that don't say.
    LegacyJson,
}

/// The shape of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Whole, as JSON.
    Json(MediaType),
    /// `text/event-stream`: one event for each result.
    Events,
}

/// What a client accepts of what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    json: Option<MediaType>,
    events: bool,
}

impl Accepted {
    /// `None` if it accepts nothing of it.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let events = Accept::of(headers).exact_quality("text", "event-stream") > 0;
        let json = MediaType::negotiate(headers);
        (events || json.is_some()).then_some(Self { json, events })
    }

    /// A subscription is streamed to whoever can read that; everything else to those who can read nothing else.
    pub fn shape(self, is_subscription: bool) -> Shape {
        match self.json {
            Some(json) if !(is_subscription && self.events) => Shape::Json(json),
            _ => Shape::Events,
        }
    }
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
        let named = accept.exact_quality("application", "graphql-response+json");
        let legacy = accept.quality("application", "json");
        if named > 0 && named >= legacy {
            return Some(Self::GraphqlResponse);
        }
        if legacy > 0 {
            return Some(Self::LegacyJson);
        }
        let any = accept.quality("application", "graphql-response+json");
        (any > 0).then_some(Self::GraphqlResponse)
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
    fn who_names_it_gets_a_graphql_response() {
        for accept in [
            "application/graphql-response+json",
            "application/graphql-response+json, application/json;q=0.9",
            "application/graphql-response+json, application/json",
            "application/graphql-response+json, */*;q=0.1",
            "*/*, application/json;q=0",
        ] {
            assert_eq!(
                MediaType::negotiate(&headers(accept)),
                Some(MediaType::GraphqlResponse),
                "{accept}"
            );
        }
    }

    #[test]
    fn json_alone_or_preferred_gives_json_and_so_does_no_wish() {
        assert_eq!(
            MediaType::negotiate(&HeaderMap::new()),
            Some(MediaType::LegacyJson)
        );
        for accept in [
            "",
            "*/*",
            "application/*",
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
    fn events_are_for_subscriptions_or_for_who_reads_nothing_else() {
        let shapes = |accept: &str| {
            let accepted = Accepted::of(&headers(accept))?;
            Some([true, false].map(|is_subscription| accepted.shape(is_subscription)))
        };
        let (json, events) = (Shape::Json(MediaType::LegacyJson), Shape::Events);
        assert_eq!(shapes("text/event-stream"), Some([events, events]));
        assert_eq!(
            shapes("application/json, text/event-stream"),
            Some([events, json])
        );
        assert_eq!(shapes("*/*"), Some([json, json]));
        assert_eq!(shapes("text/*"), None);
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
