//! How people read the trail.

use super::trail::Trail;
use crate::both_modes;
use std::sync::Arc;
use xorb_domain::AppError;
use xorb_domain::audit::{
    AuditAction, AuditEntry, AuditEventFilter, Outcome, audit_events, audit_trail,
};
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{Actor, Permission, Role};
use xorb_domain::paging::Page;

fn session(trail: &Trail, role: Role) -> ReadSession {
    let actor = Actor {
        roles: vec![role],
        ..trail.actor.clone()
    };
    ReadSession::new(Arc::clone(&trail.core), actor)
}

async fn read(trail: &Trail, role: Role, filter: AuditEventFilter) -> Vec<AuditEntry> {
    let reads = session(trail, role);
    let slice = audit_events(&reads, &filter, &Page::first(100))
        .await
        .unwrap();
    reads.reset().await;
    slice.items.into_iter().map(|(_, entry)| entry).collect()
}

async fn deny(trail: &Trail) {
    let viewer = Actor {
        roles: vec![Role::Viewer],
        ..trail.actor.clone()
    };
    let refused = trail
        .core
        .authorise(&viewer, Permission::UsersManage, None)
        .await;
    assert!(refused.is_err());
}

both_modes! {
    async fn the_newest_events_come_first_page_by_page(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        let reads = session(&trail, Role::Owner);
        let mut seen = Vec::new();
        let mut page = Page::first(2);
        loop {
            let slice = audit_events(&reads, &AuditEventFilter::default(), &page).await.unwrap();
            seen.extend(slice.items.iter().map(|(_, entry)| entry.seq));
            page.after = slice.items.last().map(|(keyset, _)| *keyset);
            if !slice.has_next {
                break;
            }
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
    }

    async fn an_event_names_its_actor_until_the_person_is_erased(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        let entry = &read(&trail, Role::Owner, AuditEventFilter::default()).await[0];
        let actor = entry.actor.clone().unwrap();
        assert_eq!(Some(actor.user_id), trail.actor.user_id);
        assert_eq!(actor.display_name, "Ada");
        assert_eq!((entry.action.as_str(), entry.outcome), ("asset.created", Outcome::Success));
        assert_eq!(entry.object.as_deref(), Some("asset_0"));
        assert_eq!(entry.hash.len(), 32);
        trail.tamper("DELETE FROM subject_pids WHERE tenant_id = {tenant}; DELETE FROM subject_keys WHERE tenant_id = {tenant}").await;
        let entry = &read(&trail, Role::Owner, AuditEventFilter::default()).await[0];
        assert_eq!((&entry.actor, &entry.address), (&None, &None));
    }

    async fn reasons_and_addresses_are_for_roles_that_may_see_them(app: &TestApp) {
        let trail = Trail::begin(app).await;
        deny(&trail).await;
        for role in Role::ALL {
            if !Permission::AuditRead.is_held_by(role) {
                continue;
            }
            let entry = &read(&trail, role, AuditEventFilter::default()).await[0];
            let (reason, address) = (entry.reason.as_deref(), entry.address.as_deref());
            if Permission::AuditReadPersonal.is_held_by(role) {
                assert_eq!((reason, address), (Some("needs users:manage"), Some("192.0.2.7")), "{role}");
            } else {
                assert_eq!((reason, address), (None, None), "{role}");
            }
        }
    }

    async fn filters_join(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(2).await;
        deny(&trail).await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        trail.append(1).await;
        let found = async |filter| {
            let entries = read(&trail, Role::Owner, filter).await;
            entries.iter().map(|entry| entry.seq).collect::<Vec<_>>()
        };
        let all = AuditEventFilter::default;
        assert_eq!(found(AuditEventFilter { outcome: Some(Outcome::Denied), ..all() }).await, [3]);
        let actions = vec![AuditAction::AssetCreated, AuditAction::AssetDeleted];
        assert_eq!(found(AuditEventFilter { actions: actions.clone(), ..all() }).await, [4, 2, 1]);
        assert_eq!(found(AuditEventFilter { actions, object: Some("asset_1".into()), ..all() }).await, [2]);
        let since = Some(trail.core.clock.now());
        assert_eq!(found(AuditEventFilter { since, ..all() }).await, [4]);
        assert_eq!(found(AuditEventFilter { until: since, ..all() }).await, [3, 2, 1]);
        let actor_user_id = trail.actor.user_id;
        assert_eq!(found(AuditEventFilter { actor_user_id, ..all() }).await, [4, 3, 2, 1]);
        let actor_user_id = Some(trail.tenant_id());
        assert_eq!(found(AuditEventFilter { actor_user_id, ..all() }).await, [0; 0]);
    }

    async fn that_the_trail_was_read_is_an_event(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        let reads = session(&trail, Role::Auditor);
        audit_events(&reads, &AuditEventFilter::default(), &Page::first(1)).await.unwrap();
        reads.finish().await.unwrap();
        let newest = &read(&trail, Role::Owner, AuditEventFilter::default()).await[0];
        assert_eq!((newest.seq, newest.action.as_str()), (2, "audit.read"));
    }

    async fn the_trail_needs_a_permission(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let reads = session(&trail, Role::Pentester);
        let refused = audit_events(&reads, &AuditEventFilter::default(), &Page::first(1)).await;
        assert!(matches!(refused, Err(AppError::Forbidden("audit:read"))));
        assert!(matches!(audit_trail(&reads).await, Err(AppError::Forbidden("audit:read"))));
    }

    async fn the_state_of_the_trail_is_that_of_now(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let reads = session(&trail, Role::Auditor);
        let empty = audit_trail(&reads).await.unwrap();
        assert_eq!((empty.head_seq, empty.verified, empty.fully_checked_at), (0, true, None));
        trail.append(3).await;
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let state = audit_trail(&reads).await.unwrap();
        assert_eq!((state.head_seq, state.verified, state.broken_at), (3, true, None));
        assert_eq!(state.checked_at, Some(trail.core.clock.now()));
        trail.append(2).await;
        reads.reset().await;
        trail.tamper("UPDATE audit_events SET outcome = 'denied' WHERE tenant_id = {tenant} AND seq = 4").await;
        for _ in 0..2 {
            let state = audit_trail(&reads).await.unwrap();
            assert_eq!((state.head_seq, state.verified, state.broken_at), (5, false, Some(4)));
        }
        reads.reset().await;
    }
}
