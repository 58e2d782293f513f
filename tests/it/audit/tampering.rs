//! What the owner of the database does to a chain is seen, and the first bad event named.

use super::trail::Trail;
use crate::both_modes;
use sea_orm::{ConnectionTrait, Statement, Value};
use xorb_domain::audit::{Link, Reason, checkpoint_trails};

/// Reads an event as the owner of the database.
async fn link(trail: &Trail, seq: i64) -> Link {
    let sql = "SELECT * FROM audit_events WHERE tenant_id = $1 AND seq = $2";
    let values: [Value; 2] = [trail.tenant_id().into(), seq.into()];
    let statement = Statement::from_sql_and_values(trail.owner.get_database_backend(), sql, values);
    let row = trail.owner.query_one_raw(statement).await.unwrap().unwrap();
    Link {
        tenant_id: row.try_get("", "tenant_id").unwrap(),
        seq: row.try_get("", "seq").unwrap(),
        at: row.try_get("", "at").unwrap(),
        actor_kind: row.try_get("", "actor_kind").unwrap(),
        actor_pid: row.try_get("", "actor_pid").unwrap(),
        action: row.try_get("", "action").unwrap(),
        object: row.try_get("", "object").unwrap(),
        outcome: row.try_get("", "outcome").unwrap(),
        commitments: row.try_get("", "commitments").unwrap(),
        request_id: row.try_get("", "request_id").unwrap(),
        prev_hash: row.try_get("", "prev_hash").unwrap(),
    }
}

/// Changes an event and makes everything behind it fit again: the events, the head.
async fn forge_from(trail: &Trail, seq: i64, last: i64) {
    let mut prev_hash = None;
    for seq in seq..=last {
        let mut link = link(trail, seq).await;
        match prev_hash {
            None => link.object = Some("forged".into()),
            Some(hash) => link.prev_hash = hash,
        }
        let hash = link.hash().to_vec();
        let sql = "UPDATE audit_events SET object = $3, prev_hash = $4, hash = $5 WHERE tenant_id = $1 AND seq = $2";
        let values: [Value; 5] = [
            link.tenant_id.into(),
            seq.into(),
            link.object.into(),
            link.prev_hash.into(),
            hash.clone().into(),
        ];
        let backend = trail.owner.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        trail.owner.execute_raw(statement).await.unwrap();
        prev_hash = Some(hash);
    }
    trail
        .tamper("UPDATE audit_heads SET hash = (SELECT hash FROM audit_events WHERE tenant_id = {tenant} ORDER BY seq DESC LIMIT 1) WHERE tenant_id = {tenant}")
        .await;
}

both_modes! {
    async fn a_changed_event_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        trail.tamper("UPDATE audit_events SET outcome = 'denied' WHERE tenant_id = {tenant} AND seq = 7").await;
        assert_eq!(trail.fault().await, Some((7, Reason::Changed)));
    }

    async fn every_column_of_an_event_is_protected(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(2).await;
        for change in [
            "at = (SELECT created_at FROM users LIMIT 1)",
            "actor_pid = NULL",
            "actor_kind = 'system'",
            "action = 'asset.deleted'",
            "object = NULL",
            "outcome = 'failure'",
            "commitments = (SELECT salt FROM audit_payloads LIMIT 1)",
            "request_id = (SELECT id FROM users LIMIT 1)",
            "prev_hash = (SELECT salt FROM audit_payloads LIMIT 1)",
            "hash = (SELECT salt FROM audit_payloads LIMIT 1)",
        ] {
            app.clock.advance(chrono::TimeDelta::seconds(1));
            trail.append(1).await;
            let seq = *trail.numbers().await.last().unwrap();
            trail.tamper("CREATE TABLE before AS SELECT * FROM audit_events").await;
            trail.tamper(&format!("UPDATE audit_events SET {change} WHERE tenant_id = {{tenant}} AND seq = {seq}")).await;
            let named = trail.fault().await.map(|(seq, _)| seq);
            assert_eq!(named, Some(seq), "{change}");
            trail.tamper("DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM before; DROP TABLE before").await;
            assert_eq!(trail.fault().await, None, "{change}");
        }
    }

    async fn an_event_that_was_changed_and_hashed_anew_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        trail.tamper("SELECT 1").await;
        forge_from(&trail, 7, 7).await;
        assert_eq!(trail.fault().await, Some((7, Reason::Rehashed)));
    }

    async fn the_newest_event_changed_and_hashed_anew_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        trail.tamper("CREATE TABLE head AS SELECT * FROM audit_heads").await;
        forge_from(&trail, 20, 20).await;
        trail.tamper("UPDATE audit_heads SET hash = (SELECT hash FROM head)").await;
        assert_eq!(trail.fault().await, Some((20, Reason::Rehashed)));
    }

    async fn a_chain_that_was_forged_to_its_end_is_betrayed_by_a_checkpoint(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(10).await;
        assert_eq!(checkpoint_trails(&trail.core).await.unwrap(), 1);
        trail.append(10).await;
        trail.tamper("SELECT 1").await;
        forge_from(&trail, 7, 20).await;
        assert_eq!(trail.fault().await, Some((10, Reason::UnlikeCheckpoint)));
    }

    async fn a_deleted_event_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq = 7").await;
        assert_eq!(trail.fault().await, Some((7, Reason::Missing)));
    }

    async fn the_first_event_deleted_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(3).await;
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq = 1").await;
        assert_eq!(trail.fault().await, Some((1, Reason::Missing)));
    }

    async fn two_events_that_changed_places_are_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        for (from, to) in [(7, -1), (9, 7), (-1, 9)] {
            let swap = format!("UPDATE audit_events SET seq = {to} WHERE tenant_id = {{tenant}} AND seq = {from}");
            trail.tamper(&swap).await;
        }
        assert_eq!(trail.fault().await, Some((7, Reason::Changed)));
    }

    async fn an_event_added_before_the_first_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(2).await;
        trail.tamper(
            "INSERT INTO audit_events SELECT tenant_id, 0, at, actor_pid, actor_kind, action, object, outcome, \
             commitments, request_id, prev_hash, hash FROM audit_events WHERE seq = 1",
        ).await;
        assert_eq!(trail.fault().await, Some((0, Reason::OutsideTheChain)));
    }

    async fn an_event_beyond_the_head_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_heads SET seq = 3, hash = (SELECT hash FROM audit_events WHERE seq = 3)").await;
        assert_eq!(trail.fault().await, Some((4, Reason::BeyondTheHead)));
        assert_eq!(trail.new_fault().await, Some((4, Reason::BeyondTheHead)));
    }

    async fn the_newest_ten_cut_off_are_noticed_by_the_head(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq > 10").await;
        assert_eq!(trail.fault().await, Some((11, Reason::Missing)));
    }

    async fn the_newest_ten_cut_off_with_all_that_knew_of_them_are_noticed_by_the_outside_checkpoint(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        checkpoint_trails(&trail.core).await.unwrap();
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq > 10").await;
        trail.tamper("DELETE FROM audit_checkpoints WHERE tenant_id = {tenant}").await;
        trail.tamper("UPDATE audit_heads SET seq = 10, hash = (SELECT hash FROM audit_events WHERE seq = 10)").await;
        assert_eq!(trail.fault().await, Some((11, Reason::CutOff)));
        assert_eq!(trail.new_fault().await, Some((11, Reason::CutOff)));
    }

    async fn what_was_cut_off_after_a_verification_is_noticed_by_the_next(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(20).await;
        assert_eq!(trail.new_fault().await, None);
        trail.tamper("DELETE FROM audit_events WHERE tenant_id = {tenant} AND seq > 10").await;
        trail.tamper("UPDATE audit_heads SET seq = 10, hash = (SELECT hash FROM audit_events WHERE seq = 10)").await;
        assert_eq!(trail.new_fault().await, Some((11, Reason::CutOff)));
    }

    async fn a_checkpoint_that_the_owner_of_the_database_wrote_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        checkpoint_trails(&trail.core).await.unwrap();
        trail.tamper("UPDATE audit_checkpoints SET signature = hash WHERE tenant_id = {tenant}").await;
        assert_eq!(trail.fault().await, Some((5, Reason::FalseCheckpoint)));
    }

    async fn a_changed_payload_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_payloads SET ciphertext = salt WHERE tenant_id = {tenant} AND seq = 3").await;
        assert_eq!(trail.fault().await, Some((3, Reason::PayloadChanged)));
    }

    async fn a_payload_that_was_moved_to_another_event_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_payloads SET seq = 4 WHERE tenant_id = {tenant} AND seq = 3").await;
        assert_eq!(trail.fault().await, Some((4, Reason::PayloadForeign)));
        assert_eq!(trail.new_fault().await, Some((4, Reason::PayloadForeign)));
    }

    async fn a_payload_with_another_salt_is_named(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_payloads SET salt = ciphertext WHERE tenant_id = {tenant} AND seq = 3").await;
        assert_eq!(trail.fault().await, Some((3, Reason::PayloadForeign)));
    }

    async fn a_fault_beyond_the_first_thousand_is_named_and_the_first_of_several(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.write().await;
        for number in 0..2_500 {
            tx.record(trail.event().object(number));
        }
        tx.commit().await.unwrap();
        trail.tamper("UPDATE audit_events SET object = 'x' WHERE tenant_id = {tenant} AND seq IN (2100, 2400)").await;
        trail.tamper("UPDATE audit_payloads SET ciphertext = salt WHERE tenant_id = {tenant} AND seq IN (1700, 2300)").await;
        assert_eq!(trail.fault().await, Some((1_700, Reason::PayloadChanged)));
    }

    async fn what_broke_stays_broken_until_the_whole_chain_holds_again(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_events SET outcome = 'denied' WHERE tenant_id = {tenant} AND seq = 5").await;
        assert_eq!(trail.new_fault().await, Some((5, Reason::Changed)));
        trail.tamper("UPDATE audit_events SET outcome = 'success' WHERE tenant_id = {tenant} AND seq = 5").await;
        assert_eq!(broken_at(&trail).await, Some(5));
        assert_eq!(trail.fault().await, None);
        assert_eq!(broken_at(&trail).await, None);
    }
}

async fn broken_at(trail: &Trail) -> Option<i64> {
    let tx = trail.core.db.read(&trail.actor.scope).await.unwrap();
    let sql = "SELECT broken_at FROM audit_verifications WHERE tenant_id = $1";
    let rows = tx.query(sql, [trail.tenant_id().into()]).await.unwrap();
    rows[0].try_get("", "broken_at").unwrap()
}
