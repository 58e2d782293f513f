//! Fairness: who works next is decided here, before anything reaches a queue.
//!
//! Tenants with ready work take turns; none has more than its share under way. The same function feeds the queue (the
//! dispatcher) and, while Redis is away, the workers directly.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use uuid::Uuid;

use super::hand_out::{hand_out, seats};
use super::{JobRef, Rotation};
use crate::AppError;
use crate::db::Db;

/// Marks up to `room` ready jobs as handed out and returns them, one tenant after the other.
///
/// # Errors
/// As the database says.
pub async fn take(db: &Db, rotation: &mut Rotation, room: usize) -> Result<Vec<JobRef>, AppError> {
    let mut lists: HashMap<Uuid, Vec<JobRef>> = HashMap::new();
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    let mut left = room;
    let mut is_new = false;
    while left > 0 {
        if !is_new && rotation.needs_ring() {
            let begun_at = Instant::now();
            let seats = seats(db, rotation).await?;
            rotation.set_ring(seats, begun_at.elapsed());
            is_new = true;
        }
        let turn = rotation.next_turn(left);
        if turn.is_empty() {
            // The last look at who has work was before whatever woke the dispatcher.
            if is_new || !rotation.needs_ring() {
                break;
            }
            continue;
        }
        let mut taken: HashMap<Uuid, usize> = HashMap::new();
        for job in hand_out(db, rotation, &turn).await? {
            *taken.entry(job.tenant_id).or_default() += 1;
            lists.entry(job.tenant_id).or_default().push(job);
            left = left.saturating_sub(1);
        }
        for (seat, count) in turn {
            if seen.insert(seat.tenant_id) {
                order.push(seat.tenant_id);
            }
            // Who had less has no more that is ready, or as much under way as it may have.
            if taken.get(&seat.tenant_id) == Some(&count) {
                rotation.come_again([seat]);
            }
        }
    }
    let lists = order.iter().filter_map(|tenant| lists.remove(tenant));
    Ok(interleave(lists.collect()))
}

/// One of each tenant, then the second of each, and so on.
fn interleave(lists: Vec<Vec<JobRef>>) -> Vec<JobRef> {
    let mut iterators: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut order = Vec::new();
    loop {
        let before = order.len();
        order.extend(iterators.iter_mut().filter_map(Iterator::next));
        if order.len() == before {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_take_turns() {
        let job = |tenant: u128, id: u128| JobRef {
            tenant_id: Uuid::from_u128(tenant),
            job_id: Uuid::from_u128(id),
        };
        let lists = vec![
            vec![job(1, 1), job(1, 2), job(1, 3)],
            vec![job(2, 4)],
            vec![job(3, 5), job(3, 6)],
        ];
        let order: Vec<u128> = interleave(lists)
            .iter()
            .map(|job| job.job_id.as_u128())
            .collect();
        assert_eq!(order, [1, 4, 5, 2, 6, 3]);
    }
}
