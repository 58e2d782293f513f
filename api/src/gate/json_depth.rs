//! The nesting of a JSON body, checked before it is decoded.
//!
//! `serde_json` itself stops at 128 levels; this stops earlier, with a text that says what to do.

use xorb_domain::AppError;

/// Levels of a whole request body: the body, `variables`, and what is inside them.
pub const MAX_JSON_DEPTH: usize = 64;

/// Refuses a body that is nested deeper than [`MAX_JSON_DEPTH`]. Malformed JSON passes: the decoder says it better.
pub fn check_json_depth(body: &[u8]) -> Result<(), AppError> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_JSON_DEPTH {
            let message = format!(
                "the request is nested more than {MAX_JSON_DEPTH} levels deep; flatten its variables"
            );
            return Err(AppError::BadInput(message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_variables_are_refused_and_brackets_in_strings_do_not_count() {
        let nested = |levels: usize| {
            format!(
                "{{\"variables\":{{\"x\":{}{}}}}}",
                "[".repeat(levels),
                "]".repeat(levels)
            )
        };
        assert!(check_json_depth(nested(62).as_bytes()).is_ok());
        for levels in [63, 1_000, 100_000] {
            assert!(check_json_depth(nested(levels).as_bytes()).is_err());
        }
        assert!(
            check_json_depth(format!("{{\"query\":\"{}\"}}", "\\\"{".repeat(1_000)).as_bytes())
                .is_ok()
        );
    }
}
