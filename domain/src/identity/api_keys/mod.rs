//! Keys for programs: `xorb_<id>_<secret>_<checksum>`, of a person or of a service account.
//!
//! A key never does more than its owner may at that very request, and never what needs somebody in person: passwords,
//! step-up, other keys, approvals of erasures.

mod authenticate_key;
mod create_api_key;
mod create_service_account;
mod key_rules;
mod key_text;
mod keys_beside_password;
mod list_api_keys;
mod remind_of_ending_keys;
mod revoke_api_key;
mod rotate_api_key;
mod tell_owner;

pub(super) use authenticate_key::{authenticate_key, reauthenticate_key};
pub use authenticate_key::{is_use_due, note_key_use};
pub use create_api_key::{CreateApiKey, NewApiKey, create_api_key};
pub use create_service_account::{CreateServiceAccount, create_service_account};
pub(crate) use key_text::KeyText;
pub(super) use keys_beside_password::keys_beside_password;
pub use list_api_keys::{api_keys, count_api_keys};
pub use remind_of_ending_keys::remind_of_ending_keys;
pub use revoke_api_key::revoke_api_key;
pub use rotate_api_key::{RotateApiKey, rotate_api_key};
