//! A database that goes away between two steps of a start.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::harness::{XorbProcess, postgres, redis};

/// A way to `target` that ends the connections of these numbers at once. Its port, and how many have come.
async fn gate(target: String, closed: RangeInclusive<usize>) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
            if closed.contains(&number) {
                continue;
            }
            let mut server = TcpStream::connect(&target).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut client, &mut server).await });
        }
    });
    (port, count)
}

#[tokio::test]
async fn a_database_that_goes_away_during_the_start_is_waited_for_again() {
    let (database, redis) = (postgres().await, redis());
    let mut url = Url::parse(&database.url).unwrap();
    let target = format!("127.0.0.1:{}", url.port().unwrap());
    // Looking at it takes two connections; building fails at the third, and the fourth finds it away.
    let (port, count) = gate(target, 3..=4).await;
    url.set_port(Some(port)).unwrap();
    let environment = [
        ("XORB__DATABASE__URL", url.to_string()),
        ("XORB__REDIS__URL", redis.url.clone()),
        ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
    ];
    let mut api = XorbProcess::start(&["api"], &environment);
    api.wait_until_ready().await;
    api.line_with("the database went away during the start");
    assert!(count.load(Ordering::Relaxed) > 6);
    let live = reqwest::get(format!("{}/livez", api.addresses().0.unwrap())).await;
    assert!(live.unwrap().status().is_success());
}
