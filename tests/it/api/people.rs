//! People over HTTP: they come, get roles, change their password and go.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::PASSWORD;
use serde_json::json;
use xorb_domain::identity::Role;

both_modes! {
    async fn somebody_is_invited_gets_other_roles_and_is_deactivated(app: &TestApp) {
        let owner = app.owner().await;
        let member = app.member(Role::SecurityAnalyst).await;
        let users = owner.graphql(&operation("Users"), json!({ "first": 100 })).await;
        assert_eq!(users.data("/users/totalCount"), &json!(2));
        let viewer = member.graphql(&operation("Viewer"), json!({})).await;
        let user_id = viewer.text("/viewer/user/id");
        let listed = users.data("/users/nodes").as_array().unwrap();
        assert!(listed.iter().any(|user| user["id"] == json!(user_id)));

        let input = json!({ "userId": user_id, "roles": ["AUDITOR", "VIEWER"] });
        let updated = owner.graphql(&operation("UpdateUserRoles"), json!({ "input": input })).await;
        assert_eq!(updated.data("/updateUserRoles/user/roles"), &json!(["AUDITOR", "VIEWER"]));
        let viewer = member.graphql(&operation("Viewer"), json!({})).await;
        assert!(viewer.data("/viewer/permissions").as_array().unwrap().contains(&json!("audit:read")), "at once");

        let gone = owner.graphql(&operation("DeactivateUser"), json!({ "input": { "userId": user_id } })).await;
        assert_eq!(gone.text("/deactivateUser/user/status"), "DEACTIVATED");
        let refused = member.graphql(&operation("Viewer"), json!({})).await;
        assert_eq!(refused.status, 401);
    }

    async fn a_session_is_refreshed_revoked_and_ended(app: &TestApp) {
        app.owner().await;
        let log_in = json!({ "input": { "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD } });
        let first = app.anonymous().graphql(&operation("LogIn"), log_in.clone()).await;
        assert!(first.data("/logIn/mfaChallenge").is_null());
        let refresh = json!({ "input": { "refreshToken": first.text("/logIn/session/refreshToken") } });
        let next = app.anonymous().graphql(&operation("RefreshSession"), refresh).await;
        let client = app.anonymous().with_token(&next.text("/refreshSession/session/accessToken"));

        let second = app.anonymous().graphql(&operation("LogIn"), log_in).await;
        let second = app.anonymous().with_token(&second.text("/logIn/session/accessToken"));
        let viewer = client.graphql(&operation("Viewer"), json!({})).await;
        let sessions = viewer.data("/viewer/sessions/nodes").as_array().unwrap();
        assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);
        let other = second.graphql("{ viewer { sessions { nodes { id current } } } }", json!({})).await;
        let other = other.data("/viewer/sessions/nodes").as_array().unwrap();
        let session_id = &other.iter().find(|session| session["current"] == true).unwrap()["id"];
        let revoked = client.graphql(&operation("RevokeSession"), json!({ "input": { "sessionId": session_id } })).await;
        assert_eq!(revoked.data("/revokeSession/userErrors"), &json!([]));
        assert_eq!(second.graphql(&operation("Viewer"), json!({})).await.status, 401);

        let left = client.graphql(&operation("LogOut"), json!({})).await;
        assert_eq!(left.data("/logOut/userErrors"), &json!([]));
        assert_eq!(client.graphql(&operation("Viewer"), json!({})).await.status, 401);
    }

    async fn a_password_is_changed_and_the_old_one_no_longer_counts(app: &TestApp) {
        let owner = app.owner().await;
        let new = "harbour-Velvet-41-thimble-moss";
        let wrong = json!({ "input": { "currentPassword": "not it, not it at all", "newPassword": new } });
        assert_eq!(owner.graphql(&operation("ChangePassword"), wrong).await.user_error(), Some("INVALID_CREDENTIALS"));
        let change = json!({ "input": { "currentPassword": PASSWORD, "newPassword": new } });
        let changed = owner.graphql(&operation("ChangePassword"), change).await;
        assert_eq!(changed.data("/changePassword/userErrors"), &json!([]));
        app.run_jobs().await;
        assert_eq!(app.mails_to("owner@acme.example").len(), 1, "the owner is told");
        let log_in = |password: &str| json!({ "input": { "tenantSlug": "acme", "email": "owner@acme.example", "password": password } });
        let old = app.anonymous().graphql(&operation("LogIn"), log_in(PASSWORD)).await;
        assert_eq!(old.user_error(), Some("INVALID_CREDENTIALS"));
        let fresh = app.anonymous().graphql(&operation("LogIn"), log_in(new)).await;
        assert!(fresh.data("/logIn/session/accessToken").is_string());
    }

    async fn a_weak_sign_up_says_all_that_is_wrong_with_it(app: &TestApp) {
        let input = json!({ "tenantName": "", "tenantSlug": "No Slug!", "email": "nobody", "password": "short", "displayName": "" });
        let refused = app.anonymous().graphql(&operation("SignUp"), json!({ "input": input })).await;
        assert!(refused.data("/signUp/session").is_null() && refused.data("/signUp/viewer").is_null());
        let errors = refused.data("/signUp/userErrors").as_array().unwrap();
        let paths: Vec<_> = errors.iter().map(|error| error["path"].to_string()).collect();
        for field in ["tenantName", "tenantSlug", "email", "displayName"] {
            assert!(paths.contains(&format!("[\"input\",\"{field}\"]")), "{field} in {paths:?}");
        }
    }
}
