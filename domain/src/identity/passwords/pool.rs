//! The only way to an Argon2: on all cores but one, on threads of their own that give way to all others, and a short wait
//! before "unavailable", so that a flood of log-ins can't starve the rest.

use std::sync::Arc;
use std::time::Duration;

use rustix::process::setpriority_process;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{BreachedPasswords, Password, argon2id, policy};
use crate::AppError;
use crate::rng::{Rng, random_bytes};

/// The niceness of their threads: a tenth of the processor time of an ordinary one, where both want all of it.
const NICENESS: i32 = 10;
/// Verified when there is no account, so that its absence takes as long as a wrong password.
const NOBODYS_SALT: [u8; 16] = *b"no such account.";

/// What came of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No account, no password, or not this one.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password; hash it again, because the parameters have changed.
    RightButOutdated,
}

/// Hashes and verifies passwords. Cheap to clone.
#[derive(Clone)]
pub struct PasswordPool {
    permits: Arc<Semaphore>,
    longest_wait: Duration,
    rng: Arc<dyn Rng>,
    breached: Option<BreachedPasswords>,
}

impl PasswordPool {
    /// A pool of as many permits as cores, but one where there are several: a thread that wakes up beside a hash waits for
    /// the end of that one's time slice, whatever its niceness. Nobody waits longer for a permit than `longest_wait`; new
    /// passwords are looked for in `breached`.
    #[must_use]
    pub fn new(
        rng: Arc<dyn Rng>,
        longest_wait: Duration,
        breached: Option<BreachedPasswords>,
    ) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            breached,
            ..Self::with_permits(rng, longest_wait, (cores - 1).max(1))
        }
    }

    fn with_permits(rng: Arc<dyn Rng>, longest_wait: Duration, permits: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(permits)),
            longest_wait,
            rng,
            breached: None,
        }
    }

    /// Judges a new password and hashes it. `words` are known about person and tenant; `path` is the input's field.
    ///
    /// # Errors
    /// `PasswordTooWeak` with what to do; `Unavailable` if no permit comes free in time.
    pub async fn hash_new(
        &self,
        text: &str,
        words: Vec<String>,
        path: &'static str,
    ) -> Result<String, AppError> {
        let password = Password::parse(text).ok_or_else(|| policy::too_long(path))?;
        let salt = random_bytes::<16>(self.rng.as_ref());
        let breached = self.breached.clone();
        self.run(move || {
            policy::check(&password, &words, path)?;
            if let Some(breached) = breached
                && breached.contains(&password)?
            {
                return Err(policy::known_from_breach(path));
            }
            argon2id::hash(&password, salt)
        })
        .await
    }

    /// Hashes a password that was just verified, at today's parameters.
    ///
    /// # Errors
    /// `Unavailable` if no permit comes free in time.
    pub async fn hash_again(&self, password: Password) -> Result<String, AppError> {
        let salt = random_bytes::<16>(self.rng.as_ref());
        self.run(move || argon2id::hash(&password, salt)).await
    }

    /// Compares with the stored hash. Always exactly one Argon2, also when there is no hash.
    ///
    /// # Errors
    /// `Unavailable` if no permit comes free in time; `Internal` if the stored hash is damaged.
    pub async fn verify(
        &self,
        password: Password,
        stored: Option<String>,
    ) -> Result<Verdict, AppError> {
        self.run(move || match stored {
            None => argon2id::hash(&password, NOBODYS_SALT).map(|_| Verdict::Wrong),
            Some(stored) if !argon2id::verify(&password, &stored)? => Ok(Verdict::Wrong),
            Some(stored) if argon2id::is_outdated(&stored) => Ok(Verdict::RightButOutdated),
            Some(_) => Ok(Verdict::Right),
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let permit = self.permit().await?;
        // The permit goes along: a caller who gives up must not let another one in while this still computes.
        let (answer, answered) = oneshot::channel();
        let task = move || {
            let _permit = permit;
            // For this thread only, on Linux. Where it is not allowed, the work is done all the same.
            let _ = setpriority_process(None, NICENESS);
            let _ = answer.send(work());
        };
        std::thread::Builder::new()
            .name("argon2".to_owned())
            .spawn(task)
            .map_err(AppError::internal)?;
        answered.await.map_err(AppError::internal)?
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, AppError> {
        let acquire = self.permits.clone().acquire_owned();
        match tokio::time::timeout(self.longest_wait, acquire).await {
            Ok(permit) => permit.map_err(AppError::internal),
            Err(_) => Err(AppError::unavailable("the password pool is busy")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;
    use crate::{ErrorCode, UserErrorCode};

    fn pool(permits: usize) -> PasswordPool {
        let rng = Arc::new(SeededRng::new(1));
        PasswordPool::with_permits(rng, Duration::from_secs(2), permits)
    }

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[tokio::test]
    async fn a_password_that_was_set_is_the_right_one() {
        let pool = pool(2);
        let text = "lantern gravel violin orbit";
        let stored = pool.hash_new(text, vec![], "password").await.unwrap();
        let verdict = |text: &str| pool.verify(password(text), Some(stored.clone()));
        assert_eq!(verdict(text).await.unwrap(), Verdict::Right);
        assert_eq!(verdict("something else").await.unwrap(), Verdict::Wrong);
        let nobody = pool.verify(password(text), None).await.unwrap();
        assert_eq!(nobody, Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_megabyte_is_refused_without_a_permit() {
        let pool = pool(0);
        let error = pool
            .hash_new(&"a".repeat(1_000_000), vec![], "password")
            .await;
        let Err(AppError::User(errors)) = error else {
            panic!("{error:?}");
        };
        assert_eq!(errors[0].code, UserErrorCode::PasswordTooWeak);
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_pool_answers_unavailable_after_the_longest_wait() {
        let started = tokio::time::Instant::now();
        let error = pool(0).verify(password("any"), None).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unavailable);
        assert_eq!(started.elapsed().as_secs(), 2);
    }
}
