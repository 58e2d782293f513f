//! In which language a page is: `?lang=` decides, then `Accept-Language`, then English.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use url::form_urlencoded;
use xorb_entities::tenants::Language;

/// The page's language.
#[must_use]
pub fn page_language(request: &HttpRequest) -> Language {
    asked_for(request.query_string())
        .or_else(|| preferred(request.headers()))
        .unwrap_or(Language::En)
}

fn asked_for(query: &str) -> Option<Language> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, value)| language_of_tag(&value))
}

/// The one with the highest weight; of equal ones the first.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(u16, Language)> = None;
    for range in accepted.split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight(parameters);
        let Some(language) = language_of_tag(tag).filter(|_| weight > 0) else {
            continue;
        };
        if best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// In thousandths; without a readable one the full weight.
fn weight(parameters: &str) -> u16 {
    const WHOLE: u16 = 1_000;
    let Some(text) = parameters.trim().strip_prefix("q=") else {
        return WHOLE;
    };
    match text.split_once('.') {
        None if text == "0" => 0,
        Some(("0", digits)) if digits.len() <= 3 => {
            format!("{digits:0<3}").parse().unwrap_or(WHOLE)
        }
        _ => WHOLE,
    }
}

/// `de`, `de-AT`, `EN`; `None` for what no page is in.
pub(super) fn language_of_tag(tag: &str) -> Option<Language> {
    let primary = tag.trim().split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("de") {
        Some(Language::De)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Language::En)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn language(uri: &str, accepted: &str) -> Language {
        let request = TestRequest::with_uri(uri).insert_header((ACCEPT_LANGUAGE, accepted));
        page_language(&request.to_http_request())
    }

    #[test]
    fn what_the_address_says_counts_before_what_the_browser_prefers() {
        assert_eq!(language("/privacy?lang=de", "en"), Language::De);
        assert_eq!(language("/privacy?lang=xx", "de"), Language::De);
        assert_eq!(language("/privacy?lang=%ff", "fr"), Language::En);
    }

    #[test]
    fn the_heavier_preference_wins_and_what_is_unreadable_harms_nobody() {
        for (accepted, expected) in [
            ("de-AT, en;q=0.8", Language::De),
            ("en;q=0.3, de;q=0.7", Language::De),
            ("fr, de;q=0, en;q=0.001", Language::En),
            ("de;q=nonsense", Language::De),
            (";;;,,,q=", Language::En),
            ("*", Language::En),
        ] {
            assert_eq!(language("/privacy", accepted), expected, "{accepted}");
        }
    }
}
