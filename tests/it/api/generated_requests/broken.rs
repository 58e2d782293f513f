//! What happens to a request on its way: letters fall out, parts come twice, values change.

use serde_json::Value;

use super::random::Random;
use super::values::strange;

const TOKENS: [&str; 20] = [
    "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "...", "\"", "\"\"\"", "#", "on", "null",
    "-1", "1e999", "\\", "\u{0}",
];

/// The text with one to three faults.
pub fn break_text(random: &mut Random, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(3) {
        if characters.is_empty() {
            break;
        }
        let at = random.below(characters.len());
        let end = (at + 1 + random.below(12)).min(characters.len());
        match random.below(4) {
            0 => drop(characters.drain(at..end)),
            1 => {
                let part = characters[at..end].to_vec();
                characters.splice(at..at, part);
            }
            2 => {
                let token = random.pick(&TOKENS);
                characters.splice(at..at, token.chars());
            }
            _ => {
                let other = random.below(characters.len());
                characters.swap(at, other);
            }
        }
    }
    characters.into_iter().collect()
}

/// One of the values inside is another.
pub fn break_value(random: &mut Random, value: &mut Value) {
    match value {
        Value::Object(entries) if !entries.is_empty() && !random.percent(10) => {
            let chosen = random.below(entries.len());
            if let Some((_, inner)) = entries.iter_mut().nth(chosen) {
                break_value(random, inner);
            }
        }
        Value::Array(items) if !items.is_empty() && !random.percent(10) => {
            let chosen = random.below(items.len());
            break_value(random, &mut items[chosen]);
        }
        other => *other = strange(random),
    }
}
