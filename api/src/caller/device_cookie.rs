//! The cookie by which a browser is known again. It lets nobody in.

use actix_web::http::header::{HeaderValue, InvalidHeaderValue};

/// Outlives the session.
pub const DEVICE_COOKIE: &str = "__Host-xorb_device";

/// The header that gives a browser its cookie, for half a year.
///
/// # Errors
/// If the value can't stand in a header: a defect, since we made it.
pub fn device_cookie(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=15552000";
    let mut header = HeaderValue::from_str(&format!("{DEVICE_COOKIE}={value}; {attributes}"))?;
    header.set_sensitive(true);
    Ok(header)
}
