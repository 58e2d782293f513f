//! However an operator's time in somebody's name ends, both trails say so, once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use xorb_domain::identity::operators::deactivate_operator;
use xorb_domain::identity::support_access::{
    EndImpersonation, consent_to_support_access, end_due_impersonations, end_impersonation,
    note_support_access, revoke_support_access,
};
use xorb_domain::identity::{
    Actor, ChangePassword, Role, change_password, deactivate_user, log_out, revoke_all_sessions,
    revoke_other_sessions, revoke_session,
};
use xorb_domain::tenants::TenantScope;

use super::fixture::{
    InName, actions, grant_for, in_name, log_in, operator, redeem, tenant, ticket, with_cookie,
};
use crate::both_realms;
use crate::harness::TestApp;
use crate::identity::fixture::{PASSWORD, member};
use crate::privacy::erasable::Company;

async fn count(app: &TestApp, scope: &TenantScope, action: &str) -> usize {
    let actions = actions(app, scope).await;
    actions.iter().filter(|one| *one == action).count()
}

/// How many ends the tenant's and the platform's trail know, however often and by how many processes they are looked for.
async fn ends(app: &TestApp, scope: &TenantScope) -> [usize; 2] {
    app.run_jobs().await;
    let looks = (0..4).map(|_| end_due_impersonations(app.core()));
    join_all(looks)
        .await
        .into_iter()
        .for_each(|look| assert!(look.is_ok()));
    app.run_jobs().await;
    [
        count(app, scope, "impersonation.ended").await,
        count(app, &app.core().platform(), "impersonation.ended").await,
    ]
}

/// The operator comes in once more by the same grant.
async fn again(app: &TestApp, it: &InName) -> (Actor, sea_orm::prelude::Uuid) {
    let ticket = ticket(app, &it.operator.actor, it.grant.id).await.unwrap();
    let cookie = redeem(app, &ticket).await.unwrap();
    let actor = with_cookie(app, &cookie).await.unwrap();
    (actor, ticket.impersonation_id)
}

both_realms! {
    async fn whoever_ends_it_both_trails_say_so_once(app: &TestApp) {
        let it = in_name(app).await;
        let (core, owner) = (app.core(), &it.owner);
        assert_eq!(ends(app, &owner.scope).await, [0, 0]);
        log_out(core, &it.actor).await.unwrap();
        assert_eq!(count(app, &core.platform(), "impersonation.ended").await, 0, "the job brings it");
        assert_eq!(ends(app, &owner.scope).await, [1, 1], "log-out");
        let (actor, _) = again(app, &it).await;
        revoke_session(core, owner, actor.session_id.unwrap()).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [2, 2], "revokeSession");
        let (_, id) = again(app, &it).await;
        let input = EndImpersonation { tenant_slug: "acme".to_owned(), impersonation_id: id };
        end_impersonation(core, &it.operator.actor, input).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [3, 3], "endImpersonation");
        again(app, &it).await;
        revoke_other_sessions(core, owner).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [4, 4], "revokeOtherSessions");
        again(app, &it).await;
        let new = ChangePassword { current_password: PASSWORD.into(), new_password: "harbour velvet thimble moss".into(), revoke_api_keys: false };
        change_password(core, owner, new).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [5, 5], "changePassword");
        again(app, &it).await;
        again(app, &it).await;
        revoke_all_sessions(core, owner, None).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [7, 7], "revokeAllSessions, of two");
        again(app, &it).await;
        ticket(app, &it.operator.actor, it.grant.id).await.unwrap();
        revoke_support_access(core, owner, it.grant.id).await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [9, 9], "the grant, with a ticket that nobody used");
        assert_eq!(count(app, &core.platform(), "support_access.revoked").await, 1);
        assert_eq!(count(app, &core.platform(), "impersonation.opened").await, 8);
    }

    async fn time_ends_it_in_both_trails(app: &TestApp) {
        let it = in_name(app).await;
        let scope = it.owner.scope;
        app.clock.advance(TimeDelta::minutes(14));
        assert_eq!(ends(app, &scope).await, [0, 0]);
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(ends(app, &scope).await, [1, 1], "nobody did anything for a quarter of an hour");
        let mut otto = it.operator;
        let cookie = log_in(app, &mut otto.passkey).await.unwrap().cookie.unwrap();
        let back = super::fixture::at_admin_with(app, &cookie).await.unwrap();
        ticket(app, &back, it.grant.id).await.unwrap();
        assert_eq!(ends(app, &scope).await, [1, 1]);
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(ends(app, &scope).await, [2, 2], "a ticket that nobody used");
    }

    async fn a_lost_account_ends_it_in_both_trails(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let otto = operator(app, "otto@platform.example").await;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let grant = grant_for(app, &owner, &mia).await.unwrap();
        consent_to_support_access(app.core(), &mia, grant.id).await.unwrap();
        let opened = ticket(app, &otto.actor, grant.id).await.unwrap();
        redeem(app, &opened).await.unwrap();
        deactivate_user(app.core(), &owner, mia.user_id.unwrap()).await.unwrap();
        assert_eq!(count(app, &owner.scope, "impersonation.ended").await, 1, "at once");
        assert_eq!(ends(app, &owner.scope).await, [1, 1]);
        let own = grant_for(app, &owner, &owner).await.unwrap();
        let opened = ticket(app, &otto.actor, own.id).await.unwrap();
        redeem(app, &opened).await.unwrap();
        deactivate_operator(app.core(), "otto@platform.example").await.unwrap();
        assert_eq!(ends(app, &owner.scope).await, [2, 2], "the operator's");
    }

    async fn an_erasure_ends_it_in_both_trails(app: &TestApp) {
        let company = Company::new(app).await;
        let otto = operator(app, "otto@platform.example").await;
        let grant = grant_for(app, &company.owner, &company.ann).await.unwrap();
        consent_to_support_access(app.core(), &company.ann, grant.id).await.unwrap();
        let opened = ticket(app, &otto.actor, grant.id).await.unwrap();
        let cookie = redeem(app, &opened).await.unwrap();
        company.approve(app).await;
        app.run_jobs().await;
        assert_eq!(company.state(app).await, "completed", "{:?}", company.blocked_code(app).await);
        assert_eq!(ends(app, &company.owner.scope).await, [1, 1]);
        assert!(with_cookie(app, &cookie).await.is_err());
    }

    async fn the_platform_hears_of_everything_once_however_many_tell_it(app: &TestApp) {
        let it = in_name(app).await;
        let (core, scope) = (app.core(), it.owner.scope);
        log_out(core, &it.actor).await.unwrap();
        let told = (0..8).map(|_| note_support_access(core, &scope, it.grant.id, None));
        join_all(told).await.into_iter().for_each(|told| told.unwrap());
        app.run_jobs().await;
        for action in ["support_access.granted", "impersonation.started", "impersonation.opened", "impersonation.ended"] {
            assert_eq!(count(app, &core.platform(), action).await, 1, "{action}");
        }
    }
}
