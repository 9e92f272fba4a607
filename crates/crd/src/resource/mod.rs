//! Custom resources, judged as the API server does when they are created or updated.

pub mod default;
pub mod lists;
pub mod nulls;
pub mod prune;
pub mod scale;
