//! The ways of writing an identifier that are recognised.

/// How an identifier was written where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::privacy::residue) enum Encoding {
    Plain,
    Percent,
    UnicodeEscape,
    HexEscape,
    HtmlEntity,
    CompatibilityForm,
    Base64,
    Sha256,
    Sha256Hex,
    Sha256Base64,
    Utf16,
}

impl Encoding {
    /// Its name in reports.
    pub(in crate::privacy::residue) const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Percent => "percent",
            Self::UnicodeEscape => "unicode_escape",
            Self::HexEscape => "hex_escape",
            Self::HtmlEntity => "html_entity",
            Self::CompatibilityForm => "compatibility_form",
            Self::Base64 => "base64",
            Self::Sha256 => "sha256",
            Self::Sha256Hex => "sha256_hex",
            Self::Sha256Base64 => "sha256_base64",
            Self::Utf16 => "utf16",
        }
    }
}
