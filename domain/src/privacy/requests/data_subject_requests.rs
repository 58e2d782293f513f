//! Lists requests: an officer sees all of the tenant, anybody else their own.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::{RequestState, RightKind};

use super::queries;
use super::view::RequestView;
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// Which requests are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// In one of these states; empty: in any.
    pub states: Vec<RequestState>,
    /// For one of these rights; empty: for any.
    pub rights: Vec<RightKind>,
    /// Only those that are open although their time is over, or only the others.
    pub overdue: Option<bool>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestOrder {
    /// The newest first.
    #[default]
    Received,
    /// Those that are due soonest first.
    Due,
}

/// Whose requests are listed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    Everybodys,
    Of(Uuid),
}

/// A page of requests.
///
/// # Errors
/// `Unauthenticated`; `BadInput` for a cursor of another order.
#[tracing::instrument(skip_all)]
pub async fn data_subject_requests(
    reads: &ReadSession,
    filter: &RequestFilter,
    order: RequestOrder,
    page: Page,
) -> Result<Slice<RequestView>, AppError> {
    let whose = whose(reads)?;
    let rows = queries::list_requests(&*reads.tx().await?, whose, filter, order, &page).await?;
    let views = rows
        .into_iter()
        .map(RequestView::new)
        .collect::<Result<Vec<_>, _>>()?;
    let slice = Slice::new(views, &page, |view| match order {
        RequestOrder::Received => Keyset::At(view.received_at, view.id),
        RequestOrder::Due => Keyset::At(view.due_at, view.id),
    });
    let shown = slice.items.iter().map(|(_, view)| view.id);
    let shown: Vec<_> = shown.map(DataSubjectRequestId::from).collect();
    if !shown.is_empty() {
        let event = AuditEvent::new(AuditAction::RequestRead, reads.actor());
        reads.record(event.payload(None, json!({ "requests": shown })));
    }
    Ok(slice)
}

/// How many there are.
///
/// # Errors
/// `Unauthenticated`.
pub async fn count_data_subject_requests(
    reads: &ReadSession,
    filter: &RequestFilter,
) -> Result<u64, AppError> {
    let whose = whose(reads)?;
    queries::count_requests(&*reads.tx().await?, whose, filter).await
}

fn whose(reads: &ReadSession) -> Result<Whose, AppError> {
    let actor = reads.actor();
    if actor.holds(Permission::PrivacyRead) {
        return Ok(Whose::Everybodys);
    }
    actor.session()?;
    actor
        .subject_id
        .map(Whose::Of)
        .ok_or(AppError::Unauthenticated)
}
