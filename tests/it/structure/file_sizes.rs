//! One concept a file: none above 400 lines, and a `mod.rs` that holds declarations only.

use super::sources;

const LONGEST: usize = 400;

#[test]
fn no_file_is_longer_than_400_lines() {
    let too_long: Vec<_> = sources::rust_files()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(
        too_long.is_empty(),
        "these hold more than one concept: {too_long:?}"
    );
}

#[test]
fn a_mod_rs_holds_declarations_only() {
    for (path, text) in sources::rust_files() {
        if path.ends_with("mod.rs") {
            let strange = first_that_declares_nothing(&text);
            assert_eq!(
                strange,
                None,
                "{} holds more than declarations",
                path.display()
            );
        }
    }
}

#[test]
fn code_in_a_mod_rs_would_be_found() {
    assert_eq!(
        first_that_declares_nothing(
            "//! What for.\npub mod a;\npub use a::{\n    A,\n    B,\n};\n"
        ),
        None
    );
    assert_eq!(
        first_that_declares_nothing("mod a;\nfn f() {}\n"),
        Some("fn f() {}".into())
    );
    assert_eq!(
        first_that_declares_nothing("mod tests {\n}\n"),
        Some("mod tests {".into())
    );
}

/// The first item that is neither `mod x;` nor `use …;`, an attribute or a comment.
fn first_that_declares_nothing(text: &str) -> Option<String> {
    // What ends an item that goes over several lines.
    let mut end: Option<char> = None;
    for line in text.lines().map(str::trim) {
        let code = line.strip_prefix("pub").map_or(line, |rest| {
            rest.trim_start_matches("(crate)")
                .trim_start_matches("(super)")
                .trim()
        });
        let item_end = end.or_else(|| starts_declaration(code));
        match item_end {
            Some(character) => end = (!code.ends_with(character)).then_some(character),
            None if line.is_empty() || line.starts_with("//") => {}
            None => return Some(line.to_owned()),
        }
    }
    None
}

fn starts_declaration(code: &str) -> Option<char> {
    let is_module = code.starts_with("mod ") && code.ends_with(';');
    if code.starts_with("use ") || is_module {
        return Some(';');
    }
    code.starts_with('#').then_some(']')
}
