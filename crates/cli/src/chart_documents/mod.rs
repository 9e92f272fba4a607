//! What a document about a chart is made of: the chart, images of its manifests, the configuration, documents of images.

mod images;

use chart::Chart;
use checks::subject::rendered_by_artifact_hub;
use hub::ingest::detected_images;
use sbom::{Contents, Details, Packaged};

pub use images::{Look, documents};

use crate::config::SbomConfig;
use crate::examine;
use crate::failure::{Failure, Result};

/// The images of a chart's manifests. A chart that needs values of its own to render says with its annotation what it runs.
pub fn rendered_images(chart: &Chart) -> Vec<String> {
    let rendered = rendered_by_artifact_hub(&render::Renderer::new(chart), &examine::moment());
    rendered.map(|manifests| detected_images(&manifests).images).unwrap_or_default()
}

/// Looks at a packed chart, with the images of its manifests.
///
/// # Errors
/// The archive can't be read.
pub fn contents(chart: &Chart, packaged: &Packaged<'_>, config: &SbomConfig) -> Result<Contents> {
    let rendered = rendered_images(chart);
    let supplier = config.supplier.as_ref().map(|supplier| supplier.value.as_str());
    let details = Details { supplier, rendered: &rendered };
    Contents::of(chart, packaged, &details).map_err(|error| Failure::input(format!("{}: {error}", packaged.file_name)))
}
