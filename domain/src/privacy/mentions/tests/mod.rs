//! What must be found, what must stay, and what must not take long.

mod encodings;
mod fixture;
mod hostile;
mod json;
mod neighbours;
mod planted;
mod random;

use fixture::{ann, without_ann};
