//! The value of a string or block string. A surrogate is refused, alone or with another one: `\u` names one character.

/// The value of a string with its quotes; nothing if an escape is none.
pub(super) fn string_value(text: &str) -> Option<String> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block.strip_suffix("\"\"\"").map(block_string_value);
    }
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(rest.len());
    while let Some((before, escaped)) = rest.split_once('\\') {
        value.push_str(before);
        let mut characters = escaped.chars();
        value.push(match characters.next()? {
            same @ ('"' | '\\' | '/') => same,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits = escaped.get(1..5)?;
                characters = escaped.get(5..)?.chars();
                character(digits)?
            }
            _ => return None,
        });
        rest = characters.as_str();
    }
    value.push_str(rest);
    Some(value)
}

fn character(digits: &str) -> Option<char> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// Without the indentation that all lines but the first share, and without empty lines at both ends.
fn block_string_value(raw: &str) -> String {
    let raw = raw.replace("\\\"\"\"", "\"\"\"").replace("\r\n", "\n");
    let lines: Vec<&str> = raw.split(['\n', '\r']).collect();
    let indent = lines.iter().skip(1).filter_map(|line| indent(line)).min();
    let indent = indent.unwrap_or_default();
    let first = lines.iter().position(|line| !is_blank(line));
    let last = lines.iter().rposition(|line| !is_blank(line));
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let mut value = String::with_capacity(raw.len());
    for (number, line) in lines.iter().enumerate().take(last + 1).skip(first) {
        if number > first {
            value.push('\n');
        }
        let start = if number == 0 { 0 } else { indent };
        value.push_str(line.get(start..).unwrap_or_default());
    }
    value
}

fn indent(line: &str) -> Option<usize> {
    line.find(|character| !matches!(character, ' ' | '\t'))
}

fn is_blank(line: &str) -> bool {
    indent(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read() {
        let text = r#""a\"b\\c\/\b\f\n\r\t\u00e9\u4E2D.""#;
        let value = "a\"b\\c/\u{8}\u{c}\n\r\té中.";
        assert_eq!(string_value(text).unwrap(), value);
        assert_eq!(string_value("\"\"").unwrap(), "");
    }

    #[test]
    fn what_escapes_nothing_is_refused() {
        for text in [
            r"\x",
            r"\u12",
            r"\u12G4",
            r"\uD800",
            r"\uD83D\uDE00",
            r"\u+123",
            r"\u{41}",
            r"\uéé",
        ] {
            assert_eq!(string_value(&format!("\"{text}\"")), None, "{text}");
        }
    }

    #[test]
    fn a_block_string_loses_its_indentation_and_its_empty_ends() {
        let value = |raw: &str| string_value(&format!("\"\"\"{raw}\"\"\"")).unwrap();
        assert_eq!(value(""), "");
        assert_eq!(value("\r\n \n\t"), "");
        assert_eq!(value("abc"), "abc");
        assert_eq!(
            value("line 1\r\n   line 2\n     line 3\r    line 4"),
            "line 1\nline 2\n  line 3\n line 4"
        );
        assert_eq!(
            value("\n\n    a\n  \n    b \\\"\"\" \\n\n\n"),
            "a\n\nb \"\"\" \\n"
        );
    }
}
