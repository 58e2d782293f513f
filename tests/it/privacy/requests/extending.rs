//! More time: with a reason, in the first month only, two months at most.

use super::fixture::{Office, VIEWER};
use crate::both_modes;
use crate::harness::{assert_conflict, user_error};
use chrono::TimeDelta;
use xorb_domain::UserErrorCode;
use xorb_domain::privacy::{
    ExtendDataSubjectRequest, RequestView, data_subject_request, extend_data_subject_request,
};

fn by(request: &RequestView, months: i32) -> ExtendDataSubjectRequest {
    ExtendDataSubjectRequest {
        request_id: request.id,
        months,
        reason: "Many systems have to be asked.".to_owned(),
        expected_version: None,
    }
}

both_modes! {
    async fn an_extension_counts_from_receipt_and_the_person_is_told(app: &TestApp) {
        let office = Office::open(app).await;
        let core = &office.tenant.core;
        let asked = office.asked().await;
        app.clock.advance(TimeDelta::days(20));
        let once = extend_data_subject_request(core, &office.officer, by(&asked, 1)).await.unwrap();
        // 15 March 2026 is a Sunday.
        assert_eq!(once.due_at.to_rfc3339(), "2026-03-16T22:59:59+00:00");
        let twice = extend_data_subject_request(core, &office.officer, by(&asked, 1)).await.unwrap();
        assert_eq!(twice.due_at.to_rfc3339(), "2026-04-15T21:59:59+00:00");
        assert_eq!(twice.extended_months, 2);
        let thrice = extend_data_subject_request(core, &office.officer, by(&asked, 1)).await;
        assert_eq!(user_error(thrice), (UserErrorCode::InvalidState, "input.months".to_owned()));
        app.run_jobs().await;
        let mail = app.mails_to(VIEWER).into_iter().find(|mail| mail.contains("16 March 2026")).unwrap();
        assert!(mail.contains("Many systems") && mail.contains("complaint"), "{mail}");
        assert_eq!(office.tenant.audited("request.extended", "success").await, 2);
    }

    async fn a_repeated_extension_of_the_version_that_was_seen_adds_nothing(app: &TestApp) {
        let office = Office::open(app).await;
        let core = &office.tenant.core;
        let asked = office.asked().await;
        let seen = ExtendDataSubjectRequest { expected_version: Some(asked.version), ..by(&asked, 1) };
        let extended = extend_data_subject_request(core, &office.officer, seen.clone()).await.unwrap();
        assert_eq!(extended.version, asked.version + 1);
        assert_conflict(extend_data_subject_request(core, &office.officer, seen).await);
        let now = data_subject_request(&office.tenant.reads_of(office.officer.clone()), asked.id).await.unwrap();
        assert_eq!((now.extended_months, now.version), (1, extended.version));
        app.run_jobs().await;
    }

    async fn after_the_first_month_it_is_too_late_for_more_time(app: &TestApp) {
        let office = Office::open(app).await;
        let core = &office.tenant.core;
        let asked = office.asked().await;
        for months in [0, 3, -1, i32::MAX] {
            let refused = extend_data_subject_request(core, &office.officer, by(&asked, months)).await;
            assert_eq!(user_error(refused), (UserErrorCode::InvalidInput, "input.months".to_owned()));
        }
        app.clock.advance(asked.due_at - asked.received_at);
        extend_data_subject_request(core, &office.officer, by(&asked, 1)).await.unwrap();
        app.clock.advance(TimeDelta::seconds(1));
        let late = extend_data_subject_request(core, &office.officer, by(&asked, 1)).await;
        assert_eq!(user_error(late), (UserErrorCode::InvalidState, "input.requestId".to_owned()));
        app.run_jobs().await;
    }
}
