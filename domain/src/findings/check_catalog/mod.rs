//! Every check there is: its id, what it means, what to do, how severe it is. One table, in files by engine; an id is part of
//! fingerprints and never changes its meaning.

mod check;
pub mod directory_listing;
pub mod exposed_files;
pub mod http_cookies;
pub mod http_headers;
mod lookup;
mod scores;
pub mod tcp_connect;

pub use check::{Check, CvssScore, CvssScores};
pub use lookup::{all, find};
