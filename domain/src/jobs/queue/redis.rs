//! The queue over Redis: a list per class, popped by waiting, never by polling.
//!
//! A popped id that is lost with its worker is handed out again by the database, so plain lists are enough.
//! Blocking commands have connections of their own, one for each that waits at the same time.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, FromRedisValue, cmd};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::QueueDown;
use crate::jobs::{JobClass, JobRef};
use crate::redis_link::RedisLink;

/// A command that has not answered by then counts as Redis being away.
const DEADLINE: Duration = Duration::from_secs(2);

/// Work lists in Redis.
pub(super) struct RedisQueue {
    link: RedisLink,
    prefix: String,
    commands: Mutex<Option<MultiplexedConnection>>,
    idle_waiters: Mutex<Vec<MultiplexedConnection>>,
}

impl RedisQueue {
    pub(super) fn over(link: RedisLink, prefix: &str) -> Self {
        Self {
            link,
            prefix: prefix.to_owned(),
            commands: Mutex::default(),
            idle_waiters: Mutex::default(),
        }
    }

    pub(super) async fn push(&self, class: JobClass, jobs: &[JobRef]) -> Result<(), QueueDown> {
        if jobs.is_empty() {
            return Ok(());
        }
        let mut command = cmd("RPUSH");
        command.arg(self.list(class));
        for job in jobs {
            command.arg(job.to_bytes().as_slice());
        }
        self.run::<()>(&command).await
    }

    pub(super) async fn pop(
        &self,
        class: JobClass,
        room: usize,
        patience: Duration,
    ) -> Result<Vec<JobRef>, QueueDown> {
        let mut command = cmd("BLMPOP");
        command
            .arg(patience.as_secs_f64())
            .arg(1)
            .arg(self.list(class))
            .arg("LEFT")
            .arg("COUNT")
            .arg(room);
        let popped: Option<(String, Vec<Vec<u8>>)> = self.wait(&command, patience).await?;
        let (_, items) = popped.unwrap_or_default();
        // Foreign bytes in the list are dropped: a forged message can name a job at most, and the claim decides.
        Ok(items
            .iter()
            .filter_map(|item| JobRef::from_bytes(item))
            .collect())
    }

    pub(super) async fn outstanding(&self, class: JobClass) -> Result<usize, QueueDown> {
        self.run(cmd("LLEN").arg(self.list(class))).await
    }

    pub(super) async fn wake_dispatcher(&self, classes: &[JobClass]) {
        // One waiting mark of a class is enough, however many jobs there are.
        let script = "for _, mark in ipairs(KEYS) do \
            if redis.call('LLEN', mark) == 0 then redis.call('RPUSH', mark, '1') end end";
        let mut command = cmd("EVAL");
        command.arg(script).arg(classes.len());
        for class in classes {
            command.arg(self.wake_list(*class));
        }
        if let Err(error) = self.run::<()>(&command).await {
            tracing::debug!(%error, "the dispatcher was not woken; it looks by itself every second");
        }
    }

    pub(super) async fn wait_for_wake(
        &self,
        patience: Duration,
    ) -> Result<Vec<JobClass>, QueueDown> {
        let lists = JobClass::ALL.map(|class| (class, self.wake_list(class)));
        let mut command = cmd("BLPOP");
        for (_, list) in &lists {
            command.arg(list);
        }
        command.arg(patience.as_secs_f64());
        let woken: Option<(String, String)> = self.wait(&command, patience).await?;
        let is_woken = |list: &str| woken.as_ref().is_some_and(|(woken, _)| woken == list);
        let classes = lists.iter().filter(|(_, list)| is_woken(list));
        Ok(classes.map(|(class, _)| *class).collect())
    }

    /// Runs a command that answers at once.
    async fn run<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, QueueDown> {
        let mut connection = {
            let mut slot = self.commands.lock().await;
            match slot.as_ref() {
                Some(connection) => connection.clone(),
                None => slot.insert(self.connect(Some(DEADLINE)).await?).clone(),
            }
        };
        match command.query_async(&mut connection).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                self.commands.lock().await.take();
                Err(QueueDown(error.to_string()))
            }
        }
    }

    /// Runs a command that may wait for `patience`. A connection whose wait was cut off is not used again: it may have
    /// an answer under way.
    async fn wait<T: FromRedisValue>(
        &self,
        command: &Cmd,
        patience: Duration,
    ) -> Result<T, QueueDown> {
        let idle = self.idle_waiters.lock().await.pop();
        let mut connection = match idle {
            Some(connection) => connection,
            // Whoever waits next may wait for longer: the time is limited here and not in the connection.
            None => self.connect(None).await?,
        };
        let answer = timeout(patience + DEADLINE, command.query_async(&mut connection))
            .await
            .map_err(|_| QueueDown("no answer in time".to_owned()))?
            .map_err(|error| QueueDown(error.to_string()))?;
        self.idle_waiters.lock().await.push(connection);
        Ok(answer)
    }

    async fn connect(
        &self,
        patience: Option<Duration>,
    ) -> Result<MultiplexedConnection, QueueDown> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(DEADLINE))
            .set_response_timeout(patience);
        self.link
            .connect(&config)
            .await
            .map_err(|error| QueueDown(error.to_string()))
    }

    fn list(&self, class: JobClass) -> String {
        format!("{}:queue:{}", self.prefix, class.as_str())
    }

    fn wake_list(&self, class: JobClass) -> String {
        format!("{}:wake:{}", self.prefix, class.as_str())
    }
}
