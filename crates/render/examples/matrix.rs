//! A chart in every combination of values and Kubernetes versions, in one process.
//!
//! `matrix CHART.tgz VERSION,VERSION… VALUES.yaml…` prints a line for each render: values, version, bytes of what
//! `helm template rel CHART.tgz --namespace ns` would print. `benches/run` measures it.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::{env, fs, io};

use chart::ArchiveRules;
use gostd::time::Location;
use render::output::{self, Selection};
use render::values::capabilities::{Capabilities, KubeVersion};
use render::values::{Dialect, Sources, Table};
use render::{Moment, Release, Renderer, Scenario};

/// The one that `portolan` has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [archive, versions, values @ ..] = arguments.as_slice() else {
        return Err("usage: matrix CHART.tgz VERSION,VERSION… VALUES.yaml…".into());
    };
    let loaded = chart::load_archive_by(ArchiveRules::Helm, &fs::read(archive)?)?;
    let mut names = Vec::new();
    let mut scenarios = Vec::new();
    for file in values {
        let table = read(file)?;
        for version in versions.split(',') {
            names.push(format!("{file} {version}"));
            scenarios.push(scenario(table.clone(), version)?);
        }
    }
    let mut text = String::new();
    for (name, rendered) in names.iter().zip(Renderer::new(&loaded.chart).render_all(&scenarios)) {
        let output = rendered.result.map_err(|error| format!("{name}: {error}"))?;
        let bytes = output::stream(&[], &output.manifests, Selection::default()).len();
        writeln!(text, "{name} {bytes}")?;
    }
    Ok(io::stdout().write_all(text.as_bytes())?)
}

fn read(file: &str) -> Result<Table> {
    let sources = Sources { files: vec![(file.to_owned(), fs::read(file)?)], ..Sources::default() };
    Ok(sources.merge(&|name| Err(format!("{name}: no further files")))?)
}

fn scenario(values: Table, version: &str) -> Result<Scenario> {
    let mut capabilities = Capabilities::helm_4();
    capabilities.kube_version = KubeVersion::parse(version)?;
    Ok(Scenario {
        release: Release::template("rel", "ns"),
        capabilities,
        values,
        dialect: Dialect::Helm4,
        moment: Moment {
            now: (1_750_000_000, 0),
            zone: Location::utc().as_local("UTC"),
            seed: [7; 32],
            keys: render::Keys::default(),
        },
        skip_schema_validation: false,
        lint: false,
        debug: false,
    })
}
