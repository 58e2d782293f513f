//! Who sees which requests; that reading is noted.

use super::fixture::Office;
use crate::both_modes;
use crate::harness::assert_not_found;
use chrono::TimeDelta;
use xorb_domain::identity::Actor;
use xorb_domain::paging::Page;
use xorb_domain::privacy::{
    RequestFilter, RequestOrder, count_data_subject_requests, data_subject_request,
    data_subject_requests,
};
use xorb_entities::privacy::RequestState;

async fn listed(
    office: &Office,
    actor: &Actor,
    filter: &RequestFilter,
    order: RequestOrder,
) -> Vec<sea_orm::prelude::Uuid> {
    let reads = office.tenant.reads_of(actor.clone());
    let mut found = Vec::new();
    let mut page = Page::first(1);
    loop {
        let slice = data_subject_requests(&reads, filter, order, page)
            .await
            .unwrap();
        found.extend(slice.items.iter().map(|(_, view)| view.id));
        match slice.items.last() {
            Some((position, _)) if slice.has_next => page.after = Some(*position),
            _ => break,
        }
    }
    let count = count_data_subject_requests(&reads, filter).await.unwrap();
    assert_eq!(count, found.len() as u64);
    found
}

both_modes! {
    async fn a_person_sees_their_own_requests_and_an_officer_all(app: &TestApp) {
        let office = Office::open(app).await;
        let own = office.asked().await;
        app.clock.advance(TimeDelta::minutes(1));
        let other = office.entered("ann@elsewhere.example").await;
        let all = RequestFilter::default();
        let newest = RequestOrder::Received;
        assert_eq!(listed(&office, &office.viewer, &all, newest).await, [own.id]);
        assert_eq!(listed(&office, &office.officer, &all, newest).await, [other.id, own.id]);
        assert_eq!(listed(&office, &office.officer, &all, RequestOrder::Due).await, [own.id, other.id]);
        let planned = RequestFilter { states: vec![RequestState::Planned], ..RequestFilter::default() };
        assert_eq!(listed(&office, &office.officer, &planned, newest).await, [own.id]);
        let reads = office.tenant.reads_of(office.viewer.clone());
        assert_eq!(data_subject_request(&reads, own.id).await.unwrap().id, own.id);
        assert_not_found(data_subject_request(&reads, other.id).await);
        app.run_jobs().await;
    }

    async fn what_is_overdue_can_be_asked_for(app: &TestApp) {
        let office = Office::open(app).await;
        let late = office.entered("ann@elsewhere.example").await;
        app.clock.advance(TimeDelta::days(40));
        let fresh = office.entered("ben@elsewhere.example").await;
        for (overdue, expected) in [(true, late.id), (false, fresh.id)] {
            let filter = RequestFilter { overdue: Some(overdue), ..RequestFilter::default() };
            assert_eq!(listed(&office, &office.officer, &filter, RequestOrder::Received).await, [expected]);
        }
    }

    async fn reading_a_request_is_in_the_trail_before_the_answer_leaves(app: &TestApp) {
        let office = Office::open(app).await;
        let entered = office.entered("ann@elsewhere.example").await;
        let reads = office.tenant.reads_of(office.officer.clone());
        data_subject_request(&reads, entered.id).await.unwrap();
        data_subject_requests(&reads, &RequestFilter::default(), RequestOrder::Due, Page::first(10)).await.unwrap();
        reads.finish().await.unwrap();
        assert_eq!(office.tenant.audited("request.read", "success").await, 2);
    }
}
