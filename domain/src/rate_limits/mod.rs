//! Rate limits in two tiers: slices that this process holds, and the buckets that all processes share.
//!
//! `gcra` decides, `buckets` are in Redis or in this process, `local_tier` says why most decisions need no round trip and
//! the budget is exact all the same, `limiter` puts the policies over it. Keys are keyed hashes: nothing here is about
//! anybody by name.

mod attempts;
mod buckets;
mod budget_key;
mod counters;
mod defaults;
pub mod gcra;
mod in_process;
mod limiter;
mod list_rate_limits;
pub mod local_tier;
mod policy;
mod policy_set;
mod queries;
pub mod redis;
mod reputation;
mod request;
mod reset_rate_limit;
mod resolve;
mod set_rate_limit;
mod slice;
mod standing;
mod window;

pub use attempts::{AdmittedAttempt, Attempt};
pub use buckets::{Away, Buckets};
pub use budget_key::{BudgetKey, BudgetNames};
pub use counters::{Counters, Tier};
pub use defaults::default_policies;
pub use in_process::InProcessBuckets;
pub use limiter::{Admission, Admitted, RateLimits};
pub use list_rate_limits::{list_rate_limits, watch_rate_limits};
pub use policy::{Policy, PolicyName};
pub use policy_set::PolicySet;
pub use reputation::Reputation;
pub use request::{Asker, Lane, Work};
pub use reset_rate_limit::reset_rate_limit;
pub use set_rate_limit::{SetRateLimit, set_rate_limit};
pub use standing::PolicyStanding;
pub use window::Window;
