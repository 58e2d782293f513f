//! Everything that reads or writes the tables of federation.

mod domains;
mod group_roles;
mod identities;
mod mappings;
mod providers;
mod routes;
mod sessions;
mod states;
mod users;

pub(super) use domains::{
    delete_domain, find_domain, insert_domain, is_domain_verified, list_domains, mark_checked,
    mark_verified,
};
pub(super) use group_roles::{replace_group_roles, take_roles_of_provider};
pub use identities::LinkedIdentity;
pub(super) use identities::{
    NewIdentity, delete_identities_of_user, find_identity, has_identities, insert_identity,
    list_identities_of_user, list_linked_identities, touch_identity,
};
pub(super) use mappings::{list_mappings, replace_mappings, roles_of_groups};
pub(crate) use providers::has_provider_tested_since;
pub(super) use providers::{
    count_providers, delete_provider, find_provider, insert_provider, list_active_providers,
    list_providers, lock_provider, note_test, update_provider,
};
pub(super) use routes::{
    claim_domain_route, find_domain_route, find_provider_route, insert_provider_route,
    release_route,
};
pub(super) use sessions::{
    NewFederatedSession, end_sessions_of_provider, find_federated_session,
    insert_federated_session, list_sessions_of_user, list_sessions_to_end,
};
pub(super) use states::{
    NewState, StoredState, delete_expired_states, forget_oldest_states, insert_state,
    note_logout_token, take_state,
};
pub(super) use users::{NewFederatedUser, has_password, insert_federated_user};
