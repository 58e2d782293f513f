//! Evidence is text from a hostile target: cut, made printable, and without the secrets it proves to lie open.

/// Enough for a head or the beginning of a file; a page of text.
const MAX_EVIDENCE_CHARS: usize = 2_000;

/// More lines of a file prove nothing more.
const MAX_LINES: usize = 20;

/// What stands for a value that must not be kept.
const MASK: &str = "********";

/// Keeps line breaks, escapes every other control and direction-changing character, cuts.
pub(super) fn printable(text: &str) -> String {
    let mut out: String = text
        .chars()
        .flat_map(escape)
        .take(MAX_EVIDENCE_CHARS)
        .collect();
    if text.chars().nth(MAX_EVIDENCE_CHARS).is_some() {
        out.push_str(" [cut]");
    }
    out
}

/// The first lines of a body, with everything behind the separator masked: names stay, values go.
pub(super) fn masked_lines(body: &str, separator: char) -> String {
    let lines = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let masked: Vec<String> = lines
        .take(MAX_LINES)
        .map(|line| match line.split_once(separator) {
            Some((name, _)) => format!("{name}{separator}{MASK}"),
            None => MASK.to_owned(),
        })
        .collect();
    masked.join("\n")
}

/// The first line that says something.
pub(super) fn first_line(body: &str) -> &str {
    body.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
}

fn escape(symbol: char) -> impl Iterator<Item = char> {
    let hidden = symbol.is_control()
        || matches!(symbol, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let escaped: Vec<char> = match symbol {
        '\n' => vec!['\n'],
        _ if hidden => symbol.escape_unicode().collect(),
        _ => vec![symbol],
    };
    escaped.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_or_a_reader_would_obey_is_escaped() {
        assert_eq!(
            printable("a\u{1b}[31mb\r\nc\0"),
            "a\\u{1b}[31mb\\u{d}\nc\\u{0}"
        );
        assert_eq!(printable("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn evidence_is_cut() {
        let long = printable(&"\u{1b}".repeat(1_000_000));
        assert!(long.chars().count() <= MAX_EVIDENCE_CHARS + 6 && long.ends_with("[cut]"));
        assert_eq!(printable("short"), "short");
    }

    #[test]
    fn names_stay_and_values_go() {
        let body = "# comment\nAPP_KEY=base64:abc=\n\nDB_PASSWORD=hunter2\nno separator\n";
        assert_eq!(
            masked_lines(body, '='),
            "APP_KEY=********\nDB_PASSWORD=********\n********"
        );
        assert_eq!(
            masked_lines(&"A=1\n".repeat(1_000), '=').lines().count(),
            MAX_LINES
        );
    }
}
