//! Whole conversations with a scripted registry: hostile, broken and well-behaved ones.

mod access;
mod content;
mod fake;
mod listing;
mod mutations;
