//! Operators: how they come in, and the walls between them and the tenants' people.

mod browser;
mod command;
mod ends;
mod enrollment;
mod fixture;
mod grants;
mod impersonation;
mod in_somebodys_name;
mod listener;
mod over_http;
mod privacy;
mod realms;
