//! Another address for an account: whoever wants it proves the old one and the new one, each by a link.

mod confirm_email_change;
mod request_email_change;

pub use confirm_email_change::confirm_email_change;
pub use request_email_change::request_email_change;
