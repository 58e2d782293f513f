//! Limits that hold over all processes, with Redis and without.

mod command;
mod installation;
mod lanes;
mod one_budget;
mod quotas;
mod redis_away;
mod same_decisions;
