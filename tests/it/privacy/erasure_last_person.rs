//! Owners and last persons: a clear way forward, never a tenant without an owner.

use xorb_domain::identity::{Role, UpdateUserRoles, update_user_roles};
use xorb_domain::privacy::erasure;
use xorb_entities::identity::SessionDelivery;

use super::erasable::{Company, context, run};
use crate::both_modes;
use crate::identity::fixture;

both_modes! {
    async fn the_only_person_takes_the_tenant_along(app: &TestApp) {
        let owner = fixture::tenant(app, "solo").await.actor;
        let company = Company::alone(owner);
        company.approve_for(app, company.owner.subject_id.unwrap(), &fixture::owner_email("solo")).await;
        run(app).await;
        assert_eq!(company.state(app).await, "completed", "{:?}", company.blocked_code(app).await);
        let status = company.text(app, "SELECT status FROM tenants WHERE id = $1").await;
        assert_eq!(status.as_deref(), Some("offboarding"));
        let email = fixture::owner_email("solo");
        let log_in = fixture::try_log_in(app, "solo", &email, fixture::PASSWORD, SessionDelivery::Token).await;
        assert!(log_in.is_err());
    }

    async fn the_only_owner_is_not_erased_as_long_as_others_are_there(app: &TestApp) {
        let owner = fixture::tenant(app, "solo").await.actor;
        let company = Company::alone(owner.clone());
        let other = fixture::member(app, &owner, "other@corp.example", Role::Viewer).await.actor;
        company.approve_for(app, owner.subject_id.unwrap(), &fixture::owner_email("solo")).await;
        let (context, request_id) = context(app, &company).await;
        let obstacle = erasure::raise_fence(&context, request_id).await.unwrap_err();
        assert_eq!(obstacle.code, Some("sole_owner"));
        let input = UpdateUserRoles {
            user_id: other.user_id.unwrap(),
            roles: vec![Role::Owner],
            expected_version: None,
        };
        update_user_roles(app.core(), &owner, input).await.unwrap();
        run(app).await;
        assert_eq!(company.state(app).await, "completed", "{:?}", company.blocked_code(app).await);
    }
}
