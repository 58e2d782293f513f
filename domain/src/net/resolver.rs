//! Names to addresses. The system's resolver in operation; a scripted one shows in tests what a hostile name server does,
//! such as answering differently the second time.

use std::{
    collections::{HashMap, VecDeque},
    io,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use futures_util::future::BoxFuture;

/// Asked once a step for each host; the caller gives the deadline.
pub trait Resolver: Send + Sync {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// What the operating system says (hosts file, DNS).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let answers = tokio::net::lookup_host((name, 0)).await?;
            let mut addresses: Vec<IpAddr> = Vec::new();
            for address in answers.map(|answer| answer.ip()) {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            Ok(addresses)
        })
    }
}

/// Answers from a script: for each name a list of answers, given in turn; the last one stays.
#[derive(Debug, Default)]
pub struct ScriptedResolver(Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>);

impl ScriptedResolver {
    /// Adds the next answer for a name.
    #[must_use]
    pub fn answer(self, name: &str, addresses: &[IpAddr]) -> Self {
        self.lock()
            .entry(name.to_owned())
            .or_default()
            .push_back(addresses.to_vec());
        self
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, VecDeque<Vec<IpAddr>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Resolver for ScriptedResolver {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let mut script = self.lock();
        let answer = script.get_mut(name).and_then(|answers| {
            if answers.len() > 1 {
                answers.pop_front()
            } else {
                answers.front().cloned()
            }
        });
        Box::pin(async move { answer.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound)) })
    }
}
