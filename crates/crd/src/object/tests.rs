//! The contract's cases that are not about schemas, by their numbers: judged from the text of a document.

mod base;
mod create;
mod places;
mod texts;
mod updates;
