//! The HTML entities that may stand inside or beside an identifier.

const NAMED: [(&[u8], char); 24] = [
    (b"commat", '@'),
    (b"period", '.'),
    (b"plus", '+'),
    (b"hyphen", '-'),
    (b"dash", '-'),
    (b"lowbar", '_'),
    (b"UnderBar", '_'),
    (b"amp", '&'),
    (b"lt", '<'),
    (b"gt", '>'),
    (b"quot", '"'),
    (b"apos", '\''),
    (b"nbsp", ' '),
    (b"percnt", '%'),
    (b"num", '#'),
    (b"sol", '/'),
    (b"bsol", '\\'),
    (b"colon", ':'),
    (b"semi", ';'),
    (b"comma", ','),
    (b"equals", '='),
    (b"lpar", '('),
    (b"rpar", ')'),
    (b"NewLine", '\n'),
];

/// The character of the entity that `text` begins with, behind its `&`, and the entity's length without it.
pub(super) fn entity(text: &[u8]) -> Option<(char, usize)> {
    match text {
        [b'#', b'x' | b'X', digits @ ..] => numeric(digits, 16).map(|(c, length)| (c, length + 2)),
        [b'#', digits @ ..] => numeric(digits, 10).map(|(c, length)| (c, length + 1)),
        _ => NAMED.iter().find_map(|(name, character)| {
            let rest = text.strip_prefix(*name)?;
            rest.starts_with(b";")
                .then_some((*character, name.len() + 1))
        }),
    }
}

/// Browsers read a number without its semicolon too.
fn numeric(text: &[u8], radix: u32) -> Option<(char, usize)> {
    const LONGEST: usize = 8;
    let length = text
        .iter()
        .take(LONGEST)
        .take_while(|byte| char::from(**byte).is_digit(radix))
        .count();
    let digits = std::str::from_utf8(text.get(..length)?).ok()?;
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let has_semicolon = text.get(length) == Some(&b';');
    Some((character, length + usize::from(has_semicolon)))
}
