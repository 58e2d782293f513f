//! Roles from the groups of several connections: each gives and takes its own, and they go with it.

use serde_json::{Value, json};
use uuid::Uuid;
use xorb_domain::identity::Role;
use xorb_domain::identity::federation::{
    UpdateIdentityProvider, delete_identity_provider, suspend_identity_provider,
    update_identity_provider,
};
use xorb_entities::ids::IdentityProviderId;

use super::world::{World, draft};
use crate::harness::Mode;

/// A scenario of two connections, in both modes.
macro_rules! both_modes_of {
    ($(async fn $name:ident($two:ident: Two) $scenario:block)+) => {
        $(
            mod $name {
                use super::*;

                async fn run($two: Two) $scenario

                #[tokio::test]
                async fn embedded() {
                    run(Two::new(Mode::Embedded).await).await;
                }

                #[tokio::test]
                async fn distributed() {
                    run(Two::new(Mode::Distributed).await).await;
                }
            }
        )+
    };
}

const LINK: &str = "mutation($input: LinkIdentityProviderInput!) { linkIdentityProvider(input: $input) { linkUri userErrors { code } } }";
const UNLINK: &str = "mutation($input: UnlinkIdentityProviderInput!) { unlinkIdentityProvider(input: $input) { userErrors { code } } }";

/// A company with two connections, and Mia, who is known at both. At the first, `testers` are pentesters and `readers`
/// auditors; at the second, `staff` are analysts and `readers` auditors too.
struct Two {
    world: World,
    first: Uuid,
    second: Uuid,
}

impl Two {
    async fn new(mode: Mode) -> Self {
        let world = World::new(mode).await;
        let first = world.connection;
        let second = world.connect(draft(&world.provider.base())).await;
        let two = Self {
            world,
            first,
            second,
        };
        two.map(
            first,
            &[("testers", Role::Pentester), ("readers", Role::Auditor)],
        )
        .await;
        two.map(
            second,
            &[("staff", Role::SecurityAnalyst), ("readers", Role::Auditor)],
        )
        .await;
        let mia = two.log_in(first, json!([])).await;
        let input = json!({ "identityProviderId": IdentityProviderId::from(second).to_string() });
        let answer = two.world.ask(&mia, LINK, input).await;
        let uri = answer["data"]["linkIdentityProvider"]["linkUri"]
            .as_str()
            .unwrap();
        let linked = two.world.log_in_at(second, uri, Some(&mia), |_| {}).await;
        assert_eq!(linked.status, 303, "{:?}", two.world.reason().await);
        two
    }

    async fn map(&self, provider_id: Uuid, roles: &[(&str, Role)]) {
        let roles = roles
            .iter()
            .map(|(group, role)| ((*group).to_owned(), *role));
        let map = UpdateIdentityProvider {
            provider_id,
            group_roles: Some(roles.collect()),
            ..Default::default()
        };
        let (core, owner) = (&self.world.tenant.core, &self.world.tenant.owner);
        update_identity_provider(core, owner, map).await.unwrap();
    }

    async fn log_in(&self, connection: Uuid, groups: Value) -> String {
        let uri = self.world.start_uri(connection);
        let shown = self.world.log_in_at(connection, &uri, None, |t| {
            t.claims["groups"] = groups.clone();
        });
        shown.await.assert_logged_in()
    }

    async fn roles(&self, session: &str) -> Value {
        self.world.viewer(session).await["roles"].clone()
    }
}

both_modes_of! {
    async fn each_connection_replaces_its_own_only(two: Two) {
        two.log_in(two.first, json!(["testers", "readers"])).await;
        let both = two.log_in(two.second, json!(["staff", "readers"])).await;
        assert_eq!(two.roles(&both).await, json!(["SECURITY_ANALYST", "PENTESTER", "AUDITOR", "VIEWER"]));
        let same = two.log_in(two.first, json!(["testers", "readers"])).await;
        assert!(two.roles(&both).await.is_array(), "nothing has changed, so no session ends");
        let less = two.log_in(two.second, json!([])).await;
        assert_eq!(two.roles(&less).await, json!(["PENTESTER", "AUDITOR", "VIEWER"]), "the first still says auditor");
        assert!(two.roles(&same).await.is_null());
        two.world.finish().await;
    }

    async fn a_suspended_or_deleted_connection_takes_along_what_it_gave(two: Two) {
        let (core, owner) = (&two.world.tenant.core, &two.world.tenant.owner);
        let older = two.log_in(two.first, json!(["testers", "readers"])).await;
        let session = two.log_in(two.second, json!(["staff", "readers"])).await;
        suspend_identity_provider(core, owner, two.first).await.unwrap();
        assert_eq!(two.roles(&session).await, json!(["SECURITY_ANALYST", "AUDITOR", "VIEWER"]), "on the next request");
        assert!(two.world.tenant.audited("user.roles_updated", "success").await >= 1);
        delete_identity_provider(core, owner, two.second).await.unwrap();
        assert!(two.roles(&session).await.is_null(), "it came through that connection");
        assert!(two.roles(&older).await.is_null());
        let left = two.world.tenant.count("user_roles WHERE source = 'group'").await;
        assert_eq!((left, two.world.tenant.count("group_roles WHERE 1 = 1").await), (0, 0));
        assert_eq!(two.world.tenant.count("sessions WHERE revoked_reason = 'identity_provider_deleted'").await, 1);
        two.world.finish().await;
    }

    async fn a_mapping_or_a_link_that_goes_takes_its_roles_along(two: Two) {
        two.log_in(two.first, json!(["testers", "readers"])).await;
        let session = two.log_in(two.second, json!(["staff", "readers"])).await;
        two.map(two.first, &[("readers", Role::Auditor)]).await;
        assert_eq!(two.roles(&session).await, json!(["SECURITY_ANALYST", "AUDITOR", "VIEWER"]));
        let input = json!({ "identityProviderId": IdentityProviderId::from(two.first).to_string() });
        let answer = two.world.ask(&session, UNLINK, input).await;
        assert_eq!(answer["data"]["unlinkIdentityProvider"]["userErrors"], json!([]), "{answer}");
        assert_eq!(two.roles(&session).await, json!(["SECURITY_ANALYST", "AUDITOR", "VIEWER"]), "the second says auditor");
        let silent = UpdateIdentityProvider {
            provider_id: two.second,
            groups_claim: Some(String::new()),
            ..Default::default()
        };
        update_identity_provider(&two.world.tenant.core, &two.world.tenant.owner, silent).await.unwrap();
        assert_eq!(two.roles(&session).await, json!(["VIEWER"]));
        two.world.finish().await;
    }
}
