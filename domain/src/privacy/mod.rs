//! People whose data the platform holds.

mod create_subject;

pub(crate) use create_subject::create_subject;
