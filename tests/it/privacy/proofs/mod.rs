//! What an erasure promises, shown from outside: by needles in every column, and by kills at every commit.

mod crash_points;
mod filled_rows;
mod interrupted;
mod needles;
pub mod request;
mod worlds;
