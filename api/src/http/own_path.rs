//! Which texts are a path of this very origin, so that a browser can be sent there.

const LONGEST: usize = 2_000;

/// Whether it leads nowhere else, however a browser reads it.
pub(crate) fn is_own_path(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>".contains(&byte);
    text.len() <= LONGEST
        && text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn nothing_leads_elsewhere() {
        for ours in ["/", "/graphql", "/a?b=c&d=%20#e"] {
            assert!(is_own_path(ours), "{ours}");
        }
        let huge = format!("/{}", "a".repeat(1_000_000));
        for elsewhere in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\tx",
            "/a\r\nb",
            "javascript:alert(1)",
            "/\"><script>",
            "/ü",
            &huge,
        ] {
            assert!(!is_own_path(elsewhere), "{elsewhere}");
        }
    }
}
