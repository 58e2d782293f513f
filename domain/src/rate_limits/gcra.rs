//! The generic cell rate algorithm over several limits at once, all or nothing: the same rules as `gcra.lua`, word for word.
//!
//! A bucket is one number: the instant at which it is full again. Everything is whole microseconds: a token is `unit`
//! long, a bucket that is empty is full again after `window`. What is taken is time on the bucket's line, so that two
//! holders never hold the same stretch of it.

use super::BudgetKey;

/// What is asked of one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The bucket.
    pub key: BudgetKey,
    /// Microseconds of one token.
    pub unit: u64,
    /// Microseconds without which the request is refused.
    pub need: u64,
    /// Microseconds that are welcome: whole tokens, at least `need`.
    pub want: u64,
    /// Microseconds of a whole bucket.
    pub window: u64,
    /// Whether a lack refuses the request. Otherwise it is only told.
    pub is_enforced: bool,
}

/// A bucket after the question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// Microseconds that were taken for the asker.
    pub granted: u64,
    /// Microseconds until the bucket is full again.
    pub used: u64,
    /// Microseconds until there would be enough; zero if there is.
    pub wait: u64,
}

/// The answer to all asks of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leased {
    /// An enforced limit lacks something: nothing was taken from any.
    pub is_refused: bool,
    /// The instant of the decision, by the bucket's clock.
    pub now: u64,
    /// In the order of the asks.
    pub grants: Vec<Grant>,
}

/// Decides. `full_at` are the buckets' numbers, in the order of the asks; the new one of a bucket is `now + used` where
/// something was granted.
#[must_use]
pub fn decide(now: u64, full_at: &[u64], asks: &[Ask]) -> Leased {
    let mut is_refused = false;
    let mut grants: Vec<Grant> = Vec::with_capacity(asks.len());
    for (ask, full_at) in asks.iter().zip(full_at) {
        let used = full_at.saturating_sub(now);
        let room = ask.window.saturating_sub(used);
        let grant = if used.saturating_add(ask.need) > ask.window {
            is_refused |= ask.is_enforced;
            let wait = used.saturating_add(ask.need).saturating_sub(ask.window);
            Grant {
                granted: 0,
                used,
                wait,
            }
        } else {
            let room = room - room % ask.unit.max(1);
            let granted = ask.need.max(ask.want.min(room));
            Grant {
                granted,
                used,
                wait: 0,
            }
        };
        grants.push(grant);
    }
    for grant in &mut grants {
        if is_refused {
            grant.granted = 0;
        }
        grant.used = grant.used.saturating_add(grant.granted);
    }
    Leased {
        is_refused,
        now,
        grants,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(number: u8, tokens: u64, limit: u64) -> Ask {
        Ask {
            key: BudgetKey([number; 16]),
            unit: 10,
            need: tokens * 10,
            want: tokens * 10,
            window: limit * 10,
            is_enforced: true,
        }
    }

    #[test]
    fn a_bucket_gives_its_limit_at_once_and_then_one_token_each_unit() {
        let mut full_at = 0;
        let mut given = Vec::new();
        for now in [1_000, 1_000, 1_000, 1_000, 1_009, 1_010] {
            let leased = decide(now, &[full_at], &[ask(1, 1, 3)]);
            given.push(!leased.is_refused);
            if !leased.is_refused {
                full_at = now + leased.grants[0].used;
            }
        }
        assert_eq!(given, [true, true, true, false, false, true]);
    }

    #[test]
    fn if_one_limit_refuses_nothing_is_taken_from_the_others() {
        let leased = decide(1_000, &[0, 1_030], &[ask(1, 1, 3), ask(2, 1, 3)]);
        assert!(leased.is_refused);
        assert_eq!(leased.grants[0], Grant::default());
        assert_eq!(
            leased.grants[1],
            Grant {
                granted: 0,
                used: 30,
                wait: 10
            }
        );
        let shadow = Ask {
            is_enforced: false,
            ..ask(2, 1, 3)
        };
        let leased = decide(1_000, &[0, 1_030], &[ask(1, 1, 3), shadow]);
        assert!(!leased.is_refused);
        assert_eq!((leased.grants[0].granted, leased.grants[1].wait), (10, 10));
    }

    #[test]
    fn more_than_is_needed_is_given_as_far_as_it_is_there() {
        let greedy = |used: u64| {
            let greedy = Ask {
                want: 500,
                ..ask(1, 1, 100)
            };
            decide(1_000, &[1_000 + used], &[greedy]).grants[0].granted
        };
        assert_eq!([greedy(0), greedy(800), greedy(990)], [500, 200, 10]);
    }
}
