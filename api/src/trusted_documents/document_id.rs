//! The id of a document: `sha256:` and the SHA-256 of its text in 64 lower-case hexadecimal digits.

use ring::digest::{SHA256, digest};
use xorb_domain::AppError;

const PREFIX: &str = "sha256:";
const DIGITS: usize = 64;

/// The id of a text.
pub(super) fn document_id(text: &str) -> String {
    let digest = digest(&SHA256, text.as_bytes());
    format!("{PREFIX}{}", hex::encode(digest))
}

/// Refuses what can't be an id; what passes is safe to be repeated in an answer.
pub(super) fn check_document_id(id: &str) -> Result<(), AppError> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = id.strip_prefix(PREFIX).unwrap_or_default();
    if digits.len() == DIGITS && digits.bytes().all(is_digit) {
        return Ok(());
    }
    let message = "`documentId` must be `sha256:` and the SHA-256 of the document's text in 64 lower-case hexadecimal \
                   digits";
    Err(AppError::BadInput(message.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_the_hash_of_the_text_as_the_specification_shows_it() {
        let text = "query($id:ID!){user(id:$id){name}}";
        assert_eq!(
            document_id(text),
            "sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b"
        );
        assert!(check_document_id(&document_id(text)).is_ok());
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let good = document_id("{a}");
        let upper = good.to_uppercase();
        for id in [
            "",
            "sha256:",
            "sha256:zz",
            "../../etc/passwd",
            good.trim_start_matches(PREFIX),
            upper.as_str(),
            &format!("{good}0"),
            &format!("sha512:{}", "0".repeat(64)),
            &"0".repeat(100_000),
        ] {
            assert!(check_document_id(id).is_err(), "{id}");
        }
    }
}
