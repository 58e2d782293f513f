//! What administrators write about a connection, checked.

use super::accept_provider_url;
use crate::identity::{EmailAddress, InputErrors};
use crate::{Core, UserErrorCode};

const MAX_NAME: usize = 100;
const MAX_CLIENT_ID: usize = 500;
const MAX_SECRET: usize = 2_000;
const MAX_DOMAINS: usize = 50;

/// The name for a button.
pub(super) fn check_name(errors: &mut InputErrors, name: &str) -> String {
    let name = name.trim();
    let is_shown = !name.chars().any(char::is_control);
    if name.is_empty() || name.chars().count() > MAX_NAME || !is_shown {
        let message = "give a name of 1 to 100 characters, for a button";
        errors.add(UserErrorCode::InvalidInput, "name", message);
    }
    name.to_owned()
}

/// The address of the provider, kept as it was written: an issuer is compared character by character.
pub(super) fn check_url(core: &Core, errors: &mut InputErrors, path: &str, url: &str) -> String {
    let url = url.trim();
    match accept_provider_url(core, url) {
        Ok(_) if path == "issuer" && url.contains('?') => {
            let message = "an issuer has no `?`; copy it from your provider's settings";
            errors.add(UserErrorCode::InvalidInput, path, message);
        }
        Ok(_) => {}
        Err(error) => {
            let kind = match error {
                super::ProviderUrlError::NotAllowed => UserErrorCode::AddressNotAllowed,
                _ => UserErrorCode::InvalidInput,
            };
            errors.add(kind, path, &error.to_string());
        }
    }
    url.to_owned()
}

/// The client id.
pub(super) fn check_client_id(errors: &mut InputErrors, id: &str) -> String {
    let id = id.trim();
    if id.is_empty() || id.len() > MAX_CLIENT_ID || !is_printable(id) {
        let message = "give the client id of 1 to 500 characters that your provider shows";
        errors.add(UserErrorCode::InvalidInput, "clientId", message);
    }
    id.to_owned()
}

/// The client secret; empty means none: a public client.
pub(super) fn check_client_secret(errors: &mut InputErrors, secret: &str) {
    if secret.len() > MAX_SECRET || !is_printable(secret) {
        let message = "give the client secret as your provider shows it, at most 2000 characters";
        errors.add(UserErrorCode::InvalidInput, "clientSecret", message);
    }
}

/// An optional word, such as an `acr` or the name of a claim.
pub(super) fn check_word(
    errors: &mut InputErrors,
    path: &str,
    word: Option<&str>,
) -> Option<String> {
    let word = word.map(str::trim).filter(|word| !word.is_empty())?;
    if word.len() > 200 || !is_printable(word) {
        let message = "give at most 200 printable characters";
        errors.add(UserErrorCode::InvalidInput, path, message);
    }
    Some(word.to_owned())
}

/// Domains in the form in which they are compared.
pub(super) fn check_domains(errors: &mut InputErrors, domains: &[String]) -> Vec<String> {
    if domains.len() > MAX_DOMAINS {
        let message = "name at most 50 domains";
        errors.add(UserErrorCode::InvalidInput, "trustedDomains", message);
        return Vec::new();
    }
    let mut accepted: Vec<String> = domains
        .iter()
        .filter_map(|domain| {
            let normalized = normalize_domain(domain);
            if normalized.is_none() {
                let message = "a domain looks like example.org";
                errors.add(UserErrorCode::InvalidInput, "trustedDomains", message);
            }
            normalized
        })
        .collect();
    accepted.sort_unstable();
    accepted.dedup();
    accepted
}

/// A domain as the addresses of people have it.
pub(super) fn normalize_domain(domain: &str) -> Option<String> {
    let domain = domain.trim().trim_end_matches('.');
    let address: EmailAddress = format!("a@{domain}").parse().ok()?;
    let (_, normalized) = address.normalized().split_once('@')?;
    (normalized.contains('.') && normalized.is_ascii()).then(|| normalized.to_owned())
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}
