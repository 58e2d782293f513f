//! What the trail's readers ask the database for.

mod actors;
mod events;
mod personal;

pub(super) use actors::find_actors;
pub(super) use events::{EventRow, count_events, list_events};
pub(super) use personal::{Personal, find_personal};
