//! Passwords: bounded and normalised on arrival, judged before they are set, hashed in a pool of their own.

mod argon2id;
mod breached;
mod password;
mod policy;
mod pool;

pub use breached::BreachedPasswords;
pub use password::Password;
pub use pool::{PasswordPool, Verdict};
