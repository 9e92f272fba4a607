//! What a render depends on besides the chart.

use gostd::time::Location;

use crate::keys::Keys;
use crate::values::capabilities::Capabilities;
use crate::values::{Dialect, Table};

/// `.Release`.
#[derive(Clone, Debug)]
pub struct Release {
    /// `.Release.Name`
    pub name: String,
    /// `.Release.Namespace`
    pub namespace: String,
    /// `.Release.Revision`
    pub revision: i64,
    /// `.Release.IsInstall`
    pub is_install: bool,
    /// `.Release.IsUpgrade`
    pub is_upgrade: bool,
}

impl Release {
    /// The release that `helm template` pretends.
    #[must_use]
    pub fn template(name: &str, namespace: &str) -> Self {
        Self {
            name: name.to_owned(),
            namespace: namespace.to_owned(),
            revision: 1,
            is_install: true,
            is_upgrade: false,
        }
    }

    /// The release that `helm lint` pretends.
    #[must_use]
    pub fn lint(namespace: &str) -> Self {
        let name = "test-release".to_owned();
        Self { name, namespace: namespace.to_owned(), revision: 0, is_install: false, is_upgrade: false }
    }
}

/// What functions of time and chance see. Equal moments give equal renders.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Now: seconds since 1970 in UTC, and nanoseconds.
    pub now: (i64, u32),
    /// The local zone, as [`Location::as_local`] makes it.
    pub zone: Location,
    /// The seed of all randomness.
    pub seed: [u8; 32],
    /// Keys made in renders with the same seed.
    pub keys: Keys,
}

/// One render: what is released, for which cluster, with which values.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// `.Release`
    pub release: Release,
    /// `.Capabilities`
    pub capabilities: Capabilities,
    /// The user's values, merged.
    pub values: Table,
    /// Whose rules hold where Helm's versions differ.
    pub dialect: Dialect,
    /// Time and chance.
    pub moment: Moment,
    /// Leaves the charts' `values.schema.json` aside.
    pub skip_schema_validation: bool,
    /// `required` and `fail` say nothing, as in `helm lint`.
    pub lint: bool,
    /// Logs what Helm logs with `--debug`, too.
    pub debug: bool,
}
