//! Scalars with a format. Each checks itself at validation, so that a wrong value is refused before anything runs.

mod date;
mod date_time;
mod duration;
mod email_address;
mod url;

pub use date::Date;
pub use date_time::DateTime;
pub use duration::Duration;
pub use email_address::EmailAddress;
pub use url::Url;
