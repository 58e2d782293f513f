//! The environment layer: `XORB__SECTION__KEY` is a value, `XORB__SECTION__KEY_FILE` names a file that holds it.
//! `_FILE` exists for URLs, because they carry passwords. Errors name variables, never their values.

use std::collections::BTreeMap;
use std::ffi::OsString;

use toml::Table;

use super::layers::{leaf, nearest, set_leaf, typed_value};
use super::problems::Problems;

const PREFIX: &str = "XORB__";
const FILE_SUFFIX: &str = "_FILE";

/// Keys whose value may come from a file.
const FROM_FILE: [&str; 5] = [
    "database.url",
    "database.migration_url",
    "mail.smtp_password",
    "redis.sentinel_password",
    "redis.url",
];

/// The process environment; the only place that reads it.
#[must_use]
pub fn environment_of_this_process() -> Vec<(String, String)> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    let variables = std::env::vars_os();
    let text = |value: OsString| value.to_string_lossy().into_owned();
    variables
        .map(|(name, value)| (text(name), text(value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect()
}

/// Writes the variables into `table`, whose types are those of `reference`.
pub(super) fn apply(
    reference: &Table,
    table: &mut Table,
    variables: impl IntoIterator<Item = (String, String)>,
    problems: &mut Problems,
) {
    let variables: BTreeMap<String, String> = variables
        .into_iter()
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    for (name, value) in &variables {
        let Some((key, text)) = resolve(reference, &variables, name, value, problems) else {
            continue;
        };
        let Some(expected) = leaf(reference, &key) else {
            continue;
        };
        match typed_value(expected, &text) {
            Ok(value) => set_leaf(table, &key, value),
            Err(problem) => problems.add(name, problem),
        }
    }
}

/// The key that a variable sets and its text; problems are reported here.
fn resolve(
    reference: &Table,
    variables: &BTreeMap<String, String>,
    name: &str,
    value: &str,
    problems: &mut Problems,
) -> Option<(String, String)> {
    let key = key_of(name);
    if leaf(reference, &key).is_some() {
        return Some((key, value.to_owned()));
    }
    let of_file = name
        .strip_suffix(FILE_SUFFIX)
        .map(|name| (name, key_of(name)));
    match of_file {
        Some((direct, key)) if FROM_FILE.contains(&key.as_str()) => {
            if variables.contains_key(direct) {
                problems.add(
                    name,
                    format_args!("{direct} is set as well; keep one of the two"),
                );
                return None;
            }
            match std::fs::read_to_string(value) {
                Ok(text) => Some((key, text.trim_end_matches(['\n', '\r']).to_owned())),
                Err(error) => {
                    problems.add(
                        name,
                        format_args!("the file that it names cannot be read: {error}"),
                    );
                    None
                }
            }
        }
        _ => {
            let hint = nearest(reference, &key)
                .map(|near| format!(" Did you mean {}?", name_of(&near)))
                .unwrap_or_default();
            problems.add(
                name,
                format_args!("unknown setting.{hint} `xorb config print` lists all"),
            );
            None
        }
    }
}

fn key_of(name: &str) -> String {
    name.strip_prefix(PREFIX)
        .unwrap_or(name)
        .split("__")
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join(".")
}

fn name_of(key: &str) -> String {
    format!(
        "{PREFIX}{}",
        key.split('.')
            .map(str::to_ascii_uppercase)
            .collect::<Vec<_>>()
            .join("__")
    )
}
