//! In which order the locations are erased: what refers comes before what it refers to.

use std::sync::LazyLock;

use xorb_entities::map::Link;

use super::actions;

/// The folder of sent mails. Its files are named after rows of `outgoing_mails`, so it comes before those.
pub const MAIL_FILES: &str = "files:mail";

/// Foreign keys among the tables whose rows are deleted, which the map does not know. A test compares them with both
/// databases.
pub const REFERENCES: [(&str, &str); 20] = [
    ("user_roles", "users"),
    ("sessions", "users"),
    ("refresh_tokens", "sessions"),
    ("invitations", "users"),
    ("totp_factors", "users"),
    ("recovery_codes", "users"),
    ("mfa_challenges", "users"),
    ("passkeys", "users"),
    ("known_devices", "users"),
    ("passkey_ceremonies", "users"),
    ("api_keys", "users"),
    ("password_resets", "users"),
    ("email_changes", "users"),
    ("user_custom_roles", "users"),
    ("support_grants", "users"),
    ("impersonations", "support_grants"),
    ("impersonations", "sessions"),
    ("federated_sessions", "sessions"),
    ("federated_identities", "users"),
    ("group_roles", "users"),
];

/// Reasons other than foreign keys: a file is found by its mail, a mail on its way by its job.
const BY_NEED: [(&str, &str); 2] = [(MAIL_FILES, "outgoing_mails"), (MAIL_FILES, "jobs")];

/// Every location that an erasure works on, in order.
#[must_use]
pub fn erasure_order() -> &'static [&'static str] {
    static ORDER: LazyLock<Vec<&'static str>> = LazyLock::new(order);
    &ORDER
}

fn order() -> Vec<&'static str> {
    let mut before: Vec<(&str, &str)> = REFERENCES.into_iter().chain(BY_NEED).collect();
    for actions in actions() {
        let links = actions.nulled.iter().map(|nulled| nulled.link);
        let links = links.chain(actions.kept.iter().map(|(link, _)| *link));
        before.extend(links.filter_map(|link| match link {
            Link::Through { table, .. } if table != actions.table => Some((actions.table, table)),
            _ => None,
        }));
    }
    let mut open: Vec<&'static str> = std::iter::once(MAIL_FILES)
        .chain(actions().iter().map(|actions| actions.table))
        .collect();
    let mut ordered = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let is_free = |location: &&str| {
            !before
                .iter()
                .any(|(first, then)| then == location && open.contains(first))
        };
        // A circle can't be ordered; whoever closes one in the map fails the test below.
        let next = open.iter().position(is_free).unwrap_or(0);
        ordered.push(open.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_before(first: &str, then: &str) -> bool {
        let position = |name: &str| {
            erasure_order()
                .iter()
                .position(|known| *known == name)
                .unwrap()
        };
        position(first) < position(then)
    }

    #[test]
    fn what_refers_comes_before_what_it_refers_to() {
        for (first, then) in REFERENCES.into_iter().chain(BY_NEED) {
            assert!(comes_before(first, then), "{first} before {then}");
        }
        assert!(comes_before("invitations", "users"));
        assert!(comes_before("data_subject_requests", "users"));
        assert!(comes_before("audit_events", "subject_pids"));
    }

    #[test]
    fn each_location_comes_once() {
        let mut names = erasure_order().to_vec();
        assert_eq!(names.len(), actions().len() + 1);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), actions().len() + 1);
    }
}
