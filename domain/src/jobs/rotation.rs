//! Whose turn it is: the tenants with work in a class, in a ring.
//!
//! The ring is remembered between turns, because finding all tenants with work costs a look at each. It is made anew when it
//! is empty or a moment old; a tenant that had less than it might have leaves it until then.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::JobClass;

/// Who has just got work waits no longer than this for the next ring, while others keep the dispatcher busy.
const RING_LIFE: Duration = Duration::from_millis(200);

/// Unless it takes long to find out who has work, because the database can't forget what is done: a ring then lives so many
/// times as long as it took.
const TIMES_THE_LOOK: u32 = 10;

/// A look that is shorter than this may be had again at once.
const SHORT_LOOK: Duration = Duration::from_millis(50);

/// The turns of one class: whose it is, and what everybody may have.
#[derive(Clone, Debug)]
pub struct Rotation {
    pub(super) class: JobClass,
    pub(super) tenant_limit: usize,
    pub(super) redispatch_after: TimeDelta,
    ring: VecDeque<Seat>,
    made_at: Option<Instant>,
    look: Duration,
    after: Option<Uuid>,
}

/// A tenant in the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) tenant_id: Uuid,
    /// So many jobs in each turn, to one of everybody else.
    pub(super) weight: usize,
    /// So many may run or be handed out at once.
    pub(super) limit: usize,
    /// Where its queue began when the ring was made.
    pub(super) front: Front,
}

/// Where a tenant's live jobs begin. What lies before was done, and is passed over unseen until the next ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) priority: i32,
    pub(super) run_at: DateTime<Utc>,
    pub(super) job_id: Uuid,
    /// No job that runs was claimed before.
    pub(super) running_since: DateTime<Utc>,
}

impl Rotation {
    /// Turns in which no tenant has more than `tenant_limit` jobs running or handed out, and a job that was handed out
    /// but not started within `redispatch_after` is handed out again.
    #[must_use]
    pub fn new(class: JobClass, tenant_limit: usize, redispatch_after: TimeDelta) -> Self {
        Self {
            class,
            tenant_limit,
            redispatch_after,
            ring: VecDeque::new(),
            made_at: None,
            look: Duration::ZERO,
            after: None,
        }
    }

    pub(super) fn needs_ring(&self) -> bool {
        let Some(age) = self.made_at.map(|at| at.elapsed()) else {
            return true;
        };
        let rest = self.look * TIMES_THE_LOOK;
        let may_look_at_once = self.ring.is_empty() && self.look < SHORT_LOOK;
        may_look_at_once || age >= rest.max(RING_LIFE)
    }

    /// Begins behind whoever had the last turn. `look`: how long it took to find out.
    pub(super) fn set_ring(&mut self, mut seats: Vec<Seat>, look: Duration) {
        self.look = look;
        seats.sort_unstable_by_key(|seat| seat.tenant_id);
        let start = seats.partition_point(|seat| Some(seat.tenant_id) <= self.after);
        seats.rotate_left(start);
        self.ring = seats.into();
        self.made_at = Some(Instant::now());
    }

    /// The next seats, with what each may have, as many as there is room for.
    pub(super) fn next_turn(&mut self, room: usize) -> Vec<(Seat, usize)> {
        let weights: usize = self.ring.iter().map(|seat| seat.weight).sum();
        let share = room.div_ceil(weights.max(1));
        let mut turn = Vec::new();
        let mut left = room;
        while left > 0
            && let Some(seat) = self.ring.pop_front()
        {
            let count = share.saturating_mul(seat.weight).min(left);
            left -= count;
            self.after = Some(seat.tenant_id);
            turn.push((seat, count));
        }
        turn
    }

    /// Those who had all that they might have come again.
    pub(super) fn come_again(&mut self, seats: impl IntoIterator<Item = Seat>) {
        self.ring.extend(seats);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(tenant: u128, weight: usize) -> Seat {
        Seat {
            tenant_id: Uuid::from_u128(tenant),
            weight,
            limit: 10,
            front: Front {
                priority: 0,
                run_at: DateTime::UNIX_EPOCH,
                job_id: Uuid::nil(),
                running_since: DateTime::UNIX_EPOCH,
            },
        }
    }

    const NO_TIME: Duration = Duration::ZERO;

    #[test]
    fn who_has_work_is_not_asked_for_all_the_time_while_that_takes_long() {
        let mut rotation = Rotation::new(JobClass::Scan, 10, TimeDelta::seconds(3));
        assert!(rotation.needs_ring(), "nobody has looked yet");
        rotation.set_ring(Vec::new(), NO_TIME);
        assert!(
            rotation.needs_ring(),
            "the ring is empty, and a look is cheap"
        );
        rotation.set_ring(Vec::new(), Duration::from_secs(1));
        assert!(!rotation.needs_ring(), "a look is dear");
    }

    fn turn(rotation: &mut Rotation, room: usize) -> Vec<(u128, usize)> {
        let turn = rotation.next_turn(room);
        rotation.come_again(turn.iter().map(|(seat, _)| *seat));
        let named = |(seat, count): &(Seat, usize)| (seat.tenant_id.as_u128(), *count);
        turn.iter().map(named).collect()
    }

    #[test]
    fn who_does_not_fit_into_a_turn_is_first_in_the_next() {
        let mut rotation = Rotation::new(JobClass::Scan, 10, TimeDelta::seconds(3));
        rotation.set_ring((1..=3).map(|tenant| seat(tenant, 1)).collect(), NO_TIME);
        assert_eq!(turn(&mut rotation, 2), [(1, 1), (2, 1)]);
        assert_eq!(turn(&mut rotation, 2), [(3, 1), (1, 1)]);
        rotation.set_ring((1..=3).map(|tenant| seat(tenant, 1)).collect(), NO_TIME);
        assert_eq!(
            turn(&mut rotation, 2),
            [(2, 1), (3, 1)],
            "a new ring goes on"
        );
    }

    #[test]
    fn a_tenant_of_double_weight_gets_twice_as_much() {
        let mut rotation = Rotation::new(JobClass::Scan, 10, TimeDelta::seconds(3));
        rotation.set_ring(vec![seat(1, 2), seat(2, 1), seat(3, 1)], NO_TIME);
        assert_eq!(turn(&mut rotation, 8), [(1, 4), (2, 2), (3, 2)]);
    }
}
