//! People come back, hand the tenant over, and are invited again or not.

use super::fixture::{
    PASSWORD, accept, has_event, invite, is_told, mails_to, member, newest_mail_to, reads, tenant,
    token_in_mail, try_log_in, user_codes, with_token,
};
use crate::api_keys::fixture::{assert_unauthenticated, come, create, key_with, text};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use uuid::Uuid;
use xorb_domain::identity::{
    Actor, Role, deactivate_user, invitations, reactivate_user, resend_invitation,
    revoke_invitation, transfer_ownership, user,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

const MIA: &str = "mia@acme.example";

fn id(actor: &Actor) -> Uuid {
    actor.user_id.unwrap()
}

async fn pending(app: &TestApp, owner: &Actor) -> Vec<Uuid> {
    let page = invitations(&reads(app, owner), Page::first(10))
        .await
        .unwrap();
    page.items
        .iter()
        .map(|(_, invitation)| invitation.id)
        .collect()
}

both_modes! {
    async fn a_reactivated_person_logs_in_again_and_nothing_of_before_comes_back(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let grant = member(app, &owner, MIA, Role::Viewer).await;
        let key = text(&create(app, &grant.actor, key_with(&["scans:read"])).await.unwrap());
        deactivate_user(app.core(), &owner, id(&grant.actor)).await.unwrap();
        let back = reactivate_user(app.core(), &owner, id(&grant.actor)).await.unwrap();
        assert!(back.is_active());
        assert!(with_token(app, &grant).await.is_err(), "the old session stays ended");
        assert_unauthenticated(come(app, &key, None).await);
        assert!(try_log_in(app, "acme", MIA, PASSWORD, SessionDelivery::Token).await.is_ok());
        assert!(reactivate_user(app.core(), &owner, id(&grant.actor)).await.is_ok(), "twice is fine");
        app.run_jobs().await;
        assert!(is_told(app, MIA, "reactivated"));
        assert!(has_event(app, &owner, "user.reactivated", "success").await);
    }

    async fn only_who_may_lets_somebody_in_again_and_an_owner_only_an_owner(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let admin = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        let other = member(app, &owner, MIA, Role::Owner).await.actor;
        deactivate_user(app.core(), &owner, id(&other)).await.unwrap();
        let refused = reactivate_user(app.core(), &admin, id(&other)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        let viewer = member(app, &owner, "vera@acme.example", Role::Viewer).await.actor;
        let refused = reactivate_user(app.core(), &viewer, id(&other)).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        app.run_jobs().await;
    }

    async fn the_tenant_is_handed_over_in_one_step(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, MIA, Role::Viewer).await.actor;
        let refused = transfer_ownership(app.core(), &mia, id(&owner)).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        for nobody in [id(&owner), id(&member(app, &owner, "gone@acme.example", Role::Viewer).await.actor)] {
            if nobody != id(&owner) {
                deactivate_user(app.core(), &owner, nobody).await.unwrap();
            }
            let refused = transfer_ownership(app.core(), &owner, nobody).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
        }
        let new = transfer_ownership(app.core(), &owner, id(&mia)).await.unwrap();
        assert_eq!(new.roles, [Role::Owner, Role::Viewer]);
        let former = user(&reads(app, &owner), id(&owner)).await.unwrap();
        assert_eq!(former.roles, [Role::Admin]);
        app.run_jobs().await;
        assert!(is_told(app, MIA, "another owner"));
        assert!(is_told(app, "olga@acme.example", "another owner"));
    }

    async fn a_hand_over_needs_a_fresh_proof_and_of_two_at_once_one_wins(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, MIA, Role::Viewer).await.actor;
        let ada = member(app, &owner, "ada@acme.example", Role::Viewer).await.actor;
        let (one, two) = tokio::join!(
            transfer_ownership(app.core(), &owner, id(&mia)),
            transfer_ownership(app.core(), &owner, id(&ada))
        );
        assert_ne!(one.is_ok(), two.is_ok());
        app.run_jobs().await;
        let other = tenant(app, "rival").await.actor;
        let ben = member(app, &other, "ben@rival.example", Role::Viewer).await.actor;
        app.clock.advance(TimeDelta::minutes(11));
        let refused = transfer_ownership(app.core(), &other, id(&ben)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
    }

    async fn an_invitation_that_was_taken_back_opens_nothing(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let token = invite(app, &owner, MIA, Role::Viewer).await;
        let [invitation] = pending(app, &owner).await[..] else { panic!("one") };
        revoke_invitation(app.core(), &owner, invitation).await.unwrap();
        assert_eq!(user_codes(accept(app, &token).await), [UserErrorCode::InvalidToken]);
        assert!(pending(app, &owner).await.is_empty());
        assert!(revoke_invitation(app.core(), &owner, invitation).await.is_ok(), "twice is fine");
        let refused = resend_invitation(app.core(), &owner, invitation).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
        assert!(has_event(app, &owner, "invitation.revoked", "success").await);
    }

    async fn an_invitation_that_is_sent_again_has_a_new_link_and_new_time(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let old = invite(app, &owner, MIA, Role::Viewer).await;
        app.clock.advance(TimeDelta::days(30));
        let [invitation] = pending(app, &owner).await[..] else { panic!("one") };
        resend_invitation(app.core(), &owner, invitation).await.unwrap();
        app.run_jobs().await;
        assert_eq!(mails_to(app, MIA).len(), 2);
        let new = token_in_mail(&newest_mail_to(app, MIA));
        assert_eq!(user_codes(accept(app, &old).await), [UserErrorCode::InvalidToken]);
        assert!(accept(app, &new).await.is_ok());
        let refused = revoke_invitation(app.core(), &owner, invitation).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
    }
}
