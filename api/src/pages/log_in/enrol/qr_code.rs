//! A QR code as a picture inside the page: no script, no other host, no style that a policy would have to permit.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::pages::escape;

/// Modules of white around it, as the standard asks for.
const QUIET: i32 = 4;

/// The picture, with what screen readers say of it. `None` if the text is too long for one.
pub(super) fn qr_code(text: &str, label: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET).ok()?;
        }
    }
    let side = code.size() + 2 * QUIET;
    Some(format!(
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" width=\"240\" height=\"240\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>",
        escape(label)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_picture_with_a_name_and_a_border() {
        let picture = qr_code("otpauth://totp/XORB:ada?secret=ABC", "a \"code\"").unwrap();
        assert!(picture.starts_with("<svg role=\"img\" aria-label=\"a &quot;code&quot;\""));
        assert!(
            picture.contains("M4,4h1v1h-1z"),
            "the corner of the first finder"
        );
        assert!(!picture.contains("style="));
        assert_eq!(qr_code(&"x".repeat(10_000), "long"), None);
    }
}
