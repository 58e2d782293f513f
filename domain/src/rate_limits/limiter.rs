//! The limits of an installation: which policies a request meets, the decision, and what happens when the shared buckets
//! are away.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use xorb_entities::tenants::PolicyUnit;

use super::counters::{Counters, Tier};
use super::gcra::Ask;
use super::local_tier::{Limit, LocalTier, Reserved, Standing, Verdict};
use super::redis::{RedisBuckets, RedisPlace};
use super::resolve::{Met, resolve};
use super::{
    Asker, Buckets, BudgetNames, InProcessBuckets, Lane, Policy, PolicySet, PolicyStanding,
    Reputation, Work, default_policies,
};
use crate::Clock;
use crate::redis_link::RedisLink;
use crate::settings::{RateLimitMode, Settings};

/// Without shared limits, trying credentials is so many times as dear.
const STRICTNESS: u64 = 10;

/// Decides about requests. Cheap to clone.
#[derive(Clone)]
pub struct RateLimits(Arc<Inner>);

struct Inner {
    mode: RateLimitMode,
    replicas: u64,
    clock: Arc<dyn Clock>,
    names: BudgetNames,
    defaults: Vec<Policy>,
    policies: RwLock<Arc<PolicySet>>,
    redis: Option<RedisBuckets>,
    tier: LocalTier,
    fallback: InProcessBuckets,
    reputation: Reputation,
    counters: Arc<Counters>,
}

/// The answer to a request.
#[derive(Debug)]
pub enum Admission {
    /// It may run.
    Admitted(Admitted),
    /// It may not now.
    Refused {
        /// When to come back.
        retry_after: Duration,
        /// How it stands.
        standings: Vec<PolicyStanding>,
    },
}

/// A request that may run, with what it has reserved.
#[derive(Debug, Default)]
pub struct Admitted {
    /// How it stands, the most specific policy first.
    pub standings: Vec<PolicyStanding>,
    reserved: Reserved,
    /// For each limit, what was asked of it and how much of that is a point; zero where requests are counted.
    asked: Vec<(u64, u64)>,
}

impl RateLimits {
    /// Limits by these settings; in Redis where there is one. `secret` must be the same in all processes.
    #[must_use]
    pub fn new(settings: &Settings, secret: &[u8], clock: Arc<dyn Clock>) -> Self {
        let (limits, counters) = (&settings.rate_limit, Arc::<Counters>::default());
        let redis = redis(settings, &counters);
        let buckets: Arc<dyn Buckets> = match &redis {
            Some(redis) => Arc::new(redis.clone()),
            None => Arc::new(InProcessBuckets::new(clock.clone())),
        };
        let defaults = default_policies(limits);
        Self(Arc::new(Inner {
            mode: limits.mode,
            replicas: u64::from(limits.replicas.max(1)),
            names: BudgetNames::new(secret),
            policies: RwLock::new(Arc::new(PolicySet::new(defaults.clone(), Vec::new()))),
            defaults,
            redis,
            tier: LocalTier::new(buckets, clock.clone(), counters.clone()),
            fallback: InProcessBuckets::new(clock.clone()),
            clock,
            reputation: Reputation::new(limits.tolerated_refusals),
            counters,
        }))
    }

    /// Connects to Redis, if it is used and there; otherwise it goes on in the background.
    pub async fn connect(&self) {
        if let Some(redis) = self
            .0
            .redis
            .as_ref()
            .filter(|_| self.0.mode != RateLimitMode::Off)
        {
            redis.connect().await;
        }
    }

    /// The policies in force.
    #[must_use]
    pub fn policies(&self) -> Arc<PolicySet> {
        self.0
            .policies
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts in force what operators set, over the defaults. Whether that changed anything.
    pub fn put_in_force(&self, set: Vec<Policy>) -> bool {
        let new = PolicySet::new(self.0.defaults.clone(), set);
        let mut policies = self
            .0
            .policies
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let is_changed = **policies != new;
        *policies = Arc::new(new);
        is_changed
    }

    /// Decides about a request and reserves what it can cost at most.
    pub async fn admit(&self, asker: &Asker, work: &Work) -> Admission {
        if self.0.mode == RateLimitMode::Off {
            return Admission::Admitted(Admitted::default());
        }
        let identity = asker.identity(&self.0.names);
        let factor = self.0.reputation.factor(identity, self.now());
        let mut met = resolve(&self.policies(), &self.0.names, asker, work, factor);
        if self.0.mode == RateLimitMode::Shadow || work.lane == Lane::DataSubject {
            for met in &mut met {
                met.limit.is_enforced = false;
            }
        }
        let admission = self.decide(met, work.lane).await;
        if matches!(admission, Admission::Refused { .. }) {
            self.0.reputation.refused(identity, self.now());
        }
        admission
    }

    /// The request is over and has cost `points`: what it had reserved beyond comes back.
    pub fn settle(&self, admitted: &Admitted, points: u64) {
        let unused = |(need, of_point): &(u64, u64)| match of_point {
            0 => 0,
            of_point => need.saturating_sub(of_point.saturating_mul(points.max(1))),
        };
        let mut open: Vec<u64> = admitted.asked.iter().map(unused).collect();
        self.0.tier.give_back(&admitted.reserved, |index, amount| {
            let open = open.get_mut(index);
            open.map_or(0, |open| {
                let part = amount.min(*open);
                *open -= part;
                part
            })
        });
    }

    /// Gives back what was taken from the first limit.
    pub(super) fn give_back_first(&self, admitted: &Admitted) {
        let first = |index, amount| if index == 0 { amount } else { 0 };
        self.0.tier.give_back(&admitted.reserved, first);
    }

    /// Writes what was counted, for the admin listener.
    pub fn write_metrics(&self, out: &mut String) {
        self.0.counters.write(out);
    }

    /// What was counted.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(super) fn names(&self) -> &BudgetNames {
        &self.0.names
    }

    pub(super) fn mode(&self) -> RateLimitMode {
        self.0.mode
    }

    /// Decides about limits that were met.
    pub(super) async fn decide(&self, met: Vec<Met>, lane: Lane) -> Admission {
        let limits: Vec<Limit> = met.iter().map(|met| met.limit).collect();
        let verdict = match self.0.tier.reserve(&limits).await {
            Ok(verdict) => verdict,
            Err(_) => self.decide_alone(&limits, lane),
        };
        let standings: Vec<PolicyStanding> = met
            .iter()
            .zip(&verdict.standings)
            .map(|(met, standing)| met.standing(*standing))
            .collect();
        let waits = |is_enforced: bool| {
            let of_limit = limits.iter().zip(&verdict.standings);
            let waits = of_limit.filter(move |(limit, _)| limit.is_enforced == is_enforced);
            waits
                .map(|(_, standing)| standing.wait)
                .max()
                .unwrap_or_default()
        };
        if waits(false) > 0 {
            self.0.counters.shadowed();
            tracing::debug!("a request exceeds a limit that refuses nothing");
        }
        if verdict.is_refused {
            self.0.counters.refused();
            let retry_after = Duration::from_micros(waits(true));
            return Admission::Refused {
                retry_after,
                standings,
            };
        }
        let of_point = |met: &Met| match met.unit {
            PolicyUnit::Points => met.limit.unit.saturating_mul(met.factor),
            PolicyUnit::Requests => 0,
        };
        let asked = met
            .iter()
            .map(|met| (met.limit.need, of_point(met)))
            .collect();
        Admission::Admitted(Admitted {
            standings,
            reserved: verdict.reserved,
            asked,
        })
    }

    /// The decision of this process alone: each has its part of the budget, and a small part only for credentials.
    fn decide_alone(&self, limits: &[Limit], lane: Lane) -> Verdict {
        let strictness = if lane == Lane::Credentials {
            STRICTNESS
        } else {
            1
        };
        let dearer = self.0.replicas.saturating_mul(strictness);
        let ask = |limit: &Limit| {
            let need = limit.need.saturating_mul(dearer).min(limit.window);
            let Limit {
                key,
                unit,
                window,
                is_enforced,
                ..
            } = *limit;
            Ask {
                key,
                unit,
                need,
                want: need,
                window,
                is_enforced,
            }
        };
        let asks: Vec<Ask> = limits.iter().map(ask).collect();
        let leased = self.0.fallback.lease_now(&asks);
        self.0.counters.decided(Tier::Fallback);
        let grants = asks.iter().zip(&leased.grants);
        let standings = grants
            .map(|(ask, grant)| Standing {
                left: ask.window.saturating_sub(grant.used) / dearer,
                wait: grant.wait,
            })
            .collect();
        Verdict {
            is_refused: leased.is_refused,
            standings,
            reserved: Reserved::default(),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.clock.now().timestamp_micros()).unwrap_or_default()
    }
}

/// The settings have been checked: a URL that is none after all leaves the limits in this process.
fn redis(settings: &Settings, counters: &Arc<Counters>) -> Option<RedisBuckets> {
    if settings.redis.url.is_empty() {
        return None;
    }
    let place = RedisPlace {
        link: RedisLink::open(&settings.redis).ok()?,
        prefix: settings.redis.prefix.clone(),
        connect_timeout: settings.redis.timeout,
        timeout: settings.rate_limit.redis_timeout,
    };
    Some(RedisBuckets::new(place, counters.clone()))
}
