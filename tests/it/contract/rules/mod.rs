//! What holds for the whole schema, rule by rule. Each rule gives the faults it finds, and has caught a schema that breaks
//! it.

mod deprecation;
mod described;
mod lists;
mod naming;
mod nullability;
mod relay;
mod repeatable;
mod scalars;
