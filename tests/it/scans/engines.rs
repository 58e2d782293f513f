//! The engines of the profile QUICK against a weak server, its clean twin, and servers that lie.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;
use xorb_domain::scans::Engine;
use xorb_domain::{
    net::{ScopeRules, StopSignal},
    rng::SeededRng,
};
use xorb_entities::scans::CoverageOutcome;
use xorb_worker::engines::{StepInput, run_step};

use super::reach::{network, pinned, web};
use crate::fixtures::{
    Canary, Reply, SECRET, TlsIdentity, WebServer, clean_web_server, hostile, weak, weak_web_server,
};

use super::engine_runs::*;

#[tokio::test]
async fn the_weak_server_gives_every_weakness_and_nothing_else() {
    let server = weak_web_server().await;
    let reports = scan(&web(&server.url())).await;
    let expected = [
        "exposed.environment_file /.env",
        "exposed.version_control /.git/HEAD",
        "http.content_type_options_missing /",
        "http.cookie_without_http_only /?session",
        "http.cookie_without_same_site /?session",
        "http.cookie_without_secure /?session",
        "http.csp_missing /",
        "http.directory_listing /files/",
        "http.framing_permitted /",
        "http.referrer_policy_missing /",
        "http.server_version_disclosed /",
    ];
    assert_eq!(found(&reports), expected.map(str::to_owned).into());
    for report in &reports {
        assert!(report.is_complete(), "{:?}", report.engine);
        assert_eq!(report.blocked_connects, 0);
    }
    let traffic: u64 = reports.iter().map(|report| report.bytes).sum();
    assert!(traffic > 1_000);
}

#[tokio::test]
async fn the_clean_twin_gives_nothing_and_is_covered_whole() {
    let server = clean_web_server().await;
    let reports = scan(&web(&server.url())).await;
    assert_eq!(found(&reports), BTreeSet::new());
    for report in &reports {
        assert_eq!(
            outcomes(report),
            [CoverageOutcome::NotVulnerable].into(),
            "{:?}",
            report.engine
        );
        assert!(report.is_complete());
    }
}

#[tokio::test]
async fn the_same_scan_twice_gives_the_same_findings_and_a_repaired_server_clears_them() {
    let server = weak_web_server().await;
    let target = web(&server.url());
    let first = scan(&target).await;
    let second = scan(&target).await;
    assert_eq!(fingerprints(&first), fingerprints(&second));
    assert_eq!(fingerprints(&first).len(), 11);
    server.become_like(crate::fixtures::clean);
    let third = scan(&target).await;
    let cleared: BTreeSet<(&str, String)> = third
        .iter()
        .flat_map(|report| &report.coverage)
        .filter(|coverage| coverage.outcome == CoverageOutcome::NotVulnerable)
        .map(|coverage| (coverage.check_id, coverage.location.to_string()))
        .collect();
    for finding in first.iter().flat_map(|report| &report.findings) {
        let key = (finding.check.id, finding.location.to_string());
        assert!(cleared.contains(&key), "{key:?}");
    }
}

#[tokio::test]
async fn a_finding_always_has_its_coverage_and_never_a_secret() {
    let server = weak_web_server().await;
    for report in scan(&web(&server.url())).await {
        for finding in &report.findings {
            let covered = report.coverage.iter().any(|coverage| {
                coverage.check_id == finding.check.id
                    && coverage.location == finding.location
                    && coverage.outcome == CoverageOutcome::Vulnerable
            });
            assert!(covered, "{}", finding.check.id);
            assert!(!finding.evidence.contains(SECRET) && !finding.evidence.contains("0123456789"));
        }
    }
}

#[tokio::test]
async fn a_server_that_says_yes_to_everything_exposes_nothing() {
    let server = hostile::soft_404().await;
    for engine in [Engine::ExposedFiles, Engine::DirectoryListing] {
        let report = step(engine, &server).await;
        assert!(report.findings.is_empty(), "{engine:?}");
        assert!(!outcomes(&report).contains(&CoverageOutcome::Vulnerable));
    }
}

#[tokio::test]
async fn content_that_every_path_shows_is_inconclusive() {
    let report = step(Engine::ExposedFiles, &hostile::echo_of_git().await).await;
    assert!(report.findings.is_empty());
    let git = report
        .coverage
        .iter()
        .find(|coverage| coverage.location.to_string().ends_with("/.git/HEAD"));
    assert_eq!(git.unwrap().outcome, CoverageOutcome::Inconclusive);
}

#[tokio::test]
async fn a_weak_file_is_found_behind_a_soft_404() {
    let server = WebServer::start(|path| match path {
        "/.git/HEAD" => weak(path),
        _ => Reply::html(
            "<title>Oops</title><p>There is nothing here, have a look at our start page.",
        ),
    })
    .await;
    let report = step(Engine::ExposedFiles, &server).await;
    assert_eq!(
        found(&[report]),
        ["exposed.version_control /.git/HEAD".to_owned()].into()
    );
}

#[tokio::test]
async fn a_server_that_begins_to_block_in_mid_scan_is_not_clean() {
    let asked = AtomicU64::new(0);
    let server = WebServer::start(
        move |path| match (path, asked.fetch_add(1, Ordering::SeqCst)) {
            ("/", _) => Reply::html("<p>Welcome"),
            (_, 0..10) => Reply::not_found(),
            _ => Reply::Answer(403, Vec::new(), b"Blocked".to_vec()),
        },
    )
    .await;
    let report = step(Engine::ExposedFiles, &server).await;
    assert!(report.findings.is_empty());
    assert_eq!(outcomes(&report), [CoverageOutcome::Inconclusive].into());
    assert!(!report.is_complete());
}

#[tokio::test]
async fn servers_that_stall_or_break_are_inconclusive_and_cost_little() {
    let began = Instant::now();
    let servers = [
        hostile::tarpit().await,
        hostile::silent().await,
        hostile::endless_headers().await,
        hostile::raw(b"garbage").await,
        hostile::redirect_loop().await,
        WebServer::start(|_| Reply::Answer(503, Vec::new(), Vec::new())).await,
    ];
    let all = servers
        .iter()
        .flat_map(|server| Engine::ALL.map(|engine| step(engine, server)));
    for report in futures_util::future::join_all(all).await {
        assert!(
            report.findings.is_empty(),
            "{:?} {:?}",
            report.engine,
            report.findings
        );
        if report.engine != Engine::TcpConnect {
            assert!(!report.is_complete(), "{:?}", report.engine);
            assert_eq!(
                outcomes(&report),
                [CoverageOutcome::Inconclusive].into(),
                "{:?}",
                report.engine
            );
        }
    }
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn an_endless_body_costs_its_limit_and_the_headers_are_judged() {
    let report = step(Engine::HttpHeaders, &hostile::endless_body().await).await;
    assert!(found(std::slice::from_ref(&report)).contains("http.content_type_options_missing /"));
    assert!(report.bytes < 2_000_000, "{}", report.bytes);
}

#[tokio::test]
async fn a_redirect_out_of_scope_leaves_the_canary_silent_and_the_checks_untested() {
    let canary = Canary::start().await;
    let server = hostile::redirect_to(format!("http://{}/", canary.address)).await;
    for report in scan(&web(&server.url())).await {
        if report.engine == Engine::TcpConnect {
            continue;
        }
        assert_eq!(report.error.as_ref().unwrap().code, "target_out_of_scope");
        assert_eq!(report.blocked_connects, 1, "{:?}", report.engine);
        assert!(report.findings.is_empty() && !report.is_complete());
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn nobody_at_the_target_is_an_error_and_never_clean() {
    let address = Canary::start().await.address;
    let target = web(&format!("http://{address}"));
    for report in scan(&target).await {
        assert!(report.findings.is_empty());
        if report.engine != Engine::TcpConnect {
            assert_eq!(report.error.as_ref().unwrap().code, "target_refused");
            assert_eq!(outcomes(&report), [CoverageOutcome::Inconclusive].into());
        }
    }
}

#[tokio::test]
async fn a_stopped_step_tests_nothing_more() {
    let server = weak_web_server().await;
    let target = web(&server.url());
    let cancel = CancellationToken::new();
    let rules = ScopeRules::proven_over_http(&target);
    let connector = network().connector(rules, StopSignal::by_token(cancel.clone()));
    let pinned = pinned(&connector, &target).await;
    let rng = SeededRng::new(7);
    let stop_at_third = |done: u64, _: u64| {
        if done == 3 {
            cancel.cancel();
        }
    };
    let input = StepInput {
        connector: &connector,
        target: &target,
        pinned: &pinned,
        rng: &rng,
        progress: &stop_at_third,
    };
    let report = run_step(Engine::ExposedFiles, &input).await;
    assert_eq!(report.error.as_ref().unwrap().code, "scan_cancelled");
    assert!(outcomes(&report).contains(&CoverageOutcome::NotTested));
    assert!(!report.is_complete());
    assert!(server.connections() < 20, "{}", server.connections());
}

#[tokio::test]
async fn a_site_over_tls_is_scanned_and_its_certificate_reported() {
    let identity = TlsIdentity::of("127.0.0.1");
    let server = WebServer::start_tls(identity.acceptor, weak).await;
    let report = step(Engine::HttpHeaders, &server).await;
    let found = found(std::slice::from_ref(&report));
    assert!(found.contains("tls.certificate_untrusted /"), "{found:?}");
    assert!(report.is_complete());
}

#[tokio::test]
async fn hostile_names_and_texts_are_printable_in_the_report() {
    let server = WebServer::start(|_| {
        Reply::html("x")
            .with("Server: evil/1.0 \u{202e}\u{feff}")
            .with("Set-Cookie: a\u{1}b=c; Path=/")
            .with(&format!("Set-Cookie: {}=c", "n".repeat(5_000)))
    })
    .await;
    for engine in [Engine::HttpHeaders, Engine::HttpCookies] {
        for finding in step(engine, &server).await.findings {
            let texts = [finding.evidence, finding.location.to_string()];
            for text in texts {
                assert!(text.chars().count() < 2_100);
                assert!(
                    !text.contains(['\u{202e}', '\u{feff}', '\u{1}']),
                    "{text:?}"
                );
            }
        }
    }
}
