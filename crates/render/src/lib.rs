//! Helm's renderer on top of Go's templates.
//!
//! ```text
//! Chart ─dependencies→ Instance ─coalesce, schema→ values ─scopes→ root objects ─execute→ files ─split, sort→ Manifests
//! ```
//!
//! A [`Renderer`] keeps a chart's parsed templates and renders any number of [`Scenario`]s, also side by side. What
//! comes out is what `helm template` 4.3 prints, byte for byte; errors carry Helm's text and, beside it, the places.
//!
//! The room does no I/O; time and randomness are part of the scenario.

mod crypto;
mod engine;
mod error;
pub mod functions;
pub mod host;
mod keys;
pub mod manifest;
mod name_template;
mod objects;
mod ordered;
pub mod output;
pub mod plain;
mod random;
mod reading;
mod render;
mod root;
pub mod scenario;
mod text;
mod toml;
pub mod values;
mod zones;

pub use engine::{TemplateError, without_marks};
pub use error::{Place, RenderError};
pub use keys::Keys;
pub use name_template::release_name;
pub use render::{Output, Rendered, Renderer};
pub use scenario::{Moment, Release, Scenario};
