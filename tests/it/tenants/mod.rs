mod log_in_roles;
mod refusals;
mod transactions;
