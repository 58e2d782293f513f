//! What an operation may cost at most, worked out before it runs.
//!
//! The rules come from the schema itself (its SDL), so that no list can be without one: a connection costs
//! `first × child`, any other list of objects a fixed factor, a leaf one point. Fragments are worked out once.

mod estimate;
mod first;
mod introspection;
mod rules;
mod weight;

pub use first::MAX_FIRST;
pub use rules::{CostRules, MAX_IDS};
