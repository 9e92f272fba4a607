//! Go's own behaviour that Helm's shows through: JSON, semantic versions, globs, times.
//!
//! Helm and Artifact Hub are Go programs, and much of what users see of them is really Go's standard library or one
//! of two small Go packages: which floats get an exponent, which constraint accepts which version, which file a
//! pattern selects. Each module here answers exactly as its Go counterpart does, oddities included, and its tests
//! replay tables of answers recorded from the real thing (`testdata/`).
//!
//! | module | counterpart |
//! |---|---|
//! | [`json`] | `encoding/json` |
//! | [`semver`] | `github.com/Masterminds/semver/v3` 3.5.0 |
//! | [`path_match`] | `path/filepath.Match` on Unix |
//! | [`glob`] | `github.com/gobwas/glob` 0.2.3 |
//! | [`time`] | `time`, RFC 3339 only |
//! | [`strconv`] | `strconv.FormatFloat`, `strconv.Quote` |
//! | [`unicode`] | `unicode.IsSpace`, `unicode.IsPrint` |
//!
//! The crate is pure: no files, clock, environment or network.

pub mod glob;
pub mod json;
pub mod path_match;
pub mod semver;
pub mod strconv;
pub mod time;
pub mod unicode;
mod utf8;
