//! `helm lint`: the same messages in the same order (Helm 4.3.1: `pkg/chart/v2/lint`, `pkg/action/lint.go`,
//! `pkg/cmd/lint.go`).
//!
//! ```text
//! Folder ──┐
//!          ├─ lint_path ─→ Report ─→ print ─→ Printed {stdout, stderr, failed}
//! .tgz ─ expand
//! ```
//!
//! A [`Report`] holds what five groups of rules (`rules/`) have to say: about `Chart.yaml`, `values.yaml`, the
//! templates, the dependencies and the CRDs. What needs a renderer comes through the trait [`Engine`]; the room itself
//! does no I/O.

mod archive;
mod deprecation;
mod documents;
mod email;
mod engine;
mod linter;
mod manifest;
mod message;
mod object_name;
mod print;
mod render_engine;
mod root;
mod rules;
mod subcharts;
mod url;
mod yaml;

#[cfg(test)]
mod tests;

pub use archive::{expand, is_archive};
pub use deprecation::{Lifecycle, lifecycle};
pub use engine::{Engine, Rendering};
pub use linter::{KubeVersion, Request, lint, lint_loaded, lint_path};
pub use message::{Message, Report, Severity};
pub use print::{Linted, Options, Printed, print};
pub use render_engine::RenderEngine;
pub use subcharts::subcharts;
