//! What makes two sightings the same finding, version 1: SHA-256 over tenant, asset, check, canonical location and
//! discriminator. Title, text, severity, time, payload and tool are not in it, so that rewording a check or changing the
//! engine never makes a second finding of the first.

use ring::digest::{Context, SHA256};
use uuid::Uuid;

use super::Location;

/// Changes only together with a migration of all stored fingerprints.
const VERSION: &[u8] = b"xorb finding fingerprint v1";

/// The fingerprint in hexadecimal. The discriminator tells apart what one check finds several times at one place; mostly it
/// is empty. Every part is preceded by its length, so that nothing can slip from one part into the next.
#[must_use]
pub fn fingerprint(
    tenant_id: Uuid,
    asset_id: Uuid,
    check_id: &str,
    location: &Location,
    discriminator: &str,
) -> String {
    let mut context = Context::new(&SHA256);
    let (scheme, host, port, path, parameter) = location.parts();
    let port = port.to_be_bytes();
    let parts = [
        Some(VERSION),
        Some(tenant_id.as_bytes().as_slice()),
        Some(asset_id.as_bytes().as_slice()),
        Some(check_id.as_bytes()),
        Some(scheme.as_bytes()),
        Some(host.as_bytes()),
        Some(port.as_slice()),
        path.map(str::as_bytes),
        parameter.map(str::as_bytes),
        Some(discriminator.as_bytes()),
    ];
    for part in parts {
        update(&mut context, part);
    }
    hex::encode(context.finish())
}

/// An absent part differs from an empty one.
fn update(context: &mut Context, part: Option<&[u8]>) {
    context.update(&[u8::from(part.is_some())]);
    let bytes = part.unwrap_or_default();
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    context.update(&length.to_be_bytes());
    context.update(bytes);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const TENANT: Uuid = Uuid::from_u128(1);
    const ASSET: Uuid = Uuid::from_u128(2);

    fn at(path: &str) -> Location {
        Location::page("https", "shop.example", 443, path)
    }

    #[test]
    fn the_same_sighting_gives_the_same_fingerprint_in_hex() {
        let first = fingerprint(TENANT, ASSET, "http.csp_missing", &at("/?a=1"), "");
        let again = fingerprint(TENANT, ASSET, "http.csp_missing", &at("/?a=2"), "");
        assert_eq!(first, again);
        assert_eq!(first.len(), 64);
        assert!(
            first
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        );
    }

    #[test]
    fn version_one_never_changes() {
        assert_eq!(
            fingerprint(TENANT, ASSET, "exposed.git", &at("/.git/HEAD"), ""),
            "06d9374032cb0e086d24f6bf79c0c16712be5e3c9b8ea50556daa9f1ad56bbbf",
        );
    }

    #[test]
    fn every_part_matters_and_none_slips_into_the_next() {
        let elsewhere = Location::page("https", "shop.example", 8443, "/");
        let plain = Location::page("http", "shop.example", 443, "/");
        let port = Location::port("https", "shop.example", 443);
        let all = [
            fingerprint(TENANT, ASSET, "a", &at("/"), ""),
            fingerprint(ASSET, TENANT, "a", &at("/"), ""),
            fingerprint(TENANT, TENANT, "a", &at("/"), ""),
            fingerprint(TENANT, ASSET, "b", &at("/"), ""),
            fingerprint(TENANT, ASSET, "a", &at("/b"), ""),
            fingerprint(TENANT, ASSET, "a", &at("/").with_parameter("b"), ""),
            fingerprint(TENANT, ASSET, "a", &at("/").with_parameter(""), ""),
            fingerprint(TENANT, ASSET, "a", &at("/"), "b"),
            fingerprint(TENANT, ASSET, "a", &elsewhere, ""),
            fingerprint(TENANT, ASSET, "a", &plain, ""),
            fingerprint(TENANT, ASSET, "a", &port, ""),
        ];
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    }
}
