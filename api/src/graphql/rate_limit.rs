//! `rateLimit`: what this request cost, and what is left.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Nullable, ScopeOfContext, scalars};
use crate::execute::OperationFacts;
use crate::limits::Decision;

/// What this operation cost, and how many requests your address has left. The same is in the headers `RateLimit-Policy`
/// and `RateLimit`.
#[derive(Clone, Debug, SimpleObject)]
pub struct RateLimit {
    /// The most points that this operation can cost.
    cost: i32,
    /// How many requests at once are allowed.
    limit: i32,
    /// How many of them are left now.
    remaining: i32,
    /// When all of them are there again, if none is made.
    reset_at: scalars::DateTime,
}

#[derive(Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// What this operation cost, and what is left; null where no limit is kept.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Nullable<RateLimit> {
        let facts = ctx.data_opt::<OperationFacts>();
        let decision = ctx.data_opt::<Decision>();
        let now = ctx.scope().map(|scope| scope.core().clock.now());
        let limit = |now| Some(RateLimit::new(facts?, decision?, now));
        now.map(limit).into()
    }
}

impl RateLimit {
    fn new(facts: &OperationFacts, decision: &Decision, now: DateTime<Utc>) -> Self {
        let reset_after = TimeDelta::from_std(decision.reset_after).unwrap_or(TimeDelta::MAX);
        Self {
            cost: i32::try_from(facts.cost).unwrap_or(i32::MAX),
            limit: i32::try_from(decision.limit).unwrap_or(i32::MAX),
            remaining: i32::try_from(decision.remaining).unwrap_or(i32::MAX),
            reset_at: now.checked_add_signed(reset_after).unwrap_or(now).into(),
        }
    }
}
