//! Second factors: from the enrolment to the log-in that asks for them, and everything that must not let anybody in.

mod fixture;
mod over_http;
mod recovery_codes;
mod throttled;
mod totp;
mod unlike_passwords;
