//! The hostile provider: every attack is refused with the one page, the trail says why, and nobody has gained anything.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use xorb_domain::identity::federation::FederationRefusal;

use super::twist::Twist;
use super::world::World;
use super::{attacks_on_accounts, attacks_on_claims, attacks_on_provider};
use crate::harness::Mode;

/// One thing that a provider, or somebody between, does wrong.
pub struct Attack {
    pub name: &'static str,
    pub reason: FederationRefusal,
    pub twist: fn(&mut Twist),
}

pub const fn attack(
    name: &'static str,
    reason: FederationRefusal,
    twist: fn(&mut Twist),
) -> Attack {
    Attack {
        name,
        reason,
        twist,
    }
}

fn all() -> Vec<Attack> {
    let mut attacks = attacks_on_claims::attacks();
    attacks.extend(attacks_on_provider::attacks());
    attacks.extend(attacks_on_accounts::attacks());
    attacks
}

#[test]
fn there_are_at_least_sixty_attacks_and_each_has_a_name_of_its_own() {
    let attacks = all();
    assert!(attacks.len() >= 60, "{}", attacks.len());
    let names: BTreeSet<_> = attacks.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), attacks.len());
}

async fn every_attack_is_refused(mode: Mode) {
    let world = World::new(mode).await;
    let mut page = None;
    for attack in all() {
        // What was known of the provider is forgotten.
        world.app.clock.advance(TimeDelta::minutes(11));
        let before = world.inventory().await;
        let shown = world.log_in(attack.twist).await;
        let reason = world.reason().await.unwrap_or_default();
        assert_eq!(reason, attack.reason.as_str(), "{}: {shown:?}", attack.name);
        assert_eq!(shown.status, 400, "{}", attack.name);
        assert!(shown.session().is_none(), "{}", attack.name);
        assert_eq!(world.inventory().await, before, "{}", attack.name);
        let constant = page.get_or_insert_with(|| shown.text.clone());
        assert_eq!(*constant, shown.text, "{}: the page says why", attack.name);
    }
    world.app.clock.advance(TimeDelta::minutes(11));
    world.log_in(|_| {}).await.assert_logged_in();
    world.finish().await;
}

#[tokio::test]
async fn every_attack_is_refused_embedded() {
    every_attack_is_refused(Mode::Embedded).await;
}

#[tokio::test]
async fn every_attack_is_refused_distributed() {
    every_attack_is_refused(Mode::Distributed).await;
}
