//! The same for JSON: keys, nested values, strings that hold JSON, numbers that are an identifier.

use serde_json::{Map, Value};

use super::finder::Finder;
use super::redact::{ERASED, redact_with};
use crate::privacy::Identifier;

/// Documents come from a parser that goes no deeper.
const MAX_DEPTH: usize = 200;

/// The document without the identifiers, and how many mentions there were; `None` if there is none.
#[must_use]
pub fn redact_json(value: &Value, identifiers: &[Identifier]) -> Option<(Value, usize)> {
    let mut redacted = value.clone();
    let count = redact_value(&Finder::new(identifiers), &mut redacted, 0);
    (count > 0).then_some((redacted, count))
}

fn redact_value(finder: &Finder, value: &mut Value, depth: usize) -> usize {
    if depth >= MAX_DEPTH {
        return redact_whole(finder, value);
    }
    match value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(number) => match redact_with(finder, &number.to_string()) {
            Some((_, count)) => {
                *value = ERASED.into();
                count
            }
            None => 0,
        },
        Value::String(text) => redact_string(finder, text, depth),
        Value::Array(values) => {
            let counts = values
                .iter_mut()
                .map(|value| redact_value(finder, value, depth + 1));
            counts.sum()
        }
        Value::Object(fields) => redact_object(finder, fields, depth),
    }
}

/// A string that holds JSON stays JSON: a mention in it may be longer than the quotes around it allow.
fn redact_string(finder: &Finder, text: &mut String, depth: usize) -> usize {
    let holds_document = text.trim_start().starts_with(['{', '[']);
    if holds_document && let Ok(mut inner) = serde_json::from_str::<Value>(text) {
        let count = redact_value(finder, &mut inner, depth + 1);
        if count > 0 {
            *text = inner.to_string();
            return count + redact_plain(finder, text);
        }
    }
    redact_plain(finder, text)
}

fn redact_plain(finder: &Finder, text: &mut String) -> usize {
    let Some((redacted, count)) = redact_with(finder, text) else {
        return 0;
    };
    *text = redacted;
    count
}

fn redact_object(finder: &Finder, fields: &mut Map<String, Value>, depth: usize) -> usize {
    let mut count = 0;
    let mut redacted = Map::new();
    for (key, mut value) in std::mem::take(fields) {
        count += redact_value(finder, &mut value, depth + 1);
        let key = match redact_with(finder, &key) {
            Some((key, mentions)) => {
                count += mentions;
                free_key(&redacted, key)
            }
            None => key,
        };
        redacted.insert(key, value);
    }
    *fields = redacted;
    count
}

/// Two persons' keys must not become one.
fn free_key(fields: &Map<String, Value>, key: String) -> String {
    if !fields.contains_key(&key) {
        return key;
    }
    let numbered = |number: usize| format!("{key} {number}");
    (2..=fields.len() + 2)
        .map(numbered)
        .find(|key| !fields.contains_key(key))
        .unwrap_or(key)
}

fn redact_whole(finder: &Finder, value: &mut Value) -> usize {
    match redact_with(finder, &value.to_string()) {
        Some((text, count)) => {
            *value = Value::String(text);
            count
        }
        None => 0,
    }
}
