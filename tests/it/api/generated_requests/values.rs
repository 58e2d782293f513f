//! Values for arguments: mostly of their type, sometimes at its edges, sometimes of none.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Number, Value, json};

use super::model::Model;
use super::random::Random;

/// What breaks programs that were not written with it in mind.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "a",
    "acme",
    "\0",
    "\u{202e}gpj.exe",
    "\u{feff}",
    "a\r\nSet-Cookie: a=b",
    "%s%n%x",
    "%00",
    "' OR '1'='1",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../../etc/passwd",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "e\u{301}\u{301}\u{301}\u{301}",
    "\u{fdfa}",
    "\u{10ffff}",
    "null",
    "-0",
    "1e309",
    "\\u0000",
    "sha256:00",
    "$input",
];
const ADDRESSES: [&str; 8] = [
    "owner@acme.example",
    "somebody@rival.example",
    "a@b",
    "@",
    "a@[127.0.0.1]",
    "\u{e9}@\u{e9}.example",
    "a b@c.example",
    "\"@\"@d.example",
];
const PLACES: [&str; 9] = [
    "https://hook.example/in",
    "http://127.0.0.1:9/",
    "https://[::1]:9/",
    "http://169.254.169.254/",
    "file:///etc/passwd",
    "https://a:b@hook.example/",
    "javascript:alert(1)",
    "www.acme.example",
    "10.0.0.0/8",
];
const TIMES: [&str; 7] = [
    "2026-01-15T12:00:00Z",
    "2026-01-15T12:00:00.123456789+23:59",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
];
const INTEGERS: [i64; 12] = [
    0,
    1,
    2,
    20,
    100,
    101,
    -1,
    2_147_483_647,
    -2_147_483_648,
    2_147_483_648,
    i64::MAX,
    i64::MIN,
];

/// A value for something of this name and type. `ids` are those that answers have shown.
pub fn value(
    random: &mut Random,
    model: &Model,
    (name, ty): (&str, &Type),
    ids: &[String],
    depth: usize,
) -> Value {
    if random.percent(2) {
        return strange(random);
    }
    if (ty.nullable && random.percent(8)) || random.percent(1) {
        return Value::Null;
    }
    match &ty.base {
        BaseType::List(inner) => {
            let count = if random.percent(2) {
                60
            } else {
                random.below(4)
            };
            let items =
                (0..count).map(|_| value(random, model, (name, inner.as_ref()), ids, depth + 1));
            items.collect()
        }
        BaseType::Named(of) => {
            match (model.enums.get(of.as_str()), model.inputs.get(of.as_str())) {
                (Some(values), _) => random.pick(values).clone().into(),
                (_, Some(fields)) if depth < 6 => {
                    let mut object = Map::new();
                    for field in fields {
                        let is_given = if field.is_required() {
                            !random.percent(2)
                        } else {
                            random.percent(40)
                        };
                        if is_given {
                            let of_field = (field.name.as_str(), &field.ty);
                            let given = value(random, model, of_field, ids, depth + 1);
                            object.insert(field.name.clone(), given);
                        }
                    }
                    object.into()
                }
                _ => scalar(random, name, of, ids),
            }
        }
    }
}

fn scalar(random: &mut Random, name: &str, ty: &str, ids: &[String]) -> Value {
    match ty {
        "Int" if name == "first" && !random.percent(10) => (1 + random.below(100)).into(),
        "Int" => (*random.pick(&INTEGERS)).into(),
        "Float" => {
            Number::from_f64(f64::from_bits(random.number())).map_or(json!(0.5), Value::Number)
        }
        "Boolean" => random.percent(50).into(),
        "ID" if !ids.is_empty() && !random.percent(10) => random.pick(ids).clone().into(),
        "DateTime" => (*random.pick(&TIMES)).into(),
        "EmailAddress" => (*random.pick(&ADDRESSES)).into(),
        _ => text(random, name, ids).into(),
    }
}

fn text(random: &mut Random, name: &str, ids: &[String]) -> String {
    let is = |part: &str| name.to_ascii_lowercase().contains(part);
    if random.percent(15) {
        return (*random.pick(&TEXTS)).to_owned();
    }
    if random.percent(2) {
        return "\u{f6}".repeat(1 + random.below(20_000));
    }
    if is("email") {
        return (*random.pick(&ADDRESSES)).to_owned();
    }
    if is("url") || is("address") {
        return (*random.pick(&PLACES)).to_owned();
    }
    if is("id") && !ids.is_empty() {
        return random.pick(ids).clone();
    }
    if is("slug") || is("name") || is("key") {
        return format!("a{}", random.below(1_000));
    }
    (*random.pick(&TEXTS)).to_owned()
}

/// Of no type in particular.
pub fn strange(random: &mut Random) -> Value {
    match random.below(7) {
        0 => json!([]),
        1 => json!({}),
        2 => json!({ "__proto__": { "a": [null] } }),
        3 => json!(1e308),
        4 => json!(*random.pick(&INTEGERS)),
        5 => json!(*random.pick(&TEXTS)),
        _ => json!([[[[[[[[]]]]]]]]),
    }
}

/// A value as it stands in a document. Names of enums are written without quotes.
pub fn literal(value: &Value, ty: &Type, model: &Model) -> String {
    match (value, &ty.base) {
        (Value::Array(items), BaseType::List(inner)) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| literal(item, inner, model))
                .collect();
            format!("[{}]", items.join(" "))
        }
        (Value::Object(entries), BaseType::Named(name)) => {
            let fields = model.inputs.get(name.as_str());
            let entries = entries.iter().map(|(key, value)| {
                let field =
                    fields.and_then(|fields| fields.iter().find(|field| field.name == *key));
                let value =
                    field.map_or_else(|| plain(value), |field| literal(value, &field.ty, model));
                format!("{key}: {value}")
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
        (Value::String(text), BaseType::Named(name))
            if model.enums.contains_key(name.as_str()) && !text.is_empty() =>
        {
            text.clone()
        }
        _ => plain(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(plain).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", plain(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
        other => other.to_string(),
    }
}
