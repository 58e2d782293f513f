//! Quoted-printable (RFC 2045): any text in lines of printable ASCII of at most 76 characters, so that every mail server
//! can take it.

const LONGEST_LINE: usize = 76;

/// The text with CRLF line ends, encoded.
#[must_use]
pub fn quoted_printable(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(encode_line).collect();
    lines.join("\r\n") + "\r\n"
}

fn encode_line(line: &str) -> String {
    let (mut encoded, mut width) = (String::new(), 0);
    let last = line.len().saturating_sub(1);
    for (index, byte) in line.bytes().enumerate() {
        let is_plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~')
            || (matches!(byte, b' ' | b'\t') && index != last);
        let piece = if is_plain {
            char::from(byte).to_string()
        } else {
            format!("={byte:02X}")
        };
        // One place is left for the `=` that says that the line goes on.
        if width + piece.len() >= LONGEST_LINE {
            encoded.push_str("=\r\n");
            width = 0;
        }
        width += piece.len();
        encoded.push_str(&piece);
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> String {
        let text = text.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'=' {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap().to_owned();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn any_text_comes_back_and_every_line_is_short_ascii() {
        for text in [
            "",
            "plain\n",
            "ü = 1 \nends in a blank \n\n.\n..\n",
            &"日本語 ".repeat(60),
            &"a".repeat(500),
        ] {
            let encoded = quoted_printable(text);
            assert!(encoded.is_ascii());
            assert!(
                encoded.split("\r\n").all(|line| line.len() <= 76),
                "{encoded}"
            );
            assert!(!encoded.contains(" \r\n"), "{encoded:?}");
            let expected = text.lines().collect::<Vec<_>>().join("\n") + "\n";
            assert_eq!(decode(&encoded), expected);
        }
    }
}
