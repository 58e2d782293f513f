//! A new password for somebody who has lost theirs, by a link in a mail.
//!
//! Who asks learns nothing: the request does the same for every address, and whether there is an account shows only in the
//! mailbox. A second factor stays needed.

mod request_password_reset;
mod reset_password;
mod write_password_reset;

pub use request_password_reset::{RequestPasswordReset, request_password_reset};
pub use reset_password::{ResetPassword, reset_password};
pub use write_password_reset::write_password_reset;
