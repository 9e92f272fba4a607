//! Whole conversations with a scripted registry; the numbers are those of the supply-chain contract §9.3.

mod access;
mod content;
mod fake;
mod listing;
