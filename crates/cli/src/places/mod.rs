//! Targets and mirrors: a tree of layouts, or a registry namespace.

mod layouts;
mod namespace;
mod reference;
mod shelf;

pub use layouts::Layouts;
pub use namespace::{Namespace, refuse_user_information};
pub use reference::{ChartReference, open, open_or};
pub use shelf::{Shelf, shelf};

use std::path::PathBuf;
use std::sync::Arc;

use release::Place;

use crate::access::{Access, Enter};
use crate::config::{Config, TargetConfig};
use crate::decided::Decided;
use crate::failure::{Failure, Result};

/// The target that is used when nobody names one.
pub const DEFAULT: &str = "oci-layout:dist/oci";
const LAYOUT: &str = "oci-layout:";
const REGISTRY: &str = "oci://";

/// A resolved target with its mirrors.
pub struct Target {
    /// Where charts go.
    pub place: Box<dyn Place>,
    /// Who decided it.
    pub decided_by: String,
    /// Where copies go.
    pub mirrors: Vec<Box<dyn Place>>,
}

/// Resolves `--to`: a name from `portolan.yaml`, `oci-layout:DIR` or `oci://HOST/NAMESPACE`. Without it the target
/// named `local` is used, and without that one `oci-layout:dist/oci`.
///
/// # Errors
/// Exit 2 for a name that is not configured or an address that is none.
pub fn target(to: Option<&str>, config: &Config, access: &Arc<Access>) -> Result<Target> {
    for named in config.targets.values() {
        named
            .mirrors
            .iter()
            .chain([&named.to])
            .try_for_each(|address| place(address, false, config, (access, Enter::ByFiles)).map(drop))?;
    }
    let Some(to) = to else {
        return match config.targets.get("local") {
            Some(local) => configured(local, config, access),
            None => address(&Decided::new(DEFAULT.to_owned(), "default"), false, config, access),
        };
    };
    if let Some(named) = config.targets.get(to) {
        let target = configured(named, config, access)?;
        let decided_by = format!("{} {to}, {}", named_by("--to", "PORTOLAN_TO"), target.decided_by);
        return Ok(Target { decided_by, ..target });
    }
    refuse_unknown(to, config)?;
    address(&Decided::new(to.to_owned(), named_by("--to", "PORTOLAN_TO")), false, config, access)
}

/// Refuses what is neither the name of a target nor an address.
fn refuse_unknown(to: &str, config: &Config) -> Result<()> {
    refuse_user_information(to)?;
    if to.starts_with(LAYOUT) || to.starts_with(REGISTRY) {
        return Ok(());
    }
    let names: Vec<&str> = config.targets.keys().map(String::as_str).collect();
    let failure = Failure::usage(format!("unknown target {to:?}"));
    let near = goyaml::nearest(to, &names).map(|near| format!("did you mean `{near}`? "));
    Err(failure.hint(format!(
        "{}a target is a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE",
        near.unwrap_or_default()
    )))
}

fn configured(target: &TargetConfig, config: &Config, access: &Arc<Access>) -> Result<Target> {
    let resolved = address(&target.to, target.public.value, config, access)?;
    let mirrors = target
        .mirrors
        .iter()
        .map(|mirror| place(mirror, false, config, (access, Enter::ByFiles)))
        .collect::<Result<_>>()?;
    Ok(Target { mirrors, ..resolved })
}

fn address(to: &Decided<String>, public: bool, config: &Config, access: &Arc<Access>) -> Result<Target> {
    Ok(Target {
        place: place(to, public, config, (access, Enter::AsUser))?,
        decided_by: to.decided_by.clone(),
        mirrors: Vec::new(),
    })
}

/// A place from its address.
///
/// # Errors
/// Exit 2 for an address that is none.
fn place(
    to: &Decided<String>,
    public: bool,
    config: &Config,
    (access, enter): (&Arc<Access>, Enter),
) -> Result<Box<dyn Place>> {
    refuse_user_information(&to.value)?;
    if let Some(folder) = layout_folder(to, config) {
        return Ok(Box::new(Layouts::new(folder)));
    }
    if let Some(rest) = to.value.strip_prefix(REGISTRY) {
        return Ok(Box::new(Namespace::new(rest, public, Arc::clone(access), enter, &to.decided_by)?));
    }
    Err(no_address(to))
}

fn no_address(to: &Decided<String>) -> Failure {
    Failure::usage(format!("{}: {:?} is not an address", to.decided_by, to.value))
        .hint("write oci-layout:DIR or oci://HOST/NAMESPACE")
}

/// The folder of `oci-layout:DIR`; in the configuration it is relative to that file.
fn layout_folder(to: &Decided<String>, config: &Config) -> Option<PathBuf> {
    let folder = to.value.strip_prefix(LAYOUT).filter(|folder| !folder.is_empty())?;
    let file = config.path.as_ref().map(|path| path.display().to_string());
    let from_file = file.is_some_and(|file| to.decided_by.starts_with(&file));
    let folder = if from_file { config.folder().join(folder) } else { PathBuf::from(folder) };
    Some(folder.strip_prefix(".").unwrap_or(&folder).to_path_buf())
}

/// Who gave an option: the flag, or the variable that stands for it.
fn named_by(flag: &'static str, variable: &'static str) -> &'static str {
    let is_flag = |text: &str| text.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='));
    let given = |argument: std::ffi::OsString| argument.to_str().is_some_and(is_flag);
    if std::env::args_os().any(given) { flag } else { variable }
}
