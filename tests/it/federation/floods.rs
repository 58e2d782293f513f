//! A provider that sends too much, or too slowly, costs it a connection and us nothing.

use std::time::Instant;

use chrono::TimeDelta;

use super::provider::Say;
use super::world::World;
use crate::harness::Mode;

/// What the process holds in memory, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

#[tokio::test]
async fn a_key_set_of_200_megabytes_is_not_read() {
    const SIZE: u64 = 200 * 1024 * 1024;
    let world = World::new(Mode::Embedded).await;
    world.app.clock.advance(TimeDelta::minutes(11));
    let before = resident();
    for path in ["/jwks", "/token", "/.well-known/openid-configuration"] {
        world.app.clock.advance(TimeDelta::minutes(11));
        let shown = world
            .log_in(|t| t.instead.push((path, Say::Flood(SIZE))))
            .await;
        assert_eq!(shown.status, 400, "{path}");
        let reason = world.reason().await.unwrap();
        assert!(reason.ends_with("_unreachable"), "{path}: {reason}");
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 64 * 1024 * 1024, "{grown} bytes more");
    world.finish().await;
}

#[tokio::test]
async fn a_body_that_drips_and_one_that_never_comes_are_given_up_after_five_seconds() {
    let world = World::new(Mode::Embedded).await;
    for say in [Say::Drip, Say::Silence] {
        world.app.clock.advance(TimeDelta::minutes(11));
        let began = Instant::now();
        let shown = world
            .log_in(|t| t.instead.push(("/jwks", say.clone())))
            .await;
        assert_eq!(shown.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("key_set_unreachable"));
        let seconds = began.elapsed().as_secs();
        assert!((4..20).contains(&seconds), "{seconds} s");
    }
    world.finish().await;
}
