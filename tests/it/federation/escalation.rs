//! Nobody makes more of themselves, or somebody else of themselves, by changing a connection; and nobody shuts a company out.

use serde_json::{Value, json};
use xorb_domain::UserErrorCode;
use xorb_domain::identity::federation::{
    UpdateIdentityProvider, create_identity_provider, delete_identity_provider,
    update_identity_provider,
};
use xorb_domain::identity::{
    CreateCustomRole, Role, UpdateUserCustomRoles, UpdateUserRoles, create_custom_role,
    reauthenticate, update_user_custom_roles, update_user_roles,
};
use xorb_entities::ids::UserId;

use super::twist::Twist;
use super::world::{World, draft};
use crate::harness::{Mode, user_error};
use crate::identity::fixture::{member, request};

macro_rules! both_modes_of {
    ($(async fn $name:ident($world:ident: World) $scenario:block)+) => {
        $(
            mod $name {
                use super::*;

                async fn run($world: World) $scenario

                #[tokio::test]
                async fn embedded() {
                    run(World::new(Mode::Embedded).await).await;
                }

                #[tokio::test]
                async fn distributed() {
                    run(World::new(Mode::Distributed).await).await;
                }
            }
        )+
    };
}

fn change(world: &World) -> UpdateIdentityProvider {
    UpdateIdentityProvider {
        provider_id: world.connection,
        ..UpdateIdentityProvider::default()
    }
}

fn in_groups(groups: Value) -> impl Fn(&mut Twist) {
    move |t: &mut Twist| t.claims["groups"] = groups.clone()
}

async fn map(world: &World, roles: &[(&str, Role)]) {
    let roles = roles
        .iter()
        .map(|(group, role)| ((*group).to_owned(), *role));
    let input = UpdateIdentityProvider {
        group_roles: Some(roles.collect()),
        ..change(world)
    };
    let (core, owner) = (&world.tenant.core, &world.tenant.owner);
    update_identity_provider(core, owner, input).await.unwrap();
}

async fn set_roles(world: &World, session: &str, roles: &[Role]) -> Value {
    let id = world.viewer(session).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let input = UpdateUserRoles {
        user_id: id.parse::<UserId>().unwrap().uuid(),
        roles: roles.to_vec(),
        expected_version: None,
    };
    let (core, owner) = (&world.tenant.core, &world.tenant.owner);
    update_user_roles(core, owner, input).await.unwrap();
    world.viewer(session).await["roles"].clone()
}

both_modes_of! {
    async fn the_issuer_stays_that_of_the_people_who_are_known(world: World) {
        let (core, owner) = (&world.tenant.core, &world.tenant.owner);
        let other_issuer = || UpdateIdentityProvider { issuer: Some("http://127.0.0.1:9".to_owned()), ..change(&world) };
        let other_client = || UpdateIdentityProvider { client_id: Some("another".to_owned()), ..change(&world) };
        world.log_in(|_| {}).await.assert_logged_in();
        for (input, path) in [(other_issuer(), "input.issuer"), (other_client(), "input.clientId")] {
            let refused = update_identity_provider(core, owner, input).await;
            assert_eq!(user_error(refused), (UserErrorCode::InvalidState, path.to_owned()));
        }
        world.log_in(|_| {}).await.assert_logged_in();
        let fresh = create_identity_provider(core, owner, draft(&world.provider.base())).await.unwrap();
        let input = UpdateIdentityProvider { provider_id: fresh.id, ..other_issuer() };
        update_identity_provider(core, owner, input).await.unwrap();
        world.finish().await;
    }

    async fn a_group_gives_nothing_that_whoever_maps_it_may_not_give(world: World) {
        let (core, owner) = (&world.tenant.core, &world.tenant.owner);
        let eve = member(&world.app, owner, "eve@acme.example", Role::Viewer).await.actor;
        let permissions = vec!["identity_providers:manage".to_owned(), "identity_providers:read".to_owned()];
        let role = CreateCustomRole { name: "Directory".to_owned(), permissions, idempotency_key: None };
        let role = create_custom_role(core, owner, role).await.unwrap();
        let given = UpdateUserCustomRoles { user_id: eve.user_id.unwrap(), role_ids: vec![role.id], expected_version: None };
        update_user_custom_roles(core, owner, given).await.unwrap();
        let eve = reauthenticate(core, &xorb_domain::identity::Actor { request: request(), ..eve }).await.unwrap();
        let roles = |role| Some(vec![("x".to_owned(), role)]);
        let input = UpdateIdentityProvider { group_roles: roles(Role::Admin), ..change(&world) };
        assert_eq!(user_error(update_identity_provider(core, &eve, input).await).0, UserErrorCode::InvalidInput);
        let input = UpdateIdentityProvider { group_roles: roles(Role::Viewer), ..change(&world) };
        update_identity_provider(core, &eve, input).await.unwrap();
        map(&world, &[("x", Role::Admin)]).await;
        let input = UpdateIdentityProvider { group_roles: roles(Role::Admin), ..change(&world) };
        update_identity_provider(core, &eve, input).await.unwrap();
        world.finish().await;
    }

    async fn a_role_from_a_group_is_taken_away_by_hand_and_with_the_connection(world: World) {
        map(&world, &[("bosses", Role::Admin), ("testers", Role::Pentester)]).await;
        let session = world.log_in(in_groups(json!(["bosses", "testers"]))).await.assert_logged_in();
        assert_eq!(world.viewer(&session).await["roles"], json!(["ADMIN", "PENTESTER", "VIEWER"]));
        assert_eq!(set_roles(&world, &session, &[Role::Viewer]).await, json!(["VIEWER"]));
        let again = world.log_in(in_groups(json!(["bosses", "testers"]))).await.assert_logged_in();
        assert_eq!(set_roles(&world, &again, &[Role::Admin, Role::Viewer]).await, json!(["ADMIN", "VIEWER"]));
        let by_hand = world.log_in(in_groups(json!([]))).await.assert_logged_in();
        assert_eq!(world.viewer(&by_hand).await["roles"], json!(["ADMIN", "VIEWER"]), "what was granted by hand stays");
        let tester = world.log_in(in_groups(json!(["testers"]))).await.assert_logged_in();
        assert_eq!(world.viewer(&tester).await["roles"], json!(["ADMIN", "PENTESTER", "VIEWER"]));
        delete_identity_provider(&world.tenant.core, &world.tenant.owner, world.connection).await.unwrap();
        assert!(world.viewer(&tester).await.is_null(), "her session came through it");
        assert_eq!(world.tenant.count("user_roles WHERE source = 'group'").await, 0);
        assert_eq!(world.tenant.count("user_roles WHERE role = 'admin' AND source = 'manual'").await, 1);
        world.finish().await;
    }

    async fn log_ins_that_nobody_finishes_keep_nobody_out(world: World) {
        let tx = world.tenant.core.db.write(&world.tenant.owner.scope).await.unwrap();
        let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
                   INSERT INTO federation_states (tenant_id, id, identity_provider_id, intent, delivery, token_hash, \
                   provider_version, created_at, expires_at) SELECT $1, {id}, $2, 'login', 'cookie', {hash}, 1, $3, $4 FROM n";
        let (id, hash) = match tx.dialect() {
            xorb_domain::db::Dialect::Postgres => ("gen_random_uuid()", "decode(lpad(to_hex(i), 64, '0'), 'hex')"),
            xorb_domain::db::Dialect::Sqlite => ("randomblob(16)", "randomblob(32)"),
        };
        let sql = sql.replace("{id}", id).replace("{hash}", hash);
        let later = tx.now() + chrono::TimeDelta::minutes(10);
        let values = [tx.tenant_id().into(), world.connection.into(), tx.now().into(), later.into()];
        tx.execute(&sql, values).await.unwrap();
        tx.commit().await.unwrap();
        world.app.clock.advance(chrono::TimeDelta::seconds(1));
        world.log_in(|_| {}).await.assert_logged_in();
        let kept = world.tenant.count("federation_states WHERE intent = 'login'").await;
        assert!((19_000..=20_001).contains(&kept), "{kept}");
        world.finish().await;
    }
}

#[tokio::test]
async fn a_provider_that_proves_no_fresh_log_in_steps_nobody_up() {
    let world = super::plain_oauth2::world(Mode::Embedded).await;
    let session = world
        .log_in(super::plain_oauth2::honest)
        .await
        .assert_logged_in();
    let query = "mutation($input: StepUpByIdentityProviderInput!) { stepUpByIdentityProvider(input: $input) { stepUpUri userErrors { code } } }";
    let id = xorb_entities::ids::IdentityProviderId::from(world.connection).to_string();
    let answer = world
        .ask(&session, query, json!({ "identityProviderId": id }))
        .await;
    let payload = &answer["data"]["stepUpByIdentityProvider"];
    assert_eq!(
        (&payload["stepUpUri"], &payload["userErrors"][0]["code"]),
        (&Value::Null, &json!("INVALID_STATE"))
    );
    world.finish().await;
}
