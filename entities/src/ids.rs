//! Typed public ids in the `TypeID` form: a prefix, `_`, and the UUID as 26 characters of Crockford base32.
//!
//! Parsing is strict: one text for one id, so an id can be compared, logged and cached as it stands. Errors never repeat
//! the input.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// Why a text is no id of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("expected an id that starts with \"{expected}_\"")]
    WrongKind { expected: &'static str },
    #[error("an id ends in 26 characters of 0-9 and a-z without i, l, o and u")]
    Malformed,
}

/// The prefix of an id, whatever its kind: what comes before the last `_`.
#[must_use]
pub fn prefix(id: &str) -> Option<&str> {
    id.rsplit_once('_').map(|(prefix, _)| prefix)
}

/// The UUID as 26 characters, without a prefix: for secrets that hold ids.
#[must_use]
pub fn base32(uuid: Uuid) -> String {
    struct Digits(Uuid);
    impl fmt::Display for Digits {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_base32(f, self.0)
        }
    }
    Digits(uuid).to_string()
}

fn write_base32(f: &mut fmt::Formatter<'_>, uuid: Uuid) -> fmt::Result {
    let bits = uuid.as_u128();
    (0..LENGTH).rev().try_for_each(|digit| {
        let value = usize::from((bits >> (digit * 5)).to_le_bytes()[0] & 31);
        let symbol = ALPHABET.get(value).copied().unwrap_or(b'0');
        fmt::Write::write_char(f, char::from(symbol))
    })
}

/// Reads what [`base32`] writes.
///
/// # Errors
/// `Malformed`.
pub fn parse_base32(text: &str) -> Result<Uuid, IdError> {
    // 26 digits hold 130 bits: a first digit above 7 would overflow the 128 of a UUID.
    if text.len() != LENGTH || text.as_bytes().first().is_none_or(|first| *first > b'7') {
        return Err(IdError::Malformed);
    }
    text.bytes()
        .try_fold(0_u128, |bits, symbol| {
            let value = ALPHABET.iter().position(|known| *known == symbol)?;
            Some(bits << 5 | u128::try_from(value).ok()?)
        })
        .map(Uuid::from_u128)
        .ok_or(IdError::Malformed)
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(Uuid);

            impl $name {
                pub const PREFIX: &'static str = $prefix;

                #[must_use]
                pub const fn uuid(self) -> Uuid {
                    self.0
                }
            }

            impl From<Uuid> for $name {
                fn from(uuid: Uuid) -> Self {
                    Self(uuid)
                }
            }

            impl From<$name> for Uuid {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!($prefix, "_"))?;
                    write_base32(f, self.0)
                }
            }

            impl FromStr for $name {
                type Err = IdError;

                fn from_str(text: &str) -> Result<Self, IdError> {
                    let digits = text
                        .strip_prefix(concat!($prefix, "_"))
                        .ok_or(IdError::WrongKind { expected: $prefix })?;
                    parse_base32(digits).map(Self)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
                }
            }
        )*

        /// The prefix of every kind of id.
        pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

typed_ids! {
    TenantId = "tenant";
    UserId = "user";
    SessionId = "session";
    InvitationId = "inv";
    PasskeyId = "passkey";
    MailId = "mail";
    ApiKeyId = "key";
    CustomRoleId = "role";
    IdentityProviderId = "idp";
    TenantDomainId = "dom";
    SupportGrantId = "sag";
    ImpersonationId = "imp";
    GroupRoleMappingId = "grm";
    AssetId = "asset";
    ScanId = "scan";
    /// A step of a scan.
    ScanStepId = "step";
    FindingId = "finding";
    JobId = "job";
    DataSubjectRequestId = "dsr";
    CertificateId = "cert";
    LegalHoldId = "hold";
    WebhookEndpointId = "whe";
    /// Also the `webhook-id` of every attempt.
    WebhookDeliveryId = "whd";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An example of the `TypeID` specification.
    const UUID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
    const TEXT: &str = "01h455vb4pex5vsknk084sn02q";

    fn scan(text: &str) -> Result<ScanId, IdError> {
        text.parse()
    }

    #[test]
    fn an_id_reads_and_writes_as_the_typeid_specification_says() {
        let id = ScanId::from(Uuid::parse_str(UUID).unwrap());
        assert_eq!(id.to_string(), format!("scan_{TEXT}"));
        assert_eq!(scan(&id.to_string()), Ok(id));
    }

    #[test]
    fn the_smallest_and_the_greatest_uuid_survive_the_round_trip() {
        for uuid in [Uuid::nil(), Uuid::max()] {
            let id = AssetId::from(uuid);
            assert_eq!(id.to_string().parse::<AssetId>().unwrap().uuid(), uuid);
        }
        assert_eq!(
            AssetId::from(Uuid::max()).to_string(),
            "asset_7zzzzzzzzzzzzzzzzzzzzzzzzz"
        );
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let text = UserId::from(Uuid::max()).to_string();
        assert_eq!(scan(&text), Err(IdError::WrongKind { expected: "scan" }));
        assert_eq!(scan(TEXT), Err(IdError::WrongKind { expected: "scan" }));
        assert_eq!(scan(UUID), Err(IdError::WrongKind { expected: "scan" }));
        assert_eq!(scan(""), Err(IdError::WrongKind { expected: "scan" }));
        assert_eq!(
            scan(&format!("SCAN_{TEXT}")),
            Err(IdError::WrongKind { expected: "scan" })
        );
    }

    #[test]
    fn a_malformed_id_is_refused() {
        for digits in [
            "",
            "01h455vb4pex5vsknk084sn02",   // too short
            "01h455vb4pex5vsknk084sn02qq", // too long
            "01H455VB4PEX5VSKNK084SN02Q",  // upper case
            "8zzzzzzzzzzzzzzzzzzzzzzzzz",  // more than 128 bits
            "01h455vb4pex5vsknk084sn02u",  // u is no digit
            "01h455vb4pex5vsknk084sn02l",  // nor is l
            "01h455vb4pex5vsknk084sn0 q",
            "01h455vb4pex5vsknk084sn0\u{e9}", // as many bytes, fewer characters
            "_1h455vb4pex5vsknk084sn02q",
        ] {
            assert_eq!(
                scan(&format!("scan_{digits}")),
                Err(IdError::Malformed),
                "{digits}"
            );
        }
    }

    #[test]
    fn order_is_that_of_the_uuids() {
        let (early, late) = (Uuid::from_u128(1 << 90), Uuid::from_u128(1 << 91));
        assert!(JobId::from(early).to_string() < JobId::from(late).to_string());
    }

    #[test]
    fn an_id_is_its_text_in_json() {
        let id = ScanId::from(Uuid::parse_str(UUID).unwrap());
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"scan_{TEXT}\""));
        assert_eq!(serde_json::from_str::<ScanId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<UserId>(&json).is_err());
    }

    #[test]
    fn prefixes_are_unique() {
        let distinct: std::collections::BTreeSet<_> = PREFIXES.iter().collect();
        assert_eq!(distinct.len(), PREFIXES.len());
        assert_eq!(prefix(&format!("scan_{TEXT}")), Some("scan"));
    }
}
