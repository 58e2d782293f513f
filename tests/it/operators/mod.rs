//! Operators: how they come in, and the walls between them and the tenants' people.

mod command;
mod enrollment;
mod fixture;
mod listener;
mod over_http;
mod realms;
