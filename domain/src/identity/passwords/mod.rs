//! Passwords: bounded and normalised on arrival, judged before they are set, hashed in a pool of their own.

mod argon2id;
mod password;
mod policy;
mod pool;

pub use password::Password;
pub use pool::{PasswordPool, Verdict};
