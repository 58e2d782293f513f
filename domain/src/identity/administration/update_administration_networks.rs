//! Binds administration to networks, or frees it. Whoever does it must be within them, so that nobody locks themselves out.

use std::net::IpAddr;

use serde_json::json;

use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::identity::queries::administration_networks::{
    AdministrationNetworks, find_networks, set_networks,
};
use crate::identity::{Actor, InputErrors, Permission, require_step_up};
use crate::net::Cidr;
use crate::{AppError, Core, UserErrorCode};

const MAX_NETWORKS: usize = 100;

/// The networks.
#[derive(Clone, Debug)]
pub struct UpdateAdministrationNetworks {
    /// Empty: administration from anywhere.
    pub networks: Vec<String>,
    /// The version that was seen; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Sets the networks. They count from the next operation of everybody on.
///
/// # Errors
/// `Conflict` if their version is another; `Forbidden`; `User`: `InvalidInput`, `AddressNotAllowed`, `StepUpRequired`,
/// `SessionRequired`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn update_administration_networks(
    core: &Core,
    actor: &Actor,
    input: UpdateAdministrationNetworks,
) -> Result<AdministrationNetworks, AppError> {
    core.authorise(actor, Permission::AccessManage, None)
        .await?;
    actor.session()?;
    let networks = parse(&input.networks)?;
    check_own_address(actor, &networks)?;
    let tx = core.db.write(&actor.scope).await?;
    let before = find_networks(&tx).await?;
    check_version("list of networks", before.version, input.expected_version)?;
    require_step_up(&tx, actor).await?;
    if !set_networks(&tx, &networks, before.version).await? {
        let message = "the networks have changed meanwhile; load them and try again";
        return Err(AppError::Conflict(message.into()));
    }
    let texts = |networks: &[Cidr]| networks.iter().map(ToString::to_string).collect::<Vec<_>>();
    let change =
        json!({ "networksBefore": texts(&before.networks), "networksAfter": texts(&networks) });
    let event = AuditEvent::new(AuditAction::AdministrationNetworksUpdated, actor);
    tx.record(event.payload(None, change));
    let after = find_networks(&tx).await?;
    tx.commit().await?;
    Ok(after)
}

fn parse(texts: &[String]) -> Result<Vec<Cidr>, AppError> {
    let mut errors = InputErrors::default();
    if texts.len() > MAX_NETWORKS {
        errors.add(
            UserErrorCode::InvalidInput,
            "networks",
            "there may be at most 100 networks",
        );
        return Err(errors.into_error());
    }
    let parse = |text: &String| errors.parse::<Cidr>("networks", text);
    let networks: Vec<Cidr> = texts.iter().filter_map(parse).collect();
    if errors.is_empty() {
        Ok(networks)
    } else {
        Err(errors.into_error())
    }
}

fn check_own_address(actor: &Actor, networks: &[Cidr]) -> Result<(), AppError> {
    if is_within(networks, actor.request.address) {
        return Ok(());
    }
    let message = "your own address is not in these networks: you would lock yourself out";
    Err(AppError::user(
        UserErrorCode::AddressNotAllowed,
        "networks",
        message,
    ))
}

/// Whether the address is in one of these networks, or there are none to be in.
pub(in crate::identity) fn is_within(networks: &[Cidr], address: Option<IpAddr>) -> bool {
    let is_in = |address: IpAddr| {
        let address = address.to_canonical();
        networks.iter().any(|network| network.contains(address))
    };
    networks.is_empty() || address.is_some_and(is_in)
}
