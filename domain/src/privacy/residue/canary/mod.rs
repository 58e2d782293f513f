//! Positive controls: a random identifier that nobody has is put in every place, in changing disguises, and the same reader
//! must see it there. What it misses, it would have missed of a person too.

mod bird;
mod disguise;
mod plant_tables;
mod row;
mod sample;

pub(super) use bird::Canary;
pub(super) use disguise::disguise;
pub(super) use plant_tables::control_tables;
