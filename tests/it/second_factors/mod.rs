//! Second factors and sessions: from the enrolment to the log-in that asks for them, and everything that must not let anybody
//! in.

pub mod authenticator;
mod ceiling;
mod devices;
mod fixture;
mod limits;
mod over_http;
mod pages;
mod passkeys;
mod policy;
mod races;
mod recovery_codes;
mod throttled;
mod totp;
mod unlike_passwords;
