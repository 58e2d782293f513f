//! Failed attempts by account and network: a few are free, then each one doubles the wait, from one second to a minute.

use std::collections::HashMap;
use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::AttemptedAccount;

const FREE_FAILURES: u32 = 5;
const LONGEST_WAIT_SECONDS: i64 = 60;
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(15);
/// An attacker chooses the keys: the memory is bounded.
const MAX_ENTRIES: usize = 100_000;

pub(super) type Key = (AttemptedAccount, Option<IpAddr>);

#[derive(Default)]
pub(super) struct Failures(HashMap<Key, Entry>);

struct Entry {
    count: u32,
    last: DateTime<Utc>,
}

impl Entry {
    fn blocked_until(&self) -> DateTime<Utc> {
        let Some(beyond) = self.count.checked_sub(FREE_FAILURES) else {
            return self.last;
        };
        let wait = 1_i64.checked_shl(beyond).unwrap_or(i64::MAX);
        self.last + TimeDelta::seconds(wait.clamp(1, LONGEST_WAIT_SECONDS))
    }
}

impl Failures {
    /// How long this account has to wait in this network.
    pub(super) fn wait(&self, key: &Key, now: DateTime<Utc>) -> TimeDelta {
        self.0.get(key).map_or(TimeDelta::zero(), |entry| {
            (entry.blocked_until() - now).max(TimeDelta::zero())
        })
    }

    pub(super) fn add(&mut self, key: Key, now: DateTime<Utc>) {
        let is_remembered = |entry: &Entry| now - entry.last < FORGOTTEN_AFTER;
        if self.0.len() >= MAX_ENTRIES {
            self.0.retain(|_, entry| is_remembered(entry));
        }
        if self.0.len() >= MAX_ENTRIES && !self.0.contains_key(&key) {
            self.make_room();
        }
        let entry = self.0.entry(key).or_insert(Entry {
            count: 0,
            last: now,
        });
        entry.count = if is_remembered(entry) {
            entry.count.saturating_add(1)
        } else {
            1
        };
        entry.last = now;
    }

    /// Lets a sixteenth go: first those that make nobody wait yet, of each kind the oldest. A flood of new keys never drives
    /// out who is being guessed, and never goes uncounted.
    fn make_room(&mut self) {
        let rank = |entry: &Entry| (entry.count >= FREE_FAILURES, entry.last);
        let mut ranks: Vec<_> = self.0.values().map(rank).collect();
        let (_, last_to_go, _) = ranks.select_nth_unstable(MAX_ENTRIES / 16);
        let last_to_go = *last_to_go;
        self.0.retain(|_, entry| rank(entry) > last_to_go);
    }

    pub(super) fn forget(&mut self, key: &Key) {
        self.0.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_failures_are_free_and_then_the_wait_doubles_up_to_a_minute() {
        let key = (AttemptedAccount::new("acme", "ada@example.org"), None);
        let mut failures = Failures::default();
        let mut now = DateTime::UNIX_EPOCH;
        let mut waits = Vec::new();
        for _ in 0..13 {
            failures.add(key, now);
            let wait = failures.wait(&key, now);
            waits.push(wait.num_seconds());
            now += wait;
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        failures.add(key, now + TimeDelta::minutes(20));
        let later = now + TimeDelta::minutes(20);
        assert_eq!(failures.wait(&key, later), TimeDelta::zero(), "forgotten");
    }

    #[test]
    fn a_flood_of_keys_is_counted_and_drives_out_nobody_who_has_to_wait() {
        let key = |n: usize| (AttemptedAccount::new("acme", &n.to_string()), None);
        let mut failures = Failures::default();
        let mut now = DateTime::UNIX_EPOCH;
        for _ in 0..9 {
            failures.add(key(0), now);
        }
        let moment = TimeDelta::microseconds(1);
        for n in 1..=MAX_ENTRIES + 50_000 {
            now += moment;
            failures.add(key(n), now);
        }
        assert!(failures.0.len() <= MAX_ENTRIES);
        assert!(
            failures.wait(&key(0), now) > TimeDelta::zero(),
            "still slowed down"
        );
        let newest = key(MAX_ENTRIES + 50_000);
        for _ in 0..5 {
            failures.add(newest, now);
        }
        assert!(
            failures.wait(&newest, now) > TimeDelta::zero(),
            "counted too"
        );
    }
}
