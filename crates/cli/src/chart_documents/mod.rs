//! What a document about a chart is made of: the chart, what it renders, the configuration, documents of images.

mod images;
mod signers;

use chart::Chart;
use checks::subject::rendered_for_artifact_hub;
use render::output::Selection;
use sbom::{Contents, Details, Packaged, Rendered};

pub use images::{Look, Wanted, documents};
pub use signers::ImageSigners;

use crate::config::SbomConfig;
use crate::examine;
use crate::failure::{Failure, Result};

/// What a chart renders, hooks and all: they run images, too. One that needs values of its own for that says with its
/// annotations what it holds.
pub fn rendered(chart: &Chart) -> Rendered {
    let renderer = render::Renderer::new(chart);
    let manifests = rendered_for_artifact_hub(&renderer, &examine::moment(), Selection::default());
    manifests.map(|manifests| Rendered::of(&manifests)).unwrap_or_default()
}

/// Looks at a packed chart, with the images of its manifests.
///
/// # Errors
/// The archive can't be read.
pub fn contents(chart: &Chart, packaged: &Packaged<'_>, config: &SbomConfig) -> Result<Contents> {
    let rendered = rendered(chart);
    let supplier = config.supplier.as_ref().map(|supplier| supplier.value.as_str());
    let details = Details { supplier, rendered: Some(&rendered) };
    Contents::of(chart, packaged, &details).map_err(|error| Failure::input(format!("{}: {error}", packaged.file_name)))
}
