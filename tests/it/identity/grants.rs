//! Who gives which roles, and what must be proven for it: no session and no role of the tenant's own makes more of itself.

use super::fixture::{PASSWORD, invite, is_told, member, request, tenant, user_codes};
use crate::api_keys::fixture::{create, key_with};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use xorb_domain::identity::{
    Actor, CreateApiKey, CreateCustomRole, CreateServiceAccount, InviteUser, Role, RotateApiKey,
    StepUp, UpdateUserCustomRoles, UpdateUserRoles, create_custom_role, create_service_account,
    deactivate_user, invite_user, reactivate_user, reauthenticate, rotate_api_key, step_up,
    transfer_ownership, update_user_custom_roles, update_user_roles,
};
use xorb_domain::{AppError, UserErrorCode};

async fn give(app: &TestApp, actor: &Actor, user: &Actor, roles: &[Role]) -> Vec<UserErrorCode> {
    let input = UpdateUserRoles {
        user_id: user.user_id.unwrap(),
        roles: roles.to_vec(),
        expected_version: None,
    };
    codes(update_user_roles(app.core(), actor, input).await)
}

async fn send_invitation(app: &TestApp, actor: &Actor, role: Role) -> Vec<UserErrorCode> {
    let input = InviteUser {
        email: format!("new-{role}@acme.example"),
        roles: vec![role],
        idempotency_key: None,
    };
    codes(invite_user(app.core(), actor, input).await)
}

fn codes<T>(outcome: Result<T, AppError>) -> Vec<UserErrorCode> {
    match outcome {
        Ok(_) => Vec::new(),
        refused => user_codes(refused),
    }
}

/// A member with a role of the tenant's own, as of now.
async fn with_own_role(app: &TestApp, owner: &Actor, permissions: &[&str]) -> Actor {
    let eve = member(app, owner, "eve@acme.example", Role::Viewer)
        .await
        .actor;
    let input = CreateCustomRole {
        name: "Recruiter".to_owned(),
        permissions: permissions.iter().map(|one| (*one).to_owned()).collect(),
        idempotency_key: None,
    };
    let role = create_custom_role(app.core(), owner, input).await.unwrap();
    let input = UpdateUserCustomRoles {
        user_id: eve.user_id.unwrap(),
        role_ids: vec![role.id],
        expected_version: None,
    };
    update_user_custom_roles(app.core(), owner, input)
        .await
        .unwrap();
    let eve = Actor {
        request: request(),
        ..eve
    };
    reauthenticate(app.core(), &eve).await.unwrap()
}

both_modes! {
    async fn a_role_of_one_s_own_for_people_makes_no_administrators(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let eve = with_own_role(app, &owner, &["users:invite", "users:manage"]).await;
        for role in Role::ALL {
            let refusal = match role {
                Role::Owner => vec![UserErrorCode::OwnerOnly],
                Role::Viewer => Vec::new(),
                _ => vec![UserErrorCode::InvalidInput],
            };
            assert_eq!(send_invitation(app, &eve, role).await, refusal, "{role}");
            if role != Role::Viewer {
                assert_eq!(give(app, &eve, &eve, &[Role::Viewer, role]).await, refusal, "{role}");
            }
        }
        app.run_jobs().await;
    }

    async fn an_administrator_appoints_all_but_owners_and_privacy_officers(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let ada = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        for role in Role::ALL {
            let refusal = match role {
                Role::Owner => vec![UserErrorCode::OwnerOnly],
                Role::PrivacyOfficer => vec![UserErrorCode::InvalidInput],
                _ => Vec::new(),
            };
            assert_eq!(send_invitation(app, &ada, role).await, refusal, "{role}");
        }
        let refused = give(app, &ada, &ada, &[Role::Admin, Role::PrivacyOfficer]).await;
        assert_eq!(refused, [UserErrorCode::InvalidInput]);
        let pia = member(app, &owner, "pia@acme.example", Role::PrivacyOfficer).await.actor;
        assert!(give(app, &ada, &pia, &[Role::PrivacyOfficer, Role::Viewer]).await.is_empty(), "what she had stays hers");
    }

    async fn whoever_gives_administration_has_just_proven_who_they_are(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let ada = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        deactivate_user(app.core(), &owner, ada.user_id.unwrap()).await.unwrap();
        app.clock.advance(TimeDelta::minutes(11));
        let demanded = [UserErrorCode::StepUpRequired];
        assert_eq!(send_invitation(app, &owner, Role::Owner).await, demanded);
        assert_eq!(send_invitation(app, &owner, Role::Admin).await, demanded);
        assert_eq!(give(app, &owner, &mia, &[Role::Viewer, Role::Owner]).await, demanded);
        assert_eq!(codes(reactivate_user(app.core(), &owner, ada.user_id.unwrap()).await), demanded);
        assert!(send_invitation(app, &owner, Role::Pentester).await.is_empty());
        assert!(give(app, &owner, &mia, &[Role::Pentester]).await.is_empty());
        step_up(app.core(), &owner, StepUp::Password(PASSWORD.into())).await.unwrap();
        assert!(send_invitation(app, &owner, Role::Admin).await.is_empty());
        assert!(codes(reactivate_user(app.core(), &owner, ada.user_id.unwrap()).await).is_empty());
        app.run_jobs().await;
    }

    async fn every_owner_hears_of_a_new_one(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        invite(app, &owner, "ada@acme.example", Role::Admin).await;
        let told = |email: &str| is_told(app, email, "new owner");
        assert!(!told("olga@acme.example"), "an administrator is none");
        assert!(give(app, &owner, &mia, &[Role::Owner]).await.is_empty());
        app.run_jobs().await;
        assert!(told("olga@acme.example"));
        invite(app, &owner, "otto@acme.example", Role::Owner).await;
        assert!(told("mia@acme.example"));
    }

    async fn a_key_is_rotated_only_by_whoever_may_do_what_it_does(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let ada = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        let input = CreateServiceAccount {
            name: "Request desk".to_owned(),
            roles: vec![Role::PrivacyOfficer],
            idempotency_key: None,
        };
        let desk = create_service_account(app.core(), &owner, input).await.unwrap();
        let input = CreateApiKey { service_account_id: Some(desk.id), ..key_with(&["privacy:manage"]) };
        let key = create(app, &owner, input).await.unwrap().key;
        let rotate = || RotateApiKey {
            api_key_id: key.id,
            overlap_hours: None,
            expires_at: None,
            idempotency_key: None,
        };
        let refused = rotate_api_key(app.core(), &ada, rotate()).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput]);
        rotate_api_key(app.core(), &owner, rotate()).await.unwrap();
        app.run_jobs().await;
    }

    async fn a_tenant_is_not_handed_to_somebody_who_is_shut_out_at_that_moment(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        for round in 0..5 {
            let mia = member(app, &owner, &format!("mia{round}@acme.example"), Role::Viewer).await.actor;
            let mia = mia.user_id.unwrap();
            let ada = member(app, &owner, &format!("ada{round}@acme.example"), Role::Admin).await.actor;
            let make_owner = UpdateUserRoles { user_id: mia, roles: vec![Role::Owner], expected_version: None };
            let (made, shut_out) = tokio::join!(
                update_user_roles(app.core(), &owner, make_owner),
                deactivate_user(app.core(), &ada, mia),
            );
            assert!(made.is_err() || shut_out.is_err(), "{made:?} {shut_out:?}");
        }
        let gone = member(app, &owner, "gone@acme.example", Role::Viewer).await.actor.user_id.unwrap();
        deactivate_user(app.core(), &owner, gone).await.unwrap();
        assert_eq!(codes(transfer_ownership(app.core(), &owner, gone).await), [UserErrorCode::InvalidState]);
    }
}
