//! Runs a prepared operation within its caller's limits: what it can cost at most is reserved before, and what it did not
//! cost comes back after.

use async_graphql::Request;
use futures_util::stream::{BoxStream, StreamExt};
use futures_util::{FutureExt, stream};
use opentelemetry::trace::SpanContext;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::RequestInfo;
use xorb_domain::rate_limits::{Admission, Admitted, Asker, PolicyStanding, Work};

use super::run::{operation_span, run, subscribe};
use super::{Answer, OperationFacts};
use crate::caller::Caller;
use crate::edge::Edge;
use crate::limits::Decision;
use crate::metrics::RefusalKind;

/// How an operation stands with its limits, for its resolvers.
#[derive(Clone, Debug)]
pub struct Standings(pub Vec<PolicyStanding>);

/// An operation that may run if its limits allow it.
pub(crate) struct Prepared {
    pub request: Request,
    pub facts: OperationFacts,
    pub asker: Asker,
    pub request_id: Uuid,
    /// What the limiter by address said.
    pub address: Option<Decision>,
    /// The span that it is a part of, elsewhere.
    pub parent: Option<SpanContext>,
}

impl Prepared {
    pub fn new(
        (request, facts): (Request, OperationFacts),
        caller: &dyn Caller,
        info: &RequestInfo,
        address: Option<Decision>,
    ) -> Self {
        let asker = Asker {
            address: info.address,
            ..caller.asker()
        };
        let request_id = info.request_id.unwrap_or_default();
        Self {
            request,
            facts,
            asker,
            request_id,
            address,
            parent: info.trace.clone(),
        }
    }

    async fn reserve(&mut self, edge: &Edge) -> Result<Admitted, Answer> {
        let work = Work {
            operations: self.facts.operations.clone(),
            points: self.facts.cost,
            lane: self.facts.lane,
        };
        match edge.rate_limits.admit(&self.asker, &work).await {
            Admission::Admitted(admitted) => {
                let own = self.address.as_ref().map(Decision::standing);
                let all: Vec<_> = admitted.standings.iter().cloned().chain(own).collect();
                self.request.data.insert(Standings(all));
                Ok(admitted)
            }
            Admission::Refused {
                retry_after,
                standings,
            } => {
                edge.metrics.refusal(RefusalKind::RateLimit);
                let refusal =
                    Answer::of_error(AppError::RateLimited { retry_after }, self.request_id);
                Err(refusal.with_standings(standings))
            }
        }
    }
}

/// Runs a query or mutation, or refuses it.
pub(crate) async fn run_within_limits(edge: &Edge, mut prepared: Prepared) -> Answer {
    let admitted = match prepared.reserve(edge).await {
        Ok(admitted) => admitted,
        Err(refusal) => return refusal,
    };
    let span = operation_span(&prepared.facts, prepared.request_id, prepared.parent);
    let answer = run(
        edge,
        prepared.request,
        &prepared.facts,
        prepared.request_id,
        span,
    )
    .await;
    edge.rate_limits.settle(&admitted, answer.points());
    answer.with_standings(admitted.standings)
}

/// Starts a subscription, or refuses it. What it can cost is spent once, when it begins.
pub(crate) fn subscribe_within_limits(
    edge: actix_web::web::Data<Edge>,
    mut prepared: Prepared,
) -> BoxStream<'static, Answer> {
    async move {
        match prepared.reserve(&edge).await {
            Ok(_) => subscribe(
                &edge,
                prepared.request,
                &prepared.facts,
                prepared.request_id,
                prepared.parent,
            ),
            Err(refusal) => stream::once(std::future::ready(refusal)).boxed(),
        }
    }
    .flatten_stream()
    .boxed()
}
