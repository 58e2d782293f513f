//! Whatever a test asks: no answer carries a code outside of its closed set.

use serde_json::Value;
use xorb_domain::ErrorCode;
use xorb_domain::failures::{CONFLICTS, failure};

/// Checks all codes of an answer of the API; of anything else it finds none.
#[track_caller]
pub fn assert_codes_are_known(answer: &Value) {
    for error in answer["errors"].as_array().into_iter().flatten() {
        let code = error["extensions"]["code"].as_str();
        let is_known = ErrorCode::ALL
            .iter()
            .any(|known| Some(known.as_str()) == code);
        assert!(
            is_known,
            "an error without a code of the closed set: {error}"
        );
        let request = &error["extensions"]["requestId"];
        assert!(
            request.is_string(),
            "an error without a request id: {error}"
        );
    }
    check(&answer["data"]);
}

#[track_caller]
fn check(value: &Value) {
    let details = |value: &Value| {
        let object = value.as_object()?;
        let code = object.get("code")?.as_str()?;
        (!object.contains_key("path")).then(|| code.to_owned())
    };
    let is_known = |code: &str| failure(code).code == code && code != "unknown";
    match value {
        Value::Array(items) => items.iter().for_each(check),
        Value::Object(fields) => {
            for (name, field) in fields {
                let code = match name.as_str() {
                    "error" | "blocked" => details(field),
                    "errorCode" => field.as_str().map(str::to_owned),
                    "conflicts" => {
                        for conflict in field.as_array().into_iter().flatten() {
                            // Not every document asks for it.
                            let code = conflict.get("code");
                            let is_one = code.is_none_or(|code| {
                                CONFLICTS.iter().any(|known| *code == known.code)
                            });
                            assert!(is_one, "an unknown conflict: {conflict}");
                        }
                        None
                    }
                    _ => None,
                };
                assert!(
                    code.is_none_or(|code| is_known(&code)),
                    "an unknown code: {field}"
                );
                check(field);
            }
        }
        _ => {}
    }
}
