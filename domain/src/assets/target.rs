//! From what a person typed to a target, and from a stored asset back to it.

use xorb_entities::assets::{AssetKind, asset};

use crate::net::{AddressPolicy, TargetAddress};
use crate::{AppError, UserErrorCode};

/// Reads and judges a typed address. A name passes here; its addresses are judged whenever it is resolved.
pub(super) fn parse(
    policy: &AddressPolicy,
    kind: AssetKind,
    typed: &str,
) -> Result<TargetAddress, AppError> {
    let parsed = match kind {
        AssetKind::Web => TargetAddress::parse_web(typed),
        AssetKind::Host => TargetAddress::parse_host(typed),
        AssetKind::Cidr | AssetKind::Repository => {
            return Err(AppError::user(
                UserErrorCode::NotAvailable,
                "kind",
                "assets of this kind are not offered yet; use WEB or HOST",
            ));
        }
    };
    let target = parsed.map_err(|error| {
        AppError::user(UserErrorCode::InvalidInput, "address", error.to_string())
    })?;
    let (_, port) = target.proof_origin();
    policy.judge_typed(target.host(), port).map_err(|denial| {
        AppError::user(
            UserErrorCode::AddressNotAllowed,
            "address",
            denial.to_string(),
        )
    })?;
    Ok(target)
}

/// The target of a stored asset, whose address is in canonical form.
pub(crate) fn of_asset(asset: &asset::Model) -> Result<TargetAddress, AppError> {
    match asset.kind {
        AssetKind::Web => TargetAddress::parse_web(&asset.address),
        _ => TargetAddress::parse_host(&asset.address),
    }
    .map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::UserError;
    use crate::net::OwnEndpoints;

    fn refusal(kind: AssetKind, typed: &str) -> UserError {
        let policy = AddressPolicy::new(false, OwnEndpoints::default());
        match parse(&policy, kind, typed).unwrap_err() {
            AppError::User(mut errors) => errors.remove(0),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_private_address_is_refused_with_the_name_of_the_setting() {
        let error = refusal(AssetKind::Web, "http://10.0.0.7");
        assert_eq!(error.code, UserErrorCode::AddressNotAllowed);
        assert!(
            error.message.contains("XORB__SCAN__ALLOW_PRIVATE_TARGETS"),
            "{}",
            error.message
        );
    }

    #[test]
    fn a_metadata_address_is_refused_without_a_way_round() {
        let error = refusal(AssetKind::Host, "169.254.169.254");
        assert_eq!(error.code, UserErrorCode::AddressNotAllowed);
        assert!(!error.message.contains("XORB__"), "{}", error.message);
    }

    #[test]
    fn an_odd_host_is_refused_and_kinds_to_come_say_so() {
        let odd = refusal(AssetKind::Host, "127.1");
        assert_eq!(odd.code, UserErrorCode::InvalidInput);
        let later = refusal(AssetKind::Repository, "https://git.example");
        assert_eq!(later.code, UserErrorCode::NotAvailable);
        assert_eq!(later.path, ["input", "kind"]);
    }
}
