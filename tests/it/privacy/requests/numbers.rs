//! Open and overdue requests of all tenants, in numbers without names.

use super::fixture::{Office, create, for_person};
use crate::both_modes;
use crate::harness::Tenant;
use chrono::TimeDelta;
use xorb_domain::privacy::{RequestNumbers, withdraw_data_subject_request};

both_modes! {
    async fn open_and_overdue_requests_are_counted_over_all_tenants(app: &TestApp) {
        let office = Office::open(app).await;
        let rival = Tenant::sign_up(app, "rival").await;
        let withdrawn = office.entered("ann@elsewhere.example").await;
        withdraw_data_subject_request(&office.tenant.core, &office.officer, withdrawn.id).await.unwrap();
        create(&rival, &rival.owner, for_person("ben@elsewhere.example")).await.unwrap();
        app.clock.advance(TimeDelta::days(40));
        office.entered("cem@elsewhere.example").await;
        let numbers = RequestNumbers::default();
        numbers.count(app.core()).await.unwrap();
        let mut text = String::new();
        numbers.write(&mut text);
        assert!(text.contains("xorb_data_subject_requests_open{state=\"received\"} 2\n"), "{text}");
        assert!(text.contains("xorb_data_subject_requests_open{state=\"planned\"} 0\n"), "{text}");
        assert!(text.contains("xorb_data_subject_requests_overdue 1\n"), "{text}");
        assert!(!text.contains("withdrawn") && !text.contains("office"), "{text}");
        app.run_jobs().await;
    }
}
