//! The ways to Redis: with TLS, a client certificate and a user; through Sentinels; and not at all.

use std::time::{Duration, Instant};

use uuid::Uuid;
use xorb_domain::jobs::{JobClass, JobRef, Queue, QueueDown};
use xorb_domain::redis_link::RedisLink;
use xorb_domain::settings::{RedisSettings, Role, SecretUrl, Settings};

use super::fixture::{enqueue, states};
use crate::harness::{Mode, SecuredRedis, Stores, TestApp, WatchedRedis, XorbProcess};

const CLASS: JobClass = JobClass::Interactive;

fn settings() -> RedisSettings {
    Settings::load(Role::Embedded, None, []).unwrap().redis
}

fn secured(redis: &SecuredRedis) -> RedisSettings {
    RedisSettings {
        url: SecretUrl::new(redis.url.clone()),
        ca_file: redis.ca_file.clone(),
        client_certificate_file: redis.client_certificate_file.clone(),
        client_key_file: redis.client_key_file.clone(),
        ..settings()
    }
}

fn queue(settings: &RedisSettings) -> Queue {
    Queue::redis(RedisLink::open(settings).unwrap(), "x")
}

async fn goes_through(queue: &Queue) -> Result<(), QueueDown> {
    let job = JobRef {
        tenant_id: Uuid::from_u128(1),
        job_id: Uuid::from_u128(2),
    };
    queue.push(CLASS, &[job]).await?;
    let popped = queue.pop(CLASS, 10, Duration::from_secs(1)).await?;
    assert!(popped.contains(&job), "{popped:?}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_asks_for_tls_a_certificate_and_a_user_gets_them() {
    let redis = SecuredRedis::start();
    goes_through(&queue(&secured(&redis))).await.unwrap();
}

#[tokio::test]
async fn without_what_the_server_asks_for_there_is_no_connection() {
    let redis = SecuredRedis::start();
    let other = SecuredRedis::start();
    let right = secured(&redis);
    let wrong = [
        RedisSettings {
            client_certificate_file: "".into(),
            client_key_file: "".into(),
            ..right.clone()
        },
        RedisSettings {
            ca_file: other.ca_file.clone(),
            ..right.clone()
        },
        RedisSettings {
            client_certificate_file: other.client_certificate_file.clone(),
            client_key_file: other.client_key_file.clone(),
            ..right.clone()
        },
        RedisSettings {
            url: SecretUrl::new(redis.url.replace("secret", "guessed")),
            ..right
        },
    ];
    for settings in wrong {
        assert!(
            goes_through(&queue(&settings)).await.is_err(),
            "{settings:?}"
        );
    }
}

#[tokio::test]
async fn a_certificate_that_can_not_be_read_is_named() {
    let settings = RedisSettings {
        url: SecretUrl::new("rediss://localhost"),
        ca_file: "/no/such/file".into(),
        ..settings()
    };
    let error = RedisLink::open(&settings).err().unwrap();
    assert!(error.to_string().contains("redis.ca_file"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_primary_dies_the_queue_follows_the_sentinels_to_the_next() {
    let mut redis = WatchedRedis::start();
    let settings = RedisSettings {
        url: SecretUrl::new("redis://not-asked.invalid:1/0"),
        sentinels: vec![redis.sentinel.clone()],
        sentinel_primary: redis.name.to_owned(),
        ..settings()
    };
    let queue = queue(&settings);
    eventually_goes_through(&queue).await;
    redis.kill_primary();
    eventually_goes_through(&queue).await;
}

async fn eventually_goes_through(queue: &Queue) {
    let deadline = Instant::now() + Duration::from_secs(40);
    while let Err(error) = goes_through(queue).await {
        assert!(Instant::now() < deadline, "{error}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_starts_without_redis_does_its_work() {
    let mut app = TestApp::start(Mode::Distributed).await;
    let Stores::Distributed { redis, .. } = app.stores_mut() else {
        unreachable!("the test chose the distributed mode")
    };
    redis.stop();
    enqueue(app.core()).await;
    let mut worker = XorbProcess::start(&["worker"], &app.stores().environment());
    worker.wait_until_ready().await;
    let deadline = Instant::now() + Duration::from_secs(40);
    while states(app.core()).await != [("succeeded".to_owned(), 1)] {
        assert!(Instant::now() < deadline, "{}", worker.output());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(worker.terminate().0.success());
    app.finish().await;
}
