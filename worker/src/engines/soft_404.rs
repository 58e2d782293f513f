//! The control against servers that answer everything with 200: what an unknown name is answered with. An answer that looks
//! like that proves nothing but itself.

use std::collections::HashSet;

use xorb_domain::net::http::{HttpClient, HttpError, Method, RequestPath, Response, WebEndpoint};

/// Enough words to compare two pages; a hostile page has millions.
const MAX_WORDS: usize = 2_000;

/// Two pages are the same page when this many of a hundred words are common: counters and the asked path differ.
const SIMILAR_PERCENT: usize = 80;

/// The answer for a name that does not exist.
#[derive(Debug)]
pub(super) struct Control {
    path: RequestPath,
    status: u16,
    body: Vec<u8>,
}

impl Control {
    pub(super) async fn ask(
        client: &HttpClient<'_>,
        endpoint: &WebEndpoint,
        path: RequestPath,
    ) -> Result<Self, HttpError> {
        let response = client.send(Method::Get, endpoint, &path).await?;
        let status = response.head.status;
        Ok(Self {
            path,
            status,
            body: response.body.bytes,
        })
    }

    pub(super) const fn status(&self) -> u16 {
        self.status
    }

    /// What an unknown name shows, if it claims to exist.
    pub(super) fn soft_body(&self) -> Option<&[u8]> {
        (self.status == 200).then_some(self.body.as_slice())
    }

    /// Whether an answer is the one for unknown names.
    pub(super) fn resembles(&self, response: &Response) -> bool {
        self.status == response.head.status
            && are_similar(
                &words(&self.body, self.path.as_str()),
                &words(&response.body.bytes, response.path.as_str()),
            )
    }

    /// Whether the server still answers as it did; if not, it began to block or broke down meanwhile.
    pub(super) const fn agrees_with(&self, later: &Self) -> bool {
        self.status == later.status
    }
}

/// The words of a page without the path that was asked for, which many error pages repeat.
fn words(body: &[u8], path: &str) -> HashSet<String> {
    let text = String::from_utf8_lossy(body);
    let name = path.trim_matches('/');
    let text = if name.is_empty() {
        text.into_owned()
    } else {
        text.replace(name, "")
    };
    text.split_whitespace()
        .take(MAX_WORDS)
        .map(str::to_owned)
        .collect()
}

fn are_similar(one: &HashSet<String>, other: &HashSet<String>) -> bool {
    let common = one.intersection(other).count();
    let all = one.len().saturating_add(other.len()).saturating_sub(common);
    common.saturating_mul(100) >= all.saturating_mul(SIMILAR_PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similar(one: (&str, &str), other: (&str, &str)) -> bool {
        are_similar(
            &words(one.0.as_bytes(), one.1),
            &words(other.0.as_bytes(), other.1),
        )
    }

    #[test]
    fn an_error_page_that_repeats_the_path_is_the_same_page() {
        let page = |path: &str| {
            format!("<h1>Sorry</h1> <p>we have no {path} here at all, try the search</p>")
        };
        let (one, other) = (page("xorb-1234"), page(".git/HEAD"));
        assert!(similar((&one, "/xorb-1234"), (&other, "/.git/HEAD")));
        assert!(!similar(
            (&one, "/xorb-1234"),
            ("ref: refs/heads/main", "/.git/HEAD")
        ));
        assert!(similar(("", "/a"), ("", "/b")));
        assert!(!similar(("", "/a"), ("something", "/b")));
    }
}
