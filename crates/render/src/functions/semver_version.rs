//! Versions as templates see them: `*semver.Version` from `semver`, `semver.Version` from its `Inc…` and `Set…`
//! methods, which lacks the methods of pointers.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use gostd::semver::Version;
use gotemplate::{Call, Error, Function, Int, Object, Param, Str, Value};

use super::fixed;
use super::text::NIL_DEREFERENCE;

const POINTER: &str = "*semver.Version";
const STRUCT: &str = "semver.Version";

/// `*semver.Version`
#[derive(Debug)]
pub(super) struct Pointer(Version);

/// `semver.Version`
#[derive(Debug)]
struct Struct(Version);

impl Pointer {
    pub(super) fn value(version: Version) -> Value {
        Value::Object(Rc::new(Self(version)))
    }
}

impl Object for Pointer {
    fn type_name(&self) -> &str {
        POINTER
    }

    fn kind_name(&self) -> &str {
        "ptr"
    }

    fn methods(&self) -> &'static [Function] {
        POINTER_METHODS
    }

    fn text(&self) -> Str {
        self.0.to_string().into()
    }

    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        Some(insides(&self.0))
    }

    fn to_plain(&self) -> Option<Value> {
        Some(self.0.to_string().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Struct {
    fn type_name(&self) -> &str {
        STRUCT
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn methods(&self) -> &'static [Function] {
        STRUCT_METHODS
    }

    fn text(&self) -> Str {
        self.0.to_string().into()
    }

    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        Some(insides(&self.0))
    }

    fn to_plain(&self) -> Option<Value> {
        Some(self.0.to_string().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn insides(version: &Version) -> Vec<(&'static str, Value)> {
    let number = |number: u64| Value::Int(Int::uint64(number));
    vec![
        ("major", number(version.major)),
        ("minor", number(version.minor)),
        ("patch", number(version.patch)),
        ("pre", Value::from(version.prerelease.as_str())),
        ("metadata", Value::from(version.build.as_str())),
        ("original", Value::from(version.original())),
    ]
}

static POINTER_METHODS: &[Function] = &[
    fixed("Original", &[Param::Object(POINTER)], |call| Ok(version(call, 0)?.original().into())),
    fixed("Compare", &[Param::Object(POINTER), Param::Object(POINTER)], compare),
    fixed("Equal", &[Param::Object(POINTER), Param::Object(POINTER)], |call| ordered(call, Ordering::is_eq)),
    fixed("LessThan", &[Param::Object(POINTER), Param::Object(POINTER)], |call| ordered(call, Ordering::is_lt)),
    fixed("LessThanEqual", &[Param::Object(POINTER), Param::Object(POINTER)], |call| ordered(call, Ordering::is_le)),
    fixed("GreaterThan", &[Param::Object(POINTER), Param::Object(POINTER)], |call| ordered(call, Ordering::is_gt)),
    fixed("GreaterThanEqual", &[Param::Object(POINTER), Param::Object(POINTER)], |call| ordered(call, Ordering::is_ge)),
    fixed("Major", &[Param::Object(POINTER)], major),
    fixed("Minor", &[Param::Object(POINTER)], minor),
    fixed("Patch", &[Param::Object(POINTER)], patch),
    fixed("Prerelease", &[Param::Object(POINTER)], prerelease),
    fixed("Metadata", &[Param::Object(POINTER)], metadata),
    fixed("String", &[Param::Object(POINTER)], string),
    fixed("IncMajor", &[Param::Object(POINTER)], inc_major),
    fixed("IncMinor", &[Param::Object(POINTER)], inc_minor),
    fixed("IncPatch", &[Param::Object(POINTER)], inc_patch),
    fixed("SetPrerelease", &[Param::Object(POINTER), Param::String], set_prerelease),
    fixed("SetMetadata", &[Param::Object(POINTER), Param::String], set_metadata),
];

static STRUCT_METHODS: &[Function] = &[
    fixed("Major", &[Param::Object(STRUCT)], major),
    fixed("Minor", &[Param::Object(STRUCT)], minor),
    fixed("Patch", &[Param::Object(STRUCT)], patch),
    fixed("Prerelease", &[Param::Object(STRUCT)], prerelease),
    fixed("Metadata", &[Param::Object(STRUCT)], metadata),
    fixed("String", &[Param::Object(STRUCT)], string),
    fixed("IncMajor", &[Param::Object(STRUCT)], inc_major),
    fixed("IncMinor", &[Param::Object(STRUCT)], inc_minor),
    fixed("IncPatch", &[Param::Object(STRUCT)], inc_patch),
    fixed("SetPrerelease", &[Param::Object(STRUCT), Param::String], set_prerelease),
    fixed("SetMetadata", &[Param::Object(STRUCT), Param::String], set_metadata),
];

/// The version in an argument. A nil pointer is the only other thing that can stand there.
fn version<'a>(call: &Call<'a>, index: usize) -> Result<&'a Version, Error> {
    let inner = match call.value(index) {
        Value::Object(object) => inner(&**object),
        _ => None,
    };
    inner.ok_or_else(|| Error::new(NIL_DEREFERENCE))
}

fn inner(object: &dyn Object) -> Option<&Version> {
    let pointed = object.as_any().downcast_ref::<Pointer>().map(|pointer| &pointer.0);
    pointed.or_else(|| object.as_any().downcast_ref::<Struct>().map(|version| &version.0))
}

/// The text that a version was read from; nothing for other objects.
pub(super) fn original(object: &dyn Object) -> Option<&str> {
    inner(object).map(Version::original)
}

fn ordered(call: &Call<'_>, holds: fn(Ordering) -> bool) -> Result<Value, Error> {
    Ok(holds(version(call, 0)?.cmp(version(call, 1)?)).into())
}

fn compare(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::int(version(call, 0)?.cmp(version(call, 1)?) as i64))
}

fn major(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Int(Int::uint64(version(call, 0)?.major)))
}

fn minor(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Int(Int::uint64(version(call, 0)?.minor)))
}

fn patch(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Int(Int::uint64(version(call, 0)?.patch)))
}

fn prerelease(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(version(call, 0)?.prerelease.as_str().into())
}

fn metadata(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(version(call, 0)?.build.as_str().into())
}

fn string(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(version(call, 0)?.to_string().into())
}

fn inc_major(call: &mut Call<'_>) -> Result<Value, Error> {
    let major = increment(version(call, 0)?.major, "major")?;
    changed(&format!("{major}.0.0"))
}

fn inc_minor(call: &mut Call<'_>) -> Result<Value, Error> {
    let version = version(call, 0)?;
    let minor = increment(version.minor, "minor")?;
    changed(&format!("{}.{minor}.0", version.major))
}

/// The release that a prerelease prepares is its next patch.
fn inc_patch(call: &mut Call<'_>) -> Result<Value, Error> {
    let version = version(call, 0)?;
    let patch = if version.is_prerelease() { version.patch } else { increment(version.patch, "patch")? };
    changed(&format!("{}.{}.{patch}", version.major, version.minor))
}

fn increment(number: u64, name: &str) -> Result<u64, Error> {
    number.checked_add(1).ok_or_else(|| Error::new(format!("{name} version increment would overflow uint64")))
}

fn set_prerelease(call: &mut Call<'_>) -> Result<Value, Error> {
    let version = version(call, 0)?;
    let prerelease = call.text(1);
    if !prerelease.is_empty() {
        Version::parse_strict(&format!("0.0.0-{prerelease}")).map_err(|error| Error::new(error.to_string()))?;
    }
    let mut next = version.clone();
    next.prerelease = prerelease;
    Ok(Value::Object(Rc::new(Struct(next))))
}

fn set_metadata(call: &mut Call<'_>) -> Result<Value, Error> {
    let version = version(call, 0)?;
    let metadata = call.text(1);
    if !metadata.is_empty() {
        Version::parse_strict(&format!("0.0.0+{metadata}")).map_err(|error| Error::new(error.to_string()))?;
    }
    let mut next = version.clone();
    next.build = metadata;
    Ok(Value::Object(Rc::new(Struct(next))))
}

fn changed(text: &str) -> Result<Value, Error> {
    let version = Version::parse(text).map_err(|error| Error::new(error.to_string()))?;
    Ok(Value::Object(Rc::new(Struct(version))))
}
