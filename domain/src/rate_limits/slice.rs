//! What this process holds of one bucket: stretches of the bucket's line that nobody else holds.
//!
//! A stretch that time has passed is worth nothing any more: the bucket has refilled by as much. So what is held by all
//! and what is in the bucket never exceed a whole bucket together.

use std::collections::VecDeque;

/// Older stretches are forgotten, and with them what might still be given back to them.
const MAX_STRETCHES: usize = 16;
/// A holder whose last lease was used up within this time asks for twice as much …
const BUSY: u64 = 2_000_000;
/// … and one who has not asked for so long asks for what it needs only.
const IDLE: u64 = 10_000_000;
/// The most that is asked for at once: this part of a bucket, so that nobody starves the others.
pub(super) const LARGEST_BATCH: u64 = 16;

/// The part of a process in one bucket. Times are microseconds by the process's clock.
#[derive(Debug, Default)]
pub(super) struct Slice {
    stretches: VecDeque<Stretch>,
    batch: u64,
    leased_at: u64,
    /// How far the bucket was from full when it was last seen, and when that was.
    used: u64,
    seen_at: u64,
    refused: Option<Refused>,
    pub is_leasing: bool,
}

#[derive(Debug)]
struct Stretch {
    number: u64,
    left: u64,
    size: u64,
    end: u64,
}

#[derive(Clone, Copy, Debug)]
struct Refused {
    need: u64,
    until: u64,
}

/// Something taken from a slice. It can be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub number: u64,
    pub amount: u64,
}

impl Slice {
    /// What can be taken now.
    pub fn usable(&mut self, now: u64) -> u64 {
        self.stretches.retain(|stretch| stretch.end > now);
        for stretch in &mut self.stretches {
            stretch.left = stretch.left.min(stretch.end - now);
        }
        let left = self.stretches.iter().map(|stretch| stretch.left);
        left.fold(0, u64::saturating_add)
    }

    /// Takes up to `amount`, the oldest first.
    pub fn take(&mut self, now: u64, mut amount: u64, mut note: impl FnMut(Taken)) -> u64 {
        let mut total = 0;
        for stretch in &mut self.stretches {
            let part = stretch
                .left
                .min(stretch.end.saturating_sub(now))
                .min(amount);
            if part > 0 {
                stretch.left -= part;
                amount -= part;
                total += part;
                note(Taken {
                    number: stretch.number,
                    amount: part,
                });
            }
        }
        total
    }

    /// Gives back what was not used, if its stretch is still ahead.
    pub fn give_back(&mut self, now: u64, taken: Taken) {
        let mut stretches = self.stretches.iter_mut();
        if let Some(stretch) = stretches.find(|stretch| stretch.number == taken.number) {
            let ahead = stretch.end.saturating_sub(now);
            stretch.left = stretch
                .left
                .saturating_add(taken.amount)
                .min(stretch.size)
                .min(ahead);
        }
    }

    /// How much to ask for when `need` is lacking. Who is busy asks for more, so that most decisions are made here.
    pub fn batch(&mut self, now: u64, unit: u64, need: u64, window: u64) -> u64 {
        let since = now.saturating_sub(self.leased_at);
        if since < BUSY {
            self.batch = self
                .batch
                .max(need)
                .saturating_mul(2)
                .min(window / LARGEST_BATCH);
        } else if since > IDLE {
            self.batch = 0;
        }
        self.leased_at = now;
        need.max(self.batch - self.batch % unit.max(1))
    }

    /// A lease that was asked for at `asked_at`: the last `granted` of the `used` microseconds after it. `number` is never
    /// used again.
    pub fn deposit(&mut self, number: u64, asked_at: u64, granted: u64, used: u64) {
        self.refused = None;
        self.saw(asked_at, used);
        if self.stretches.len() >= MAX_STRETCHES {
            let spent = self.stretches.iter().position(|stretch| stretch.left == 0);
            self.stretches.remove(spent.unwrap_or_default());
        }
        self.stretches.push_back(Stretch {
            number,
            left: granted,
            size: granted,
            end: asked_at.saturating_add(used),
        });
    }

    /// The bucket as it was seen.
    pub fn saw(&mut self, at: u64, used: u64) {
        (self.seen_at, self.used) = (at, used);
    }

    /// The bucket had not enough: who needs as much need not ask before `until`.
    pub fn refuse(&mut self, need: u64, until: u64) {
        self.refused = Some(Refused { need, until });
    }

    /// How long it is known that `need` can't be had.
    pub fn known_wait(&self, now: u64, need: u64) -> Option<u64> {
        let refused = self.refused?;
        (need >= refused.need && now < refused.until).then(|| refused.until - now)
    }

    /// What is left of the whole bucket, as far as is known here.
    pub fn left(&mut self, now: u64, window: u64) -> u64 {
        let used = self.used.saturating_sub(now.saturating_sub(self.seen_at));
        let room = window.saturating_sub(used);
        room.saturating_add(self.usable(now)).min(window)
    }

    /// Nothing would be lost with it.
    pub fn is_idle(&mut self, now: u64) -> bool {
        let is_refused = self.refused.is_some_and(|refused| refused.until > now);
        !self.is_leasing && !is_refused && self.usable(now) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_time_has_passed_is_worth_nothing() {
        let mut slice = Slice::default();
        slice.deposit(1, 1_000, 100, 100);
        assert_eq!(slice.usable(1_000), 100);
        assert_eq!(slice.usable(1_060), 40);
        assert_eq!(slice.usable(1_100), 0);
    }

    #[test]
    fn what_is_given_back_is_never_more_than_was_held() {
        let mut slice = Slice::default();
        slice.deposit(1, 0, 50, 500);
        let mut taken = Vec::new();
        assert_eq!(slice.take(0, 70, |part| taken.push(part)), 50);
        slice.give_back(10, taken[0]);
        slice.give_back(10, taken[0]);
        assert_eq!(slice.usable(10), 50);
        slice.give_back(
            10,
            Taken {
                number: 99,
                amount: 7,
            },
        );
        assert_eq!(slice.usable(480), 20);
    }

    #[test]
    fn who_is_busy_asks_for_more_and_who_is_not_for_what_it_needs() {
        let mut slice = Slice::default();
        let ask = |slice: &mut Slice, now| slice.batch(now, 10, 10, 10_000);
        let busy: Vec<u64> = (0..8).map(|n| ask(&mut slice, 20_000_000 + n)).collect();
        assert_eq!(busy, [10, 20, 40, 80, 160, 320, 620, 620]);
        assert_eq!(ask(&mut slice, 60_000_000), 10);
    }
}
