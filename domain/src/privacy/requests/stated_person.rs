//! A person as an officer states them: an address, and what else they are known by.

use crate::identity::InputErrors;
use crate::privacy::{Identifier, IdentifierKind};
use crate::{AppError, UserErrorCode};

const MAX_IDENTIFIERS: usize = 20;

/// What was typed.
#[derive(Clone, Default)]
pub struct StatedPerson {
    pub email: Option<String>,
    pub identifiers: Vec<(IdentifierKind, String)>,
}

/// Personal: never into logs.
impl std::fmt::Debug for StatedPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StatedPerson(********)")
    }
}

/// What was read.
pub(super) struct Person {
    /// By what to search, each once.
    pub(super) identifiers: Vec<Identifier>,
    /// Where to write, as typed.
    pub(super) email: Option<String>,
}

/// Reads what was typed; says all that is wrong with it at once.
pub(super) fn parse_person(stated: &StatedPerson) -> Result<Person, AppError> {
    let mut errors = InputErrors::default();
    let mut identifiers = Vec::new();
    if let Some(email) = &stated.email {
        let message = "this is no e-mail address; write it like name@example.org";
        collect(
            &mut errors,
            &mut identifiers,
            "subject.email",
            message,
            Identifier::email(email),
        );
    }
    if stated.identifiers.len() > MAX_IDENTIFIERS {
        let message = format!("give {MAX_IDENTIFIERS} identifiers at most");
        errors.add(UserErrorCode::InvalidInput, "subject.identifiers", &message);
        return Err(errors.into_error());
    }
    for (position, (kind, value)) in stated.identifiers.iter().enumerate() {
        let path = format!("subject.identifiers.{position}.value");
        let (read, message) = match kind {
            IdentifierKind::Email => (
                Identifier::email(value),
                "this is no e-mail address; write it like name@example.org",
            ),
            IdentifierKind::Text => (
                Identifier::text(value),
                "an identifier has 6 to 200 characters, with a letter or digit among them",
            ),
        };
        collect(&mut errors, &mut identifiers, &path, message, read);
    }
    if errors.is_empty() && identifiers.is_empty() {
        let message = "say who it is: an email, or at least one identifier";
        errors.add(UserErrorCode::InvalidInput, "subject", message);
    }
    if !errors.is_empty() {
        return Err(errors.into_error());
    }
    identifiers.sort_unstable();
    identifiers.dedup();
    Ok(Person {
        identifiers,
        email: stated.email.as_ref().map(|email| email.trim().to_owned()),
    })
}

fn collect(
    errors: &mut InputErrors,
    identifiers: &mut Vec<Identifier>,
    path: &str,
    message: &str,
    read: Option<Identifier>,
) {
    match read {
        Some(identifier) => identifiers.push(identifier),
        None => errors.add(UserErrorCode::InvalidInput, path, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(email: &str, texts: &[&str]) -> StatedPerson {
        StatedPerson {
            email: (!email.is_empty()).then(|| email.to_owned()),
            identifiers: texts
                .iter()
                .map(|text| (IdentifierKind::Text, (*text).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn spellings_of_one_identifier_are_one() {
        let person = parse_person(&stated(
            " Ann@Acme.example ",
            &["Customer 4711", "CUSTOMER 4711"],
        ));
        let person = person.unwrap();
        assert_eq!(person.identifiers.len(), 2);
        assert_eq!(person.email.as_deref(), Some("Ann@Acme.example"));
    }

    #[test]
    fn nobody_at_all_and_what_is_too_short_are_refused_with_the_field() {
        let path = |typed: StatedPerson| match parse_person(&typed) {
            Err(AppError::User(errors)) => errors
                .iter()
                .map(|error| error.path.join("."))
                .collect::<Vec<_>>(),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was accepted"),
        };
        assert_eq!(path(stated("", &[])), ["input.subject"]);
        assert_eq!(
            path(stated("ann", &["4711", "customer 4711"])),
            ["input.subject.email", "input.subject.identifiers.0.value"]
        );
        assert_eq!(
            path(stated("", &["customer 4711"; 21])),
            ["input.subject.identifiers"]
        );
    }
}
