//! `docs/webhooks.md` lists what is sent, and nothing else.

use std::fs;
use std::path::Path;

use xorb_domain::webhooks::WebhookEvent;

#[test]
fn the_documentation_lists_every_event_with_its_meaning() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/webhooks.md");
    let text = fs::read_to_string(path).unwrap();
    let documented: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = WebhookEvent::ALL
        .iter()
        .map(|event| format!("| `{}` | {} |", event.as_str(), event.meaning()))
        .collect();
    assert_eq!(documented, expected);
}
