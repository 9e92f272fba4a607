//! Whole conversations with a scripted registry: hostile, broken and well-behaved ones.

mod access;
mod content;
mod endless;
mod fake;
mod listing;
mod manifests;
mod mutations;
mod tokens;
mod uploads;
