//! The pages on which people log in and out: password, passkey, second factor, an identity provider.
//!
//! Forms come from our own origin only. Errors never repeat what was typed, and never say more than the API does.

mod answer;
mod company;
mod enrol;
mod form;
mod link;
mod log_ins;
mod log_out;
mod passkey;
mod provider_buttons;
mod return_to;
mod routes;
mod second_factor;
mod submit;
mod words;

pub(super) use answer::append_cookies;
pub use enrol::FactorEnrollment;
pub use log_ins::LogIns;
pub(super) use provider_buttons::provider_buttons;
pub use routes::routes;
