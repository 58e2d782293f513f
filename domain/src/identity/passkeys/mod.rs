//! Passkeys (`WebAuthn`): as a second factor, for step-up, and as the only factor.
//!
//! Every ceremony demands that the authenticator verifies its user. What a challenge was made with waits in
//! `passkey_ceremonies`; an answer is looked at once. `webauthn-rs` draws the challenges itself.

mod assertion;
mod ceremony;
mod finish_passkey_enrollment;
mod finish_passkey_log_in;
mod passkey_name;
mod relying_party;
mod remove_passkey;
mod start_passkey_enrollment;
mod start_passkey_log_in;
mod start_passkey_step_up;
mod viewer_passkeys;

pub(super) use assertion::{Reason, check_assertion, options_for};
pub(super) use ceremony::{CeremonyKey, find_state, keep_for, take_ceremony};
pub use finish_passkey_enrollment::{
    EnrolledPasskey, FinishPasskeyEnrollment, finish_passkey_enrollment,
};
pub(super) use finish_passkey_enrollment::{check_registration, keep_passkey};
pub use finish_passkey_log_in::{FinishPasskeyLogIn, finish_passkey_log_in};
pub(super) use passkey_name::PasskeyName;
pub use relying_party::are_passkeys_available;
pub use remove_passkey::remove_passkey;
pub(super) use start_passkey_enrollment::registration_options;
pub use start_passkey_enrollment::start_passkey_enrollment;
pub use start_passkey_log_in::{PasskeyLogIn, start_passkey_log_in};
pub use start_passkey_step_up::start_passkey_step_up;
pub use viewer_passkeys::viewer_passkeys;
