//! Rules are tested by the examples of their own pages; see [`example`] for how those are written.

mod example;
mod hub;
mod images;
mod mutations;
mod pages;
mod places;
mod policy;
mod table;
mod versions;
