//! Administration from allowed networks only, asked at every operation.

use super::fixture::{member, reads, tenant, user_codes};
use crate::api_keys::fixture::{come, create, key_with, text};
use crate::both_modes;
use crate::harness::{TestApp, assert_conflict};
use std::net::IpAddr;
use xorb_domain::identity::{
    Actor, AdministrationNetworks, Credentials, Permission, RequestInfo, Role, SessionGrant,
    UpdateAdministrationNetworks, administration_networks, authenticate, refresh_session,
    update_administration_networks,
};
use xorb_domain::{AppError, UserErrorCode};

/// Where the fixture's people are.
const INSIDE: &str = "192.0.2.7";
const OUTSIDE: &str = "198.51.100.7";

async fn bind(
    app: &TestApp,
    actor: &Actor,
    networks: &[&str],
) -> Result<AdministrationNetworks, AppError> {
    let input = UpdateAdministrationNetworks {
        networks: networks
            .iter()
            .map(|network| (*network).to_owned())
            .collect(),
        expected_version: None,
    };
    update_administration_networks(app.core(), actor, input).await
}

fn request_from(address: &str) -> RequestInfo {
    RequestInfo {
        address: Some(address.parse::<IpAddr>().unwrap()),
        ..RequestInfo::default()
    }
}

async fn from(app: &TestApp, grant: &SessionGrant, address: &str) -> Actor {
    let token = grant.access_token.clone().unwrap();
    authenticate(
        app.core(),
        &Credentials::Bearer(token),
        &request_from(address),
    )
    .await
    .unwrap()
}

both_modes! {
    async fn administration_is_asked_for_at_every_operation_and_the_rest_goes_on(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let set = bind(app, &grant.actor, &["192.0.2.0/24", "2001:db8::/32"]).await.unwrap();
        assert_eq!(set.version, 1);
        let (inside, outside) = (from(app, &grant, INSIDE).await, from(app, &grant, OUTSIDE).await);
        assert!(inside.holds(Permission::UsersManage) && !outside.holds(Permission::UsersManage));
        assert!(outside.holds(Permission::FindingsRead), "what is no administration goes on");
        let refused = app.core().authorise(&outside, Permission::UsersInvite, None).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        for refused in [bind(app, &outside, &[]).await.map(|_| ()), administration_networks(&reads(app, &outside)).await.map(|_| ())] {
            assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        }
        bind(app, &inside, &[]).await.unwrap();
        assert!(from(app, &grant, OUTSIDE).await.holds(Permission::UsersManage), "freed");
    }

    async fn neither_a_refresh_nor_a_key_brings_it_outside(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let key = text(&create(app, &grant.actor, key_with(&["users:manage", "scans:read"])).await.unwrap());
        bind(app, &grant.actor, &["192.0.2.0/24"]).await.unwrap();
        let renewed = refresh_session(app.core(), &request_from(OUTSIDE), grant.refresh_token.as_ref().unwrap().expose()).await.unwrap();
        assert!(!from(app, &renewed, OUTSIDE).await.holds(Permission::UsersManage));
        assert!(from(app, &renewed, INSIDE).await.holds(Permission::UsersManage));
        let program = come(app, &key, Some(OUTSIDE)).await.unwrap();
        assert!(!program.holds(Permission::UsersManage) && program.holds(Permission::ScansRead));
        assert!(come(app, &key, Some(INSIDE)).await.unwrap().holds(Permission::UsersManage));
        app.run_jobs().await;
    }

    async fn nobody_locks_themselves_out(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let refused = bind(app, &owner, &["198.51.100.0/24"]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::AddressNotAllowed]);
        let nowhere = Actor { request: RequestInfo::default(), ..owner.clone() };
        assert_eq!(user_codes(bind(app, &nowhere, &["192.0.2.0/24"]).await), [UserErrorCode::AddressNotAllowed]);
        for wrong in ["192.0.2.7/24", "everywhere", ""] {
            assert_eq!(user_codes(bind(app, &owner, &[wrong]).await), [UserErrorCode::InvalidInput], "{wrong}");
        }
        let now = administration_networks(&reads(app, &owner)).await.unwrap();
        assert_eq!(now, AdministrationNetworks::default());
    }

    async fn they_are_set_by_who_may_for_the_version_that_was_seen(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let viewer = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        assert!(matches!(bind(app, &viewer, &[]).await, Err(AppError::Forbidden(_))));
        let input = |version: i32| UpdateAdministrationNetworks { networks: vec!["192.0.2.0/24".to_owned()], expected_version: Some(version) };
        update_administration_networks(app.core(), &owner, input(0)).await.unwrap();
        assert_conflict(update_administration_networks(app.core(), &owner, input(0)).await);
        update_administration_networks(app.core(), &owner, input(1)).await.unwrap();
        let other = tenant(app, "rival").await.actor;
        assert_eq!(administration_networks(&reads(app, &other)).await.unwrap().version, 0);
    }
}
