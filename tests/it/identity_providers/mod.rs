//! Log-in through real providers, each a program of other people's: `tests/identity_providers`.

mod both_sides;
mod browser;
mod real_provider;
mod site;
