//! The HTTP client against servers that lie, stall and flood: every limit holds, and the time each one costs is bounded.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;
use xorb_domain::net::{
    ConnectError, ScopeRules, ScopedConnector, StopSignal, Stopped, TargetAddress,
    http::{
        BodyEnd, HttpClient, HttpError, HttpLimits, Method, RequestPath, Response, WebEndpoint,
    },
};

use super::reach::{LOOPBACK, connector_for, network, network_with, pinned, short_limits, web};
use crate::fixtures::{Canary, Reply, TlsIdentity, WebServer, hostile};

fn connector(server: &WebServer) -> (ScopedConnector, TargetAddress) {
    let target = web(&server.url());
    (connector_for(&network(), &target), target)
}

async fn send(server: &WebServer, method: Method) -> Result<Response, HttpError> {
    let (connector, target) = connector(server);
    let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
    let client = HttpClient::new(&connector, connector.limits().http);
    let began = Instant::now();
    let answer = client.send(method, &endpoint, &RequestPath::root()).await;
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    answer
}

async fn get(server: &WebServer) -> Result<Response, HttpError> {
    send(server, Method::Get).await
}

#[tokio::test]
async fn an_honest_answer_is_read_whole() {
    let server = WebServer::start(|_| Reply::html("<p>hello").with("X-One: 1")).await;
    let response = get(&server).await.unwrap();
    assert_eq!(response.head.status, 200);
    assert_eq!(response.head.field("x-one"), Some("1"));
    assert_eq!(response.plain_body(), Some(&b"<p>hello"[..]));
    assert_eq!(response.body.end, BodyEnd::Complete);
    assert!(response.is_html());
}

#[tokio::test]
async fn a_head_request_reads_no_body() {
    let server = hostile::raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").await;
    let response = send(&server, Method::Head).await.unwrap();
    assert_eq!(response.body.end, BodyEnd::Complete);
    assert!(response.body.bytes.is_empty());
}

#[tokio::test]
async fn chunks_are_joined_and_interim_answers_skipped() {
    let server = hostile::raw(
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
          5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n",
    )
    .await;
    let response = get(&server).await.unwrap();
    assert_eq!(response.body.bytes, b"hello world");
    assert_eq!(response.body.end, BodyEnd::Complete);
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    for server in [
        hostile::endless_body().await,
        hostile::endless_chunks().await,
    ] {
        let response = get(&server).await.unwrap();
        assert!(response.body.bytes.len() <= short_limits().http.body_bytes);
        assert_ne!(response.body.end, BodyEnd::Complete);
    }
}

#[tokio::test]
async fn endless_headers_end_at_the_limit() {
    let server = hostile::endless_headers().await;
    let error = get(&server).await.unwrap_err();
    assert_eq!(
        error,
        HttpError::HeadTooLarge(short_limits().http.head_bytes)
    );
}

#[tokio::test]
async fn a_tarpit_costs_the_deadline_and_no_more() {
    let (tarpit, silent) = tokio::join!(hostile::tarpit(), hostile::silent());
    let (tarpit, silent) = tokio::join!(get(&tarpit), get(&silent));
    assert_eq!(tarpit.unwrap_err(), HttpError::TimedOut);
    assert_eq!(silent.unwrap_err(), HttpError::TimedOut);
}

#[tokio::test]
async fn a_body_that_drips_is_cut_by_the_deadline_and_keeps_its_head() {
    let server = hostile::dripping_body().await;
    let response = get(&server).await.unwrap();
    assert_eq!(response.head.field("server"), Some("slow"));
    assert_eq!(response.body.end, BodyEnd::Deadline);
}

#[tokio::test]
async fn garbage_is_refused() {
    for (bytes, error) in [
        (&b"SSH-2.0-OpenSSH_9.2\r\n"[..], HttpError::NotHttp),
        (b"\x15\x03\x01\x00\x02\x02\x46", HttpError::NotHttp),
        (b"HTTP/2.0 200 OK\r\n\r\n", HttpError::NotHttp),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            HttpError::AmbiguousLength,
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            HttpError::AmbiguousLength,
        ),
        (b"HTTP/1.1 200 OK\r\nTruncated: ", HttpError::Closed),
        (b"", HttpError::Closed),
    ] {
        let server = hostile::raw(bytes).await;
        assert_eq!(get(&server).await.unwrap_err(), error);
    }
    for bytes in [
        &b"HTTP/1.1 what OK\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ] {
        let server = hostile::raw(bytes).await;
        assert!(matches!(
            get(&server).await,
            Err(HttpError::MalformedHead(_))
        ));
    }
}

#[tokio::test]
async fn a_body_that_breaks_its_own_framing_is_broken() {
    for bytes in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"[..],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!!\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
    ] {
        let server = hostile::raw(bytes).await;
        let response = get(&server).await.unwrap();
        assert_eq!(
            response.body.end,
            BodyEnd::Broken,
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[tokio::test]
async fn a_redirect_is_followed_only_when_asked_and_five_times_at_most() {
    let server = hostile::redirect_loop().await;
    let (connector, target) = connector(&server);
    let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
    let client = HttpClient::new(&connector, connector.limits().http);
    let mut response = client
        .send(Method::Get, &endpoint, &RequestPath::root())
        .await
        .unwrap();
    assert_eq!(server.connections(), 1);
    let error = loop {
        match client.follow(&response).await {
            Ok(next) => response = next,
            Err(error) => break error,
        }
    };
    assert_eq!(error, HttpError::TooManyRedirects(5));
    assert_eq!(
        server.paths(),
        ["/", "/x", "/xx", "/xxx", "/xxxx", "/xxxxx"]
    );
}

#[tokio::test]
async fn a_redirect_out_of_scope_leaves_the_canary_silent() {
    let canary = Canary::start().await;
    let port = canary.address.port();
    let loopback = format!("http://127.0.0.1:{port}/");
    for (to, is_blocked) in [
        (loopback.clone(), true),
        (format!("//127.0.0.1:{port}/"), true),
        (format!("http://2130706433:{port}/"), true),
        (format!("http://0x7f.1:{port}/"), true),
        (format!("http://[::ffff:127.0.0.1]:{port}/"), false),
        (format!("http://localhost:{port}/"), true),
        ("http://169.254.169.254/latest/meta-data/".to_owned(), true),
        (format!("http://user:secret@127.0.0.1:{port}/"), false),
        (format!("gopher://127.0.0.1:{port}/"), false),
        ("http://".to_owned(), false),
    ] {
        let server = hostile::redirect_to(to.clone()).await;
        let (connector, target) = connector(&server);
        let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
        let client = HttpClient::new(&connector, connector.limits().http);
        let response = client
            .send(Method::Get, &endpoint, &RequestPath::root())
            .await
            .unwrap();
        let error = client.follow(&response).await.unwrap_err();
        assert_eq!(error.is_blocked(), is_blocked, "{to}: {error}");
        assert_eq!(
            connector.traffic().blocked_connects,
            u32::from(is_blocked),
            "{to}"
        );
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn a_redirect_on_the_same_host_stays_on_its_address() {
    let server = WebServer::start(|path| match path {
        "/" => Reply::redirect("/there?a=b#c"),
        _ => Reply::text("there"),
    })
    .await;
    let elsewhere = "127.0.0.99".parse().unwrap();
    let resolver = xorb_domain::net::ScriptedResolver::default()
        .answer("shop.example", &[LOOPBACK])
        .answer("shop.example", &[elsewhere]);
    let target = web(&format!("http://shop.example:{}", server.port()));
    let connector = connector_for(&network_with(resolver), &target);
    let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
    let client = HttpClient::new(&connector, connector.limits().http);
    let response = client
        .send(Method::Get, &endpoint, &RequestPath::root())
        .await
        .unwrap();
    let there = client.follow(&response).await.unwrap();
    assert_eq!((there.path.as_str(), there.hops), ("/there?a=b", 1));
    assert_eq!(there.endpoint.target.address(), LOOPBACK);
}

#[tokio::test]
async fn a_bad_certificate_is_recorded_and_the_site_is_read_all_the_same() {
    let identity = TlsIdentity::of("127.0.0.1");
    let server = WebServer::start_tls(identity.acceptor, |_| Reply::html("hello")).await;
    let response = get(&server).await.unwrap();
    assert_eq!(response.plain_body(), Some(&b"hello"[..]));
    let problem = response.certificate.unwrap().problem.unwrap();
    assert!(problem.contains("UnknownIssuer"), "{problem}");
}

#[tokio::test]
async fn a_plain_server_behind_https_is_no_tls() {
    let server = hostile::raw(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let target = web(&format!("https://{}", server.address));
    let connector = connector_for(&network(), &target);
    let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
    let client = HttpClient::new(&connector, connector.limits().http);
    let error = client
        .send(Method::Get, &endpoint, &RequestPath::root())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            HttpError::Connect(ConnectError::Tls(_) | ConnectError::TimedOut)
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_kill_ends_a_running_exchange_within_two_seconds() {
    let server = hostile::silent().await;
    let target = web(&server.url());
    let killed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&killed);
    let stop = StopSignal::new(CancellationToken::new(), move || {
        seen.load(Ordering::SeqCst)
    });
    let connector = network().connector(ScopeRules::proven_over_http(&target), stop);
    let endpoint = WebEndpoint::new(target.proof_origin().0, pinned(&connector, &target).await);
    let patient = HttpLimits {
        deadline: Duration::from_secs(60),
        ..HttpLimits::default()
    };
    let client = HttpClient::new(&connector, patient);
    let root = RequestPath::root();
    let began = Instant::now();
    let pull_the_switch = async {
        while server.connections() == 0 {
            tokio::task::yield_now().await;
        }
        killed.store(true, Ordering::SeqCst);
    };
    let (answer, ()) = tokio::join!(client.send(Method::Get, &endpoint, &root), pull_the_switch);
    let error = answer.unwrap_err();
    assert_eq!(
        error,
        HttpError::Connect(ConnectError::Stopped(Stopped::Killed))
    );
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}
