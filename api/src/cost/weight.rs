//! Points of a selection set: those that count once, and those that count for each item of the connection around it.

/// The points of one selection set. All sums saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// Counts once.
    pub once: u64,
    /// Counts for each item: what is under `nodes` and `edges`.
    pub per_item: u64,
}

impl Weight {
    pub fn once(points: u64) -> Self {
        Self {
            once: points,
            per_item: 0,
        }
    }

    pub fn per_item(points: u64) -> Self {
        Self {
            once: 0,
            per_item: points,
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            once: self.once.saturating_add(other.once),
            per_item: self.per_item.saturating_add(other.per_item),
        }
    }

    /// The points of a list of `items` such selection sets.
    pub fn of_items(self, items: u64) -> u64 {
        self.once
            .saturating_add(self.per_item.saturating_mul(items))
    }
}
