//! Where to go on after a log-in: a path of this very origin, or the start.

const LONGEST: usize = 512;

/// The path, or `/` for anything that could lead elsewhere.
pub(super) fn return_to(given: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_graphic() && c != '\\' && c != '"' && c != '<' && c != '>';
    let is_ours = given.len() <= LONGEST
        && given.starts_with('/')
        && !given.starts_with("//")
        && given.chars().all(is_plain);
    if is_ours { given } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_elsewhere() {
        for ours in ["/", "/graphql", "/a?b=c&d=%20#e"] {
            assert_eq!(return_to(ours), ours);
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
            assert_eq!(return_to(elsewhere), "/");
        }
    }
}
