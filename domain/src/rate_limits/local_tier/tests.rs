//! Several processes over one set of buckets, on a clock that moves when told to.

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::TestClock;
use crate::rate_limits::InProcessBuckets;
use crate::rng::{Rng, SeededRng};

const UNIT: u64 = 1_000;
const LIMIT: u64 = 160;

struct World {
    clock: Arc<TestClock>,
    tiers: Vec<LocalTier>,
    counters: Arc<Counters>,
    rng: SeededRng,
}

impl World {
    fn new(processes: usize, seed: u64) -> Self {
        let clock = Arc::new(TestClock::new(DateTime::UNIX_EPOCH + TimeDelta::days(1)));
        let buckets = Arc::new(InProcessBuckets::new(clock.clone()));
        let counters = Arc::<Counters>::default();
        let tier = |_| LocalTier::new(buckets.clone(), clock.clone(), counters.clone());
        let tiers = (0..processes).map(tier).collect();
        Self {
            clock,
            tiers,
            counters,
            rng: SeededRng::new(seed),
        }
    }

    fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.rng.fill(&mut bytes);
        u64::from_be_bytes(bytes) % bound
    }

    fn tier(&self) -> &LocalTier {
        let number = self.below(self.tiers.len() as u64);
        &self.tiers[usize::try_from(number).unwrap()]
    }
}

fn limit(number: u8, tokens: u64) -> Limit {
    Limit {
        key: BudgetKey([number; 16]),
        unit: UNIT,
        need: tokens * UNIT,
        window: LIMIT * UNIT,
        is_enforced: true,
    }
}

/// What a single bucket would say: no stretch of time, however chosen, sees more than a full one and what came back.
#[derive(Default)]
struct Meter(u64);

impl Meter {
    fn count(&mut self, spent: u64, passed: u64) {
        self.0 = self.0.saturating_sub(passed) + spent;
        assert!(
            self.0 <= LIMIT * UNIT,
            "{} beyond the budget",
            self.0 - LIMIT * UNIT
        );
    }
}

#[tokio::test]
async fn several_processes_never_give_more_than_one_bucket_would() {
    for seed in 0..20 {
        let world = World::new(1 + usize::try_from(seed % 4).unwrap(), seed);
        let (mut meter, mut spent_in_all, mut time) = (Meter::default(), 0, 0);
        // Some seeds are busy, some idle.
        let pace = 1 + 400 * (seed % 5);
        for _ in 0..3_000 {
            let passed = world.below(pace);
            world
                .clock
                .advance(TimeDelta::microseconds(passed.cast_signed()));
            time += passed;
            let tokens = 1 + world.below(3);
            let tier = world.tier();
            let verdict = tier.reserve(&[limit(1, tokens)]).await.unwrap();
            let mut spent = if verdict.is_refused { 0 } else { tokens * UNIT };
            if spent > 0 && world.below(3) == 0 {
                tier.give_back(&verdict.reserved, |_, amount| amount);
                spent = 0;
            }
            meter.count(spent, passed);
            spent_in_all += spent;
        }
        assert!(spent_in_all <= LIMIT * UNIT + time);
        assert!(spent_in_all > 0);
    }
}

#[tokio::test]
async fn under_load_nine_of_ten_decisions_are_made_locally_and_the_budget_is_used_up() {
    let world = World::new(2, 1);
    let mut spent = 0;
    for _ in 0..20_000 {
        world.clock.advance(TimeDelta::microseconds(200));
        let verdict = world.tier().reserve(&[limit(1, 1)]).await.unwrap();
        spent += if verdict.is_refused { 0 } else { UNIT };
    }
    let whole = LIMIT * UNIT + 20_000 * 200;
    assert!(
        spent <= whole && spent > whole / 10 * 9,
        "{spent} of {whole}"
    );
    let (local, shared) = (
        world.counters.decisions(Tier::Local),
        world.counters.decisions(Tier::Shared),
    );
    assert!(local >= 9 * shared, "{local} here, {shared} there");
}

#[tokio::test]
async fn of_several_limits_all_are_taken_or_none() {
    let world = World::new(1, 1);
    let tier = &world.tiers[0];
    assert!(!tier.reserve(&[limit(2, LIMIT)]).await.unwrap().is_refused);
    for _ in 0..2 * LIMIT {
        let verdict = tier.reserve(&[limit(1, 1), limit(2, 1)]).await.unwrap();
        assert!(verdict.is_refused && verdict.standings[1].wait > 0);
    }
    let left = tier.reserve(&[limit(1, LIMIT)]).await.unwrap();
    assert!(!left.is_refused, "nothing was taken from the first");
}

#[tokio::test]
async fn buckets_that_are_away_take_nothing() {
    struct Gone;
    impl Buckets for Gone {
        fn lease<'a>(
            &'a self,
            _: &'a [Ask],
        ) -> futures_util::future::BoxFuture<'a, Result<crate::rate_limits::gcra::Leased, Away>>
        {
            Box::pin(std::future::ready(Err(Away)))
        }

        fn epoch(&self) -> u64 {
            0
        }
    }
    let clock = Arc::new(TestClock::new(DateTime::UNIX_EPOCH + TimeDelta::days(1)));
    let tier = LocalTier::new(Arc::new(Gone), clock, Arc::default());
    for _ in 0..3 {
        assert!(tier.reserve(&[limit(1, 1)]).await.is_err());
    }
}
