//! Character references of HTML and XML: `&commat;`, `&#64;`, `&#x40;`. Of the names those that texts around addresses use.

use super::piece::{Tail, Unit};

/// Long enough for a number with many leading zeros.
const MAX_CHARS: usize = 40;

const NAMED: [(&str, char); 32] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("commat", '@'),
    ("period", '.'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("plus", '+'),
    ("num", '#'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("equals", '='),
    ("percnt", '%'),
    ("excl", '!'),
    ("quest", '?'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("ast", '*'),
    ("dollar", '$'),
    ("grave", '`'),
    ("verbar", '|'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// From U+00A0 on.
const LATIN_1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

pub(super) fn completed(tail: Tail<'_>) -> Option<(usize, Unit)> {
    if tail.back(1)? != ';' {
        return None;
    }
    let mut name = Vec::new();
    for place in 2..MAX_CHARS {
        match tail.back(place)? {
            '&' => {
                name.reverse();
                let name: String = name.into_iter().collect();
                return Some((place, Unit::Char(meaning(&name)?)));
            }
            symbol if symbol.is_ascii_alphanumeric() || symbol == '#' => name.push(symbol),
            _ => return None,
        }
    }
    None
}

fn meaning(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let number = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    let named = NAMED.iter().find(|(known, _)| *known == name);
    named.map(|(_, symbol)| *symbol).or_else(|| {
        let at = LATIN_1.iter().position(|known| *known == name)?;
        char::from_u32(0xA0 + u32::try_from(at).ok()?)
    })
}
