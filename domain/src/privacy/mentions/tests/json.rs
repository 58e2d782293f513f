//! Documents.

use serde_json::json;

use super::super::redact_json;
use super::ann;

#[test]
fn keys_nested_values_and_documents_in_strings_are_redacted() {
    let document = json!({
        "ann@corp.example": { "deep": ["ANN@corp.example", 7, null, true] },
        "joann@corp.example": "ann@corp.example.com",
        "body": r#"{"to":"ann%40corp.example","n":1}"#,
        "twice": r#"{"body":"{\"to\":\"ann@corp.example\"}"}"#,
        "text": "to: ann@corp.example\nbye",
    });
    let (redacted, count) = redact_json(&document, &ann()).unwrap();
    assert_eq!(count, 5);
    assert_eq!(
        redacted,
        json!({
            "[erased]": { "deep": ["[erased]", 7, null, true] },
            "joann@corp.example": "ann@corp.example.com",
            "body": r#"{"n":1,"to":"[erased]"}"#,
            "twice": r#"{"body":"{\"to\":\"[erased]\"}"}"#,
            "text": "to: [erased]\nbye",
        })
    );
    assert_eq!(redact_json(&redacted, &ann()), None);
}

#[test]
fn two_keys_that_go_leave_two() {
    let document = json!({ "ann@corp.example": 1, "Ann@corp.example": 2 });
    let (redacted, _) = redact_json(&document, &ann()).unwrap();
    assert_eq!(redacted.as_object().unwrap().len(), 2);
    assert!(!redacted.to_string().to_lowercase().contains("ann"));
}

#[test]
fn a_number_that_identifies_is_redacted() {
    let number = [crate::privacy::Identifier::text("491701234567").unwrap()];
    let document = json!({ "phone": 491_701_234_567_u64, "other": 4_917_012_345_678_u64 });
    let (redacted, count) = redact_json(&document, &number).unwrap();
    assert_eq!((count, redacted["phone"].as_str()), (1, Some("[erased]")));
    assert_eq!(redacted["other"], document["other"]);
}

#[test]
fn a_document_that_mentions_nobody_is_left_alone() {
    assert_eq!(
        redact_json(&json!({ "a": ["b", 1.5, { "c": null }] }), &ann()),
        None
    );
}
