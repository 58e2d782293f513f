//! `rateLimit`: what this request cost, and what is left.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use xorb_domain::rate_limits::PolicyStanding;

use super::{Nullable, ScopeOfContext, scalars};
use crate::execute::{OperationFacts, Standings};

/// What this operation cost, and how you stand with the tightest of your limits: the one with the least left in
/// proportion. All of them are in the headers `RateLimit-Policy` and `RateLimit`.
#[derive(Clone, Debug, SimpleObject)]
pub struct RateLimit {
    /// The most points that this operation can cost. Points that it did not cost come back when it is done.
    cost: i32,
    /// The name of that limit, as in the headers: whose it is, what it counts, and the seconds of its window.
    policy: String,
    /// How much at once it allows.
    limit: i32,
    /// How much of it is left now.
    remaining: i32,
    /// When all of it is there again, if nothing more is used.
    reset_at: scalars::DateTime,
}

#[derive(Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// What this operation cost, and what is left; null where no limit is kept.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Nullable<RateLimit> {
        let facts = ctx.data_opt::<OperationFacts>();
        let standings = ctx.data_opt::<Standings>();
        let tightest = standings.and_then(|standings| PolicyStanding::tightest(&standings.0));
        let now = ctx.scope().map(|scope| scope.core().clock.now());
        let limit = |now| Some(RateLimit::new(facts?, tightest?, now));
        now.map(limit).into()
    }
}

impl RateLimit {
    fn new(facts: &OperationFacts, tightest: &PolicyStanding, now: DateTime<Utc>) -> Self {
        let reset_after = TimeDelta::from_std(tightest.reset_after).unwrap_or(TimeDelta::MAX);
        let number = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            cost: number(facts.cost),
            policy: tightest.policy.clone(),
            limit: number(tightest.limit),
            remaining: number(tightest.remaining),
            reset_at: now.checked_add_signed(reset_after).unwrap_or(now).into(),
        }
    }
}
