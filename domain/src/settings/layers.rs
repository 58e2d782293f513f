//! Layers of the configuration as TOML tables. The reference decides which keys exist and of which type they are.

use toml::{Table, Value};

use super::problems::Problems;

/// Stands in the reference where the value depends on how the program runs.
pub(super) const AUTO: &str = "auto";

/// Copies `layer` over `table`; keys that the reference lacks and values of another type are problems.
pub(super) fn apply(reference: &Table, table: &mut Table, layer: Table, problems: &mut Problems) {
    merge(reference, reference, table, layer, "", problems);
}

fn merge(
    root: &Table,
    reference: &Table,
    table: &mut Table,
    layer: Table,
    path: &str,
    problems: &mut Problems,
) {
    for (name, value) in layer {
        let key = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match (reference.get(&name), value) {
            (None, _) => {
                let hint = nearest(root, &key)
                    .map(|near| format!("; did you mean {near}?"))
                    .unwrap_or_default();
                problems.add(&key, format_args!("unknown key{hint}"));
            }
            (Some(Value::Table(inner)), Value::Table(layer)) => {
                let Some(Value::Table(table)) = table.get_mut(&name) else {
                    continue;
                };
                merge(root, inner, table, layer, &key, problems);
            }
            (Some(expected), value) if has_type_of(expected, &value) => {
                table.insert(name, value);
            }
            (Some(expected), value) => problems.add(
                &key,
                format_args!(
                    "expected {}, found {}",
                    type_name(expected),
                    value.type_str()
                ),
            ),
        }
    }
}

fn has_type_of(expected: &Value, value: &Value) -> bool {
    let is_auto = expected.as_str() == Some(AUTO);
    expected.same_type(value) || (is_auto && value.is_bool())
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Table(_) => "a table",
        Value::Array(_) => "a list",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::String(_) | Value::Datetime(_) => "text",
    }
}

/// A text from the environment as a value of the type that the reference has.
pub(super) fn typed_value(expected: &Value, text: &str) -> Result<Value, String> {
    let wrong = || format!("expected {}", type_name(expected));
    Ok(match expected {
        Value::Boolean(_) => Value::Boolean(text.trim().parse().map_err(|_| wrong())?),
        Value::Integer(_) => Value::Integer(text.trim().parse().map_err(|_| wrong())?),
        Value::Float(_) => Value::Float(text.trim().parse().map_err(|_| wrong())?),
        Value::String(auto) if auto == AUTO => match text.trim() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            other => Value::String(other.to_owned()),
        },
        Value::Array(items) => {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            let as_numbers = items.iter().any(Value::is_integer);
            let item = |part: &str| {
                if as_numbers {
                    part.parse().map(Value::Integer).map_err(|_| wrong())
                } else {
                    Ok(Value::from(part))
                }
            };
            Value::Array(parts.map(item).collect::<Result<_, _>>()?)
        }
        Value::String(_) | Value::Datetime(_) | Value::Table(_) => Value::String(text.to_owned()),
    })
}

/// The value at a dotted key, if that is a value and not a section.
pub(super) fn leaf<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    let value = match key.split_once('.') {
        Some((section, rest)) => leaf(table.get(section)?.as_table()?, rest),
        None => table.get(key),
    };
    value.filter(|value| !value.is_table())
}

pub(super) fn set_leaf(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        Some((section, rest)) => {
            if let Some(Value::Table(table)) = table.get_mut(section) {
                set_leaf(table, rest, value);
            }
        }
        None => {
            table.insert(key.to_owned(), value);
        }
    }
}

/// Dotted keys of all values.
pub(super) fn keys(table: &Table) -> Vec<String> {
    table
        .iter()
        .flat_map(|(name, value)| match value {
            Value::Table(inner) => keys(inner)
                .into_iter()
                .map(|key| format!("{name}.{key}"))
                .collect(),
            _ => vec![name.clone()],
        })
        .collect()
}

/// The known key that looks most like `key`, if any is close: a typing mistake, or the right name in the wrong section.
pub(super) fn nearest(reference: &Table, key: &str) -> Option<String> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let score = |known: &str| {
        strsim::normalized_damerau_levenshtein(known, key).max(if last(known) == last(key) {
            0.9
        } else {
            0.0
        })
    };
    keys(reference)
        .into_iter()
        .map(|known| (score(&known), known))
        .filter(|(score, _)| *score > 0.7)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}
