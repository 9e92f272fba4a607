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
//! | [`slog`] | `log/slog`, `TextHandler` |
//! | [`sort`] | `sort.Slice` |
//! | [`base64`], [`base32`] | `encoding/base64`, `encoding/base32`, standard alphabets |
//! | [`csv`] | `encoding/csv`, one record |
//! | [`netip`] | `net/netip` |
//! | [`path`] | `path` |
//! | [`url`] | `net/url` |
//! | [`path_match`] | `path/filepath.Match` on Unix |
//! | [`glob`] | `github.com/gobwas/glob` 0.2.3 |
//! | [`regexp`] | `regexp` |
//! | [`strconv`] | `strconv` |
//! | [`unicode`] | `unicode`: kinds of characters, cases |
//! | [`utf8`] | `unicode/utf8` |
//! | [`time`] | `time` |
//!
//! [`budget`] bounds what patterns of strangers may cost.
//!
//! The crate is pure: no files, clock, environment or network.

pub mod base32;
pub mod base64;
pub mod budget;
pub mod csv;
pub mod glob;
pub mod json;
pub mod netip;
pub mod path;
pub mod path_match;
pub mod regexp;
pub mod semver;
pub mod slog;
pub mod sort;
pub mod strconv;
pub mod time;
pub mod unicode;
pub mod url;
pub mod utf8;
