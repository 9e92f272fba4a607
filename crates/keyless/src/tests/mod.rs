//! Conversations with services that follow a script.

mod fake;
mod forge;
mod protocol;
mod secrets;
mod services;
mod signing;
mod tokens;
