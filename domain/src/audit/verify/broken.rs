//! Where a chain is broken, and why.

use std::fmt;

/// The first bad event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// Its number.
    pub seq: i64,
    /// What is wrong with it.
    pub reason: Reason,
}

impl Broken {
    pub(super) fn new(seq: i64, reason: Reason) -> Self {
        Self { seq, reason }
    }
}

/// What is wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// There is no event of this number, but there are later ones.
    Missing,
    /// Its hash does not fit its contents.
    Changed,
    /// Its hash fits its contents, but the next event or the head remembers another one.
    Rehashed,
    /// The first event does not begin the chain.
    FalseBeginning,
    /// It was never numbered by the chain.
    OutsideTheChain,
    /// The head of the chain does not know it.
    BeyondTheHead,
    /// A checkpoint proves that it existed.
    CutOff,
    /// A checkpoint remembers another hash.
    UnlikeCheckpoint,
    /// The checkpoint of this event was not signed by this installation.
    FalseCheckpoint,
    /// A payload was changed.
    PayloadChanged,
    /// A payload is there that the event does not know.
    PayloadForeign,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the event is missing",
            Self::Changed => "the event was changed or moved: its hash does not fit its contents",
            Self::Rehashed => {
                "the event was changed and hashed anew: what follows it remembers another hash"
            }
            Self::FalseBeginning => "the first event does not begin the chain",
            Self::OutsideTheChain => "the event was added outside the chain",
            Self::BeyondTheHead => "the head of the chain does not know the event",
            Self::CutOff => {
                "the newest events were cut off: a checkpoint proves that this one existed"
            }
            Self::UnlikeCheckpoint => "the event differs from its checkpoint",
            Self::FalseCheckpoint => {
                "the event's checkpoint was not signed by this installation's keys"
            }
            Self::PayloadChanged => "a payload of the event was changed",
            Self::PayloadForeign => "a payload was added to the event",
        })
    }
}
