//! Rules about `crds/` (Helm: `lint/rules/crds.go`).

use chart::{Chart, File};

use crate::documents::Documents;
use crate::linter::Linter;
use crate::message::Severity;
use crate::root::Shape;

const FOLDER: &str = "crds/";

pub(crate) fn check(linter: &mut Linter<'_>) {
    match linter.shape("crds") {
        None => return,
        Some(Shape::Folder) => {}
        Some(Shape::File) => {
            linter.check(Severity::Error, FOLDER, Err("not a directory".to_owned()));
            return;
        }
    }
    match linter.load() {
        Ok(loaded) => {
            let mut files = Vec::new();
            collect(&loaded.chart, &mut files);
            // The first file that is no YAML ends it all.
            let _ = files.into_iter().try_for_each(|file| check_file(linter, file));
        }
        Err(error) => {
            linter.check(Severity::Error, FOLDER, Err(error.to_string()));
        }
    }
}

/// The chart's own CRDs, then those of the charts within (Helm: `Chart.CRDObjects`).
fn collect<'c>(chart: &'c Chart, files: &mut Vec<&'c File>) {
    files.extend(chart.crds());
    for dependency in &chart.dependencies {
        collect(dependency, files);
    }
}

/// Whether to go on.
fn check_file(linter: &mut Linter<'_>, file: &File) -> Result<(), ()> {
    for document in Documents::new(&file.data) {
        let manifest = match document {
            Ok(manifest) => manifest,
            Err(error) => {
                linter.check(Severity::Error, &file.path, Err(format!("unable to parse YAML: {error}")));
                return Err(());
            }
        };
        let Some(manifest) = manifest else {
            continue;
        };
        if !manifest.api_version.starts_with("apiextensions.k8s.io") {
            let text = "apiVersion is not in 'apiextensions.k8s.io'";
            linter.check(Severity::Error, &file.path, Err(text.to_owned()));
        }
        if manifest.kind != "CustomResourceDefinition" {
            let text = "object kind is not 'CustomResourceDefinition'";
            linter.check(Severity::Error, &file.path, Err(text.to_owned()));
        }
    }
    Ok(())
}
