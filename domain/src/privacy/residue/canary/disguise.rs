//! The canary's address as it might be written by others: each place gets another spelling, so that every scan proves the
//! decoders as well.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The `n`th spelling; they repeat.
pub(in crate::privacy::residue) fn disguise(address: &str, n: usize) -> String {
    let at = |written: &str| address.replace('@', written);
    match n % 9 {
        0 => format!("To: <{address}>."),
        1 => address.to_uppercase(),
        2 => format!("?to={}&x=1", at("%40")),
        3 => format!("{{\\\"{}\\\":1}}", at("\\u0040")),
        4 => at("\\x40"),
        5 => format!("<b>{}</b>", at("&#64;")),
        6 => STANDARD.encode(format!("<{address}>;")),
        7 => STANDARD.encode(format!("{{\"to\":\"{address}\"}}")),
        _ => at("\u{ff20}"),
    }
}
