//! What an installation relies on besides its own function: doors that ask for certificates, and supervisors that are told.

mod authority;
mod doors;
mod supervisor;
