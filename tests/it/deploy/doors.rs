//! The listeners' mutual TLS: who has no certificate of the right authority stays outside, and a renewed certificate is in use
//! without a restart.

use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use reqwest::tls::{TlsInfo, Version};
use reqwest::{Client, Response};

use super::authority::Authority;
use crate::harness::XorbProcess;

/// An embedded process with doors on both listeners; nginx alone may come to the API.
struct Guarded {
    process: XorbProcess,
    http: String,
    admin: String,
}

impl Guarded {
    async fn start(authority: &Authority) -> Self {
        let mut environment = vec![
            ("XORB__HTTP__LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
            (
                "XORB__HTTP__CLIENT_NAMES".to_owned(),
                "nginx.xorb.internal".to_owned(),
            ),
        ];
        environment.extend(authority.listener("HTTP", "api"));
        environment.extend(authority.listener("ADMIN", "api"));
        let environment: Vec<(&str, String)> = environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        let mut process = XorbProcess::start(&[], &environment);
        let (http, admin) = process.addresses();
        let (http, admin) = (http.unwrap(), admin);
        assert!(http.starts_with("https://") && admin.starts_with("https://"));
        let client = authority.client(authority, "prometheus");
        let deadline = Instant::now() + Duration::from_secs(60);
        while ask(&client, &format!("{admin}/readyz"))
            .await
            .is_none_or(|answer| answer.status() != 200)
        {
            assert!(Instant::now() < deadline, "{}", process.output());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self {
            process,
            http,
            admin,
        }
    }

    fn both(&self) -> [String; 2] {
        [
            format!("{}/livez", self.http),
            format!("{}/livez", self.admin),
        ]
    }
}

/// `None` if the door stayed shut.
async fn ask(client: &Client, url: &str) -> Option<Response> {
    client.get(url).send().await.ok()
}

fn shown(answer: &Response) -> Vec<u8> {
    let info = answer.extensions().get::<TlsInfo>().unwrap();
    info.peer_certificate().unwrap().to_vec()
}

#[tokio::test]
async fn who_has_no_valid_certificate_of_the_authority_stays_outside() {
    let (ours, foreign) = (Authority::new(), Authority::new());
    let guarded = Guarded::start(&ours).await;
    ours.issue("operator", 0);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let strangers = [
        ("nothing", ours.stranger().build().unwrap()),
        ("a foreign one", ours.client(&foreign, "nginx")),
        ("an expired one", ours.client(&ours, "operator")),
        ("a server's", ours.client(&ours, "postgres")),
    ];
    for url in guarded.both() {
        for (what, client) in &strangers {
            assert!(ask(client, &url).await.is_none(), "{url} opened to {what}");
        }
        let nginx = ours.client(&ours, "nginx");
        assert_eq!(ask(&nginx, &url).await.unwrap().status(), 200, "{url}");
    }
    guarded.process.terminate();
}

#[tokio::test]
async fn the_api_lets_in_whom_it_names_and_no_other_part() {
    let ours = Authority::new();
    let guarded = Guarded::start(&ours).await;
    let [http, admin] = guarded.both();
    let worker = ours.client(&ours, "worker");
    assert!(ask(&worker, &http).await.is_none());
    assert_eq!(ask(&worker, &admin).await.unwrap().status(), 200);
    guarded.process.terminate();
}

#[tokio::test]
async fn older_versions_of_tls_are_refused() {
    let ours = Authority::new();
    let guarded = Guarded::start(&ours).await;
    let client = ours.stranger().max_tls_version(Version::TLS_1_2);
    let client = client.build().unwrap();
    for url in guarded.both() {
        assert!(ask(&client, &url).await.is_none(), "{url}");
    }
    guarded.process.terminate();
}

#[tokio::test]
async fn a_renewed_certificate_is_in_use_within_ten_seconds_and_no_request_is_dropped() {
    let ours = Authority::new();
    let guarded = Guarded::start(&ours).await;
    let [http, _] = guarded.both();
    let nginx = ours.client(&ours, "nginx");
    let before = shown(&ask(&nginx, &http).await.unwrap());
    ours.issue("api", 20);
    let issued = Instant::now();
    loop {
        let answer = ask(&nginx, &http).await.expect("no request is dropped");
        if shown(&answer) != before {
            break;
        }
        assert!(
            issued.elapsed() < Duration::from_secs(10),
            "{}",
            guarded.process.output()
        );
    }
    let metrics = ask(&nginx, &format!("{}/metrics", guarded.admin)).await;
    let metrics = metrics.unwrap().text().await.unwrap();
    let name = "xorb_certificate_not_after_timestamp_seconds{listener=\"http\"} ";
    let line = metrics.lines().find_map(|line| line.strip_prefix(name));
    let not_after: i64 = line.unwrap().parse().unwrap();
    let written = std::fs::metadata(ours.file("api", "certificate.pem")).unwrap();
    let days = (not_after - written.mtime() + 60) / 86_400;
    assert_eq!(days, 20);
    guarded.process.terminate();
}

#[tokio::test]
async fn a_pair_that_does_not_fit_is_never_taken() {
    let (ours, other) = (Authority::new(), Authority::new());
    let mut guarded = Guarded::start(&ours).await;
    std::fs::copy(other.file("api", "key.pem"), ours.file("api", "key.pem")).unwrap();
    guarded.process.line_with("can't be used");
    let nginx = ours.client(&ours, "nginx");
    let [http, _] = guarded.both();
    assert_eq!(ask(&nginx, &http).await.unwrap().status(), 200);
    guarded.process.terminate();
}

#[tokio::test]
async fn a_probe_asks_by_the_certificate_of_the_process_itself() {
    let ours = Authority::new();
    let guarded = Guarded::start(&ours).await;
    let listen = guarded.admin.strip_prefix("https://").unwrap().to_owned();
    let mut environment = vec![("XORB__ADMIN__LISTEN".to_owned(), listen)];
    environment.extend(ours.listener("ADMIN", "api"));
    let environment: Vec<(&str, String)> = environment
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let probe = || XorbProcess::start(&["probe", "--for", "embedded"], &environment).exit();
    let (status, said) = probe();
    assert!(status.success(), "{said}");
    guarded.process.terminate();
    let (status, said) = probe();
    assert!(!status.success());
    assert!(said.contains("nobody answers"), "{said}");
}
