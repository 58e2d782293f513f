//! Settings: one section a file; `deploy/config.default.toml` is both the defaults and the reference.
//! Layers are the defaults, a file, the environment. Unknown keys are refused, every problem is reported at once.

mod admin;
mod audit;
mod auth;
mod database;
mod durations;
mod environment;
mod graphql;
mod http;
mod jobs;
mod keys;
mod layers;
mod load;
mod log;
mod networks;
mod privacy;
mod problems;
mod rate_limit;
mod redis;
mod role;
mod scan;
mod secret_url;
mod section;
mod web;
mod webhooks;

pub use admin::AdminSettings;
pub use audit::AuditSettings;
pub use auth::AuthSettings;
pub use database::DatabaseSettings;
pub use environment::environment_of_this_process;
pub use graphql::GraphqlSettings;
pub use http::HttpSettings;
pub use jobs::{JobsSettings, PerClass};
pub use keys::KeysSettings;
pub use load::{REFERENCE, Settings};
pub use log::{LogFormat, LogSettings};
pub use privacy::PrivacySettings;
pub use problems::SettingsError;
pub use rate_limit::{RateLimitMode, RateLimitSettings};
pub use redis::RedisSettings;
pub use role::Role;
pub use scan::ScanSettings;
pub use secret_url::SecretUrl;
pub use web::WebSettings;
pub use webhooks::WebhooksSettings;
