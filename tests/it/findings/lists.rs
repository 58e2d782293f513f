//! Lists and counts of findings.

use super::fixture::{HEADER, LEAK, Scanned};
use crate::both_modes;
use crate::harness::Tenant;
use chrono::TimeDelta;
use sea_orm::prelude::Uuid;
use std::collections::HashSet;
use xorb_domain::AppError;
use xorb_domain::assets::asset_finding_counts;
use xorb_domain::findings::{
    FindingFilter, FindingOrder, SeverityCount, count_findings, finding_counts, findings,
};
use xorb_domain::paging::{Keyset, Page};
use xorb_entities::findings::{FindingState, Severity};

async fn walk(tenant: &Tenant, filter: &FindingFilter, order: FindingOrder) -> Vec<(i32, Uuid)> {
    let reads = tenant.reads();
    let mut page = Page::first(3);
    let mut seen = Vec::new();
    loop {
        let slice = findings(&reads, filter, order, page).await.unwrap();
        page.after = slice.items.last().map(|(position, _)| *position);
        let rank = |severity| match severity {
            Severity::Critical => 0,
            Severity::High => 1,
            Severity::Medium => 2,
            Severity::Low => 3,
            Severity::Info => 4,
        };
        seen.extend(
            slice
                .items
                .iter()
                .map(|(_, finding)| (rank(finding.severity), finding.id)),
        );
        if !slice.has_next {
            return seen;
        }
    }
}

both_modes! {
    async fn pages_show_each_finding_once_in_both_orders(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        // Many at the same instant, so that the id decides between them.
        scanned.see(&[(LEAK, "/a/.env"), (HEADER, "/a"), (LEAK, "/b/.env"), (HEADER, "/b"), (HEADER, "/c")]).await;
        app.clock.advance(TimeDelta::microseconds(1));
        scanned.see(&[(LEAK, "/c/.env"), (HEADER, "/d"), (HEADER, "/e")]).await;
        let all = FindingFilter::default();
        let by_time = walk(&scanned.tenant, &all, FindingOrder::LastSeen).await;
        let by_severity = walk(&scanned.tenant, &all, FindingOrder::Severity).await;
        for list in [&by_time, &by_severity] {
            assert_eq!(list.len(), 8);
            assert_eq!(list.iter().collect::<HashSet<_>>().len(), 8);
        }
        assert!(by_severity.is_sorted());
        let reads = scanned.tenant.reads();
        let first = findings(&reads, &all, FindingOrder::LastSeen, Page::first(3)).await.unwrap();
        let newest = first.items[0].1.last_seen_at;
        assert!(first.items.iter().all(|(_, finding)| finding.last_seen_at == newest));
        assert_eq!(count_findings(&reads, &all).await.unwrap(), 8);
    }

    async fn a_cursor_of_the_other_order_is_refused(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let page = Page { first: 1, after: Some(Keyset::Rank(0, Uuid::nil())) };
        let answer = findings(&tenant.reads(), &FindingFilter::default(), FindingOrder::LastSeen, page).await;
        assert!(matches!(answer, Err(AppError::BadInput(_))));
    }

    async fn filters_narrow_lists_and_counts_alike(app: &TestApp) {
        let mut scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/.env"), (HEADER, "/")]).await;
        let leak = scanned.all().await.into_iter().find(|finding| finding.check_id == LEAK).unwrap();
        scanned.walk(leak.id, &[FindingState::Confirmed]).await;
        let first_scan = scanned.scan_id;
        scanned.scan_again().await;
        scanned.see(&[(HEADER, "/")]).await;
        let reads = scanned.tenant.reads();
        let header = leak_free_severity(&scanned).await;
        for (filter, expected) in [
            (FindingFilter { severities: vec![leak.severity], ..FindingFilter::default() }, 1),
            (FindingFilter { severities: vec![leak.severity, header], ..FindingFilter::default() }, 2),
            (FindingFilter { states: vec![FindingState::Open], ..FindingFilter::default() }, 1),
            (FindingFilter { states: vec![FindingState::Mitigated], ..FindingFilter::default() }, 0),
            (FindingFilter { asset_id: Some(scanned.asset_id), ..FindingFilter::default() }, 2),
            (FindingFilter { asset_id: Some(Uuid::nil()), ..FindingFilter::default() }, 0),
            (FindingFilter { scan_id: Some(first_scan), ..FindingFilter::default() }, 2),
            (FindingFilter { scan_id: Some(scanned.scan_id), ..FindingFilter::default() }, 1),
        ] {
            assert_eq!(walk(&scanned.tenant, &filter, FindingOrder::LastSeen).await.len(), expected, "{filter:?}");
            let counted = count_findings(&reads, &filter).await.unwrap();
            assert_eq!(usize::try_from(counted).unwrap(), expected, "{filter:?}");
        }
    }

    async fn an_asset_counts_what_is_not_settled_and_the_tenant_counts_all(app: &TestApp) {
        let scanned = Scanned::by(Tenant::sign_up(app, "acme").await).await;
        scanned.see(&[(LEAK, "/a/.env"), (LEAK, "/b/.env")]).await;
        let finding = scanned.all().await.remove(0);
        scanned.walk(finding.id, &[FindingState::FalsePositive]).await;
        let reads = scanned.tenant.reads();
        let by_asset = asset_finding_counts(&reads, &[scanned.asset_id]).await.unwrap();
        assert_eq!(by_asset[&scanned.asset_id], [SeverityCount { severity: Severity::Critical, count: 1 }]);
        let all = finding_counts(&reads).await.unwrap();
        let states: Vec<_> = all.iter().map(|count| (count.severity, count.state, count.count)).collect();
        assert_eq!(states, [
            (Severity::Critical, FindingState::FalsePositive, 1),
            (Severity::Critical, FindingState::Open, 1),
        ]);
    }
}

async fn leak_free_severity(scanned: &Scanned) -> Severity {
    let all = scanned.all().await;
    all.iter()
        .find(|finding| finding.check_id == HEADER)
        .unwrap()
        .severity
}
