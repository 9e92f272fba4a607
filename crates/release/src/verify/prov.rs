//! Step 5: the provenance file in the manifest.

use provenance::Keyring;

use super::chart::VerifiedChart;
use super::judged::Judged;
use super::request::{Request, Requirement};

const WHAT: &str = "provenance file";

/// Lines about the provenance file, and what it proves.
pub(super) fn judge(chart: &VerifiedChart, request: &Request<'_>) -> Vec<Judged> {
    let Some((layer, file)) = &chart.provenance else {
        let detail = "the manifest has no layer with one; `helm pull --verify` will fail";
        return vec![match request.requires(Requirement::Provenance) {
            true => Judged::failed(WHAT, None, format!("{detail}; expected one, because it is required")),
            false => Judged::absent(WHAT, detail),
        }];
    };
    let digest = Some(&layer.digest);
    let judged = match request.keyring {
        Some(keyring) => proven(chart, file, keyring, request.now),
        None => told(chart, file).map(|()| None),
    };
    vec![match judged {
        Ok(Some(detail)) => Judged::verified(WHAT, digest, detail),
        Ok(None) => {
            Judged::present(WHAT, digest, "names the archive and the chart; not verified: no keyring was given")
        }
        Err(error) => Judged::failed(WHAT, digest, error.to_string()).hint(error.hint()),
    }]
}

fn proven(
    chart: &VerifiedChart,
    file: &[u8],
    keyring: &Keyring,
    now: i64,
) -> Result<Option<String>, provenance::Error> {
    let name = chart.file_name();
    let verified = provenance::verify(file, &name, &chart.archive, &chart.chart.metadata, keyring, now)?;
    let names = verified.user_ids.join(", ");
    Ok(Some(format!("by {names}, key {}, over {}", verified.fingerprint, verified.hash)))
}

fn told(chart: &VerifiedChart, file: &[u8]) -> Result<(), provenance::Error> {
    provenance::agree(file, &chart.file_name(), &chart.archive, &chart.chart.metadata)
}
