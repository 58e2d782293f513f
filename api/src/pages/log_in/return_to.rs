//! Where to go on after a log-in.

use crate::http::is_own_path;

/// A path of this very origin as it is given, or `/` for anything that could lead elsewhere.
pub(super) fn return_to(given: &str) -> &str {
    if is_own_path(given) { given } else { "/" }
}
