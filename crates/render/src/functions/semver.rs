//! `semver` and `semverCompare` over Masterminds/semver 3.5.

use gostd::semver::{Constraints, Version};
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::semver_version::Pointer;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("semver", &[Param::String], semver),
    fixed("semverCompare", &[Param::String, Param::String], semver_compare),
];

/// What reading a version takes, or one bound of a constraint.
const STEPS: usize = 20;

fn version(call: &mut Call<'_>, index: usize) -> Result<Version, Error> {
    call.context.work(STEPS)?;
    Version::parse(&call.text(index)).map_err(|error| Error::new(error.to_string()))
}

fn semver(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Pointer::value(version(call, 0)?))
}

/// Whether the version in the second argument satisfies the constraint in the first.
fn semver_compare(call: &mut Call<'_>) -> Result<Value, Error> {
    call.context.work(STEPS + call.string(0).len())?;
    let constraints = Constraints::parse(&call.text(0)).map_err(|error| Error::new(error.to_string()))?;
    Ok(constraints.check(&version(call, 1)?).into())
}
