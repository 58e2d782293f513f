//! What runs at once, lane by lane: beyond the limit of its lane an operation is told to come back, so that a flood in one
//! lane leaves the others alone. Data-subject requests have a lane without a limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use xorb_domain::AppError;
use xorb_domain::rate_limits::Lane;
use xorb_domain::settings::RateLimitSettings;

const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Operations that run, by lane.
#[derive(Debug, Default)]
pub struct RunningByLane {
    data_subject: Arc<AtomicUsize>,
    credentials: Counted,
    mutations: Counted,
    queries: Counted,
}

#[derive(Debug, Default)]
struct Counted {
    running: Arc<AtomicUsize>,
    most: usize,
}

/// A place in a lane, until it is dropped.
#[derive(Debug)]
pub struct Place(Arc<AtomicUsize>);

impl RunningByLane {
    /// Nothing runs yet.
    #[must_use]
    pub fn new(settings: &RateLimitSettings) -> Self {
        let counted = |most| Counted {
            running: Arc::default(),
            most,
        };
        Self {
            data_subject: Arc::default(),
            credentials: counted(settings.max_running_credentials),
            mutations: counted(settings.max_running_mutations),
            queries: counted(settings.max_running_queries),
        }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// `Unavailable` if the lane is full.
    pub fn enter(&self, lane: Lane) -> Result<Place, AppError> {
        let counted = match lane {
            Lane::DataSubject => {
                self.data_subject.fetch_add(1, Ordering::AcqRel);
                return Ok(Place(self.data_subject.clone()));
            }
            Lane::Credentials => &self.credentials,
            Lane::Mutation => &self.mutations,
            Lane::Query => &self.queries,
        };
        let before = counted.running.fetch_add(1, Ordering::AcqRel);
        let place = Place(counted.running.clone());
        if before < counted.most {
            return Ok(place);
        }
        let cause = Some("too much of its class runs at once".into());
        Err(AppError::Unavailable {
            retry_after: RETRY_AFTER,
            cause,
        })
    }

    /// Name and number of each lane, for metrics.
    #[must_use]
    pub fn numbers(&self) -> [(&'static str, usize); 4] {
        [
            ("data_subject", &self.data_subject),
            ("credentials", &self.credentials.running),
            ("mutation", &self.mutations.running),
            ("query", &self.queries.running),
        ]
        .map(|(name, running)| (name, running.load(Ordering::Relaxed)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xorb_domain::settings::{Role, Settings};

    #[test]
    fn a_full_lane_refuses_and_the_others_and_the_reserved_one_do_not() {
        let few = [(
            "XORB__RATE_LIMIT__MAX_RUNNING_QUERIES".to_owned(),
            "2".to_owned(),
        )];
        let settings = Settings::load(Role::Embedded, None, few).unwrap();
        let running = RunningByLane::new(&settings.rate_limit);
        let mut places: Vec<Place> = (0..2)
            .map(|_| running.enter(Lane::Query).unwrap())
            .collect();
        assert!(matches!(
            running.enter(Lane::Query),
            Err(AppError::Unavailable { .. })
        ));
        assert!(running.enter(Lane::Mutation).is_ok());
        places.extend((0..10_000).map(|_| running.enter(Lane::DataSubject).unwrap()));
        assert_eq!(running.numbers()[0], ("data_subject", 10_000));
        drop(places);
        assert!(running.enter(Lane::Query).is_ok());
        assert!(running.numbers().iter().all(|(_, running)| *running == 0));
    }
}
