//! `RateLimit-Policy` and `RateLimit` (IETF draft, structured fields): a list of all policies that a request met, and how
//! it stands with each.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use xorb_domain::rate_limits::PolicyStanding;

use super::whole_seconds;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

/// Writes the standings before those that are there already.
pub fn write_standings(standings: &[PolicyStanding], headers: &mut HeaderMap) {
    if standings.is_empty() {
        return;
    }
    let list = |item: fn(&PolicyStanding) -> String| -> String {
        standings.iter().map(item).collect::<Vec<_>>().join(", ")
    };
    let policies = list(|standing| {
        let PolicyStanding {
            policy,
            limit,
            window_seconds,
            ..
        } = standing;
        format!("\"{policy}\";q={limit};w={window_seconds}")
    });
    let states = list(|standing| {
        let PolicyStanding {
            policy,
            remaining,
            reset_after,
            ..
        } = standing;
        format!(
            "\"{policy}\";r={remaining};t={}",
            whole_seconds(*reset_after)
        )
    });
    for (name, mut value) in [(POLICY, policies), (STATE, states)] {
        if let Some(Ok(known)) = headers.get(&name).map(HeaderValue::to_str) {
            value = format!("{value}, {known}");
        }
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn standing(policy: &str, remaining: u64) -> PolicyStanding {
        PolicyStanding {
            policy: policy.into(),
            limit: 100,
            window_seconds: 60,
            remaining,
            reset_after: Duration::from_millis(1_500),
        }
    }

    #[test]
    fn all_policies_stand_in_one_list() {
        let mut headers = HeaderMap::new();
        write_standings(&[standing("a", 1), standing("b", 2)], &mut headers);
        write_standings(&[standing("c", 3)], &mut headers);
        let text = |name: &HeaderName| headers.get(name).unwrap().to_str().unwrap();
        assert_eq!(
            text(&POLICY),
            r#""c";q=100;w=60, "a";q=100;w=60, "b";q=100;w=60"#
        );
        assert_eq!(text(&STATE), r#""c";r=3;t=2, "a";r=1;t=2, "b";r=2;t=2"#);
    }
}
