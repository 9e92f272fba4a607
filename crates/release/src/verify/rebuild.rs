//! `portolan verify --rebuild`: the release made again from its source, and compared.
//!
//! Only what nobody can make again is taken from the release: the provenance file, which needs its signer's key.

use chart::Chart;

use super::chart::VerifiedChart;
use super::judged::{Judged, Step};
use crate::artifact;

/// Lines about a release that was made again from `source` at `source_time`: content, package and manifest.
pub fn rebuild(published: &VerifiedChart, source: &Chart, source_time: i64) -> Step {
    let objects = match compared(published, source, source_time) {
        Ok(objects) => objects,
        Err(detail) => vec![Judged::failed("rebuilt package", None, detail)],
    };
    Step { number: 9, name: "rebuild", objects }
}

fn compared(published: &VerifiedChart, source: &Chart, source_time: i64) -> Result<Vec<Judged>, String> {
    let again =
        artifact::rebuild(source, source_time, published.provenance.clone()).map_err(|error| error.to_string())?;
    let ours = chart::load_archive(&again.layer.1).map_err(|error| error.to_string())?;
    let differences = chart::compare::compare(&published.chart, &ours).lines();
    let content = match differences.is_empty() {
        true => Judged::verified("content", None, "every file is that of the source"),
        false => Judged::failed("content", None, format!("published → source: {}", differences.join("; "))),
    };
    let digest = |what: &str, found: &oci::Digest, expected: &oci::Digest| match found == expected {
        true => Judged::verified(what, Some(found), "built again from the source"),
        false => Judged::failed(what, Some(found), format!("the source gives {expected}")),
    };
    Ok(vec![
        content,
        digest("package", &published.layer, &again.layer.0.digest),
        digest("manifest", &published.manifest.digest, &again.manifest.digest),
    ])
}
