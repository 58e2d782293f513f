//! What an erasure promises, shown from outside: by needles in every column, by kills at every commit, by races.

mod crash_points;
mod filled_rows;
mod gate;
mod interrupted;
mod needles;
mod needles_missed;
mod other_names;
mod races;
pub mod request;
mod strangers;
mod thousand;
mod two_at_once;
mod worlds;
