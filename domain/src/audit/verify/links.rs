//! Whether one link follows another. Pure.

use super::broken::{Broken, Reason};
use crate::audit::chain::{GENESIS, Link};

/// A link as it lies in the database: what it says, and the hash stored with it.
pub(super) struct StoredLink {
    pub(super) link: Link,
    pub(super) hash: Vec<u8>,
}

/// How far the chain is known to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::audit) struct Position {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) hash: Vec<u8>,
}

impl Position {
    /// Before the first link.
    pub(super) fn genesis() -> Self {
        Self {
            seq: 0,
            hash: GENESIS.to_vec(),
        }
    }

    /// The position behind `next`, if it is the next link.
    pub(super) fn follow(&self, next: &StoredLink) -> Result<Self, Broken> {
        let StoredLink { link, hash } = next;
        if link.seq <= self.seq {
            return Err(Broken::new(link.seq, Reason::OutsideTheChain));
        }
        if link.seq != self.seq + 1 {
            return Err(Broken::new(self.seq + 1, Reason::Missing));
        }
        if link.hash().as_slice() != hash {
            return Err(Broken::new(link.seq, Reason::Changed));
        }
        if link.prev_hash != self.hash {
            // This link is whole and remembers another predecessor than the one that is there.
            return Err(match self.seq {
                0 => Broken::new(link.seq, Reason::FalseBeginning),
                seq => Broken::new(seq, Reason::Rehashed),
            });
        }
        Ok(Self {
            seq: link.seq,
            hash: hash.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn chain(length: i64) -> Vec<StoredLink> {
        let mut prev_hash = GENESIS.to_vec();
        (1..=length)
            .map(|seq| {
                let link = Link {
                    tenant_id: Uuid::from_u128(1),
                    seq,
                    at: DateTime::UNIX_EPOCH,
                    actor_kind: "system".into(),
                    actor_pid: None,
                    action: format!("event.{seq}"),
                    object: None,
                    outcome: "success".into(),
                    commitments: Vec::new(),
                    request_id: None,
                    prev_hash: prev_hash.clone(),
                };
                let hash = link.hash().to_vec();
                prev_hash.clone_from(&hash);
                StoredLink { link, hash }
            })
            .collect()
    }

    fn walk(links: &[StoredLink]) -> Result<i64, Broken> {
        links
            .iter()
            .try_fold(Position::genesis(), |position, link| position.follow(link))
            .map(|position| position.seq)
    }

    fn broken(links: &[StoredLink]) -> (i64, Reason) {
        let broken = walk(links).unwrap_err();
        (broken.seq, broken.reason)
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(walk(&chain(5)), Ok(5));
        assert_eq!(walk(&[]), Ok(0));
    }

    #[test]
    fn a_changed_link_is_named() {
        let mut links = chain(5);
        links[2].link.outcome = "denied".into();
        assert_eq!(broken(&links), (3, Reason::Changed));
    }

    #[test]
    fn a_link_that_was_hashed_anew_is_named() {
        let mut links = chain(5);
        links[2].link.outcome = "denied".into();
        links[2].hash = links[2].link.hash().to_vec();
        assert_eq!(broken(&links), (3, Reason::Rehashed));
    }

    #[test]
    fn a_missing_link_is_named_even_the_first() {
        let mut links = chain(5);
        links.remove(2);
        assert_eq!(broken(&links), (3, Reason::Missing));
        let mut links = chain(5);
        links.remove(0);
        assert_eq!(broken(&links), (1, Reason::Missing));
    }

    #[test]
    fn links_that_changed_places_are_noticed_at_the_first() {
        let mut links = chain(5);
        links[1].link.seq = 4;
        links[3].link.seq = 2;
        links.swap(1, 3);
        assert_eq!(broken(&links), (2, Reason::Changed));
    }

    #[test]
    fn a_chain_that_begins_elsewhere_is_noticed() {
        let mut links = chain(2);
        links[0].link.prev_hash = vec![1; 32];
        links[0].hash = links[0].link.hash().to_vec();
        assert_eq!(broken(&links), (1, Reason::FalseBeginning));
    }

    #[test]
    fn an_event_before_the_first_is_noticed() {
        let mut links = chain(2);
        links[0].link.seq = 0;
        assert_eq!(broken(&links), (0, Reason::OutsideTheChain));
    }
}
