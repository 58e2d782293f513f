//! The script in Redis and the buckets in this process decide the same, question by question.

use crate::harness::redis;
use std::sync::Arc;
use std::time::Duration;
use xorb_domain::SystemClock;
use xorb_domain::rate_limits::gcra::Ask;
use xorb_domain::rate_limits::redis::{RedisBuckets, RedisPlace};
use xorb_domain::rate_limits::{Buckets, BudgetKey, InProcessBuckets};
use xorb_domain::redis_link::RedisLink;
use xorb_domain::rng::{Rng, SeededRng};

const QUESTIONS: usize = 4_000;

struct Generator(SeededRng);

impl Generator {
    fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_be_bytes(bytes) % bound
    }

    /// A few buckets, from microseconds to hours long, so that time passes for some and stands for others.
    fn ask(&self, bucket: u64) -> Ask {
        let unit = 7_u64.pow(u32::try_from(bucket % 8).unwrap()) + 13;
        let window = unit * (5 + bucket * 3);
        let need = (unit * (1 + self.below(3))).min(window);
        let want = need + unit * self.below(20);
        let key = BudgetKey([u8::try_from(bucket).unwrap(); 16]);
        Ask {
            key,
            unit,
            need,
            want,
            window,
            is_enforced: self.below(5) > 0,
        }
    }

    fn asks(&self) -> Vec<Ask> {
        let first = self.below(12);
        (0..=self.below(4))
            .map(|step| self.ask((first + step * 2) % 12))
            .collect()
    }
}

#[tokio::test]
async fn the_script_and_the_process_decide_the_same() {
    let redis = redis();
    let place = RedisPlace {
        link: RedisLink::to(&redis.url).unwrap(),
        prefix: "x".into(),
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(5),
    };
    let shared = RedisBuckets::new(place, Arc::default());
    shared.connect().await;
    let own = InProcessBuckets::new(Arc::new(SystemClock));
    let generator = Generator(SeededRng::new(1));
    let (mut refused, mut granted) = (0, 0);
    for number in 0..QUESTIONS {
        let asks = generator.asks();
        let there = shared.lease(&asks).await.unwrap();
        let here = own.lease_at(there.now, &asks);
        assert_eq!(there, here, "question {number}: {asks:?}");
        refused += usize::from(there.is_refused);
        granted += usize::from(!there.is_refused);
    }
    assert!(
        refused > QUESTIONS / 10 && granted > QUESTIONS / 10,
        "{refused} {granted}"
    );
    assert_eq!(shared.epoch(), 1, "one connection did it all");
    let ttl = redis.command(&["PTTL", &format!("x:rate:{:?}", BudgetKey([11; 16]))]);
    assert!(
        ttl.starts_with(':') && !ttl.starts_with(":-1"),
        "every bucket goes when it is full: {ttl}"
    );
}
