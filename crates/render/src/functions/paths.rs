//! Paths: `base`, `dir`, `clean`, `ext`, `isAbs` and their `os` twins, which are the same on Unix.

use gostd::path;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::text::made;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("base", &[Param::String], base),
    fixed("osBase", &[Param::String], base),
    fixed("dir", &[Param::String], dir),
    fixed("osDir", &[Param::String], dir),
    fixed("clean", &[Param::String], clean),
    fixed("osClean", &[Param::String], clean),
    fixed("ext", &[Param::String], ext),
    fixed("osExt", &[Param::String], ext),
    fixed("isAbs", &[Param::String], is_abs),
    fixed("osIsAbs", &[Param::String], is_abs),
];

fn base(call: &mut Call<'_>) -> Result<Value, Error> {
    let path = call.string(0);
    made(call, path::base(path.as_bytes()))
}

fn dir(call: &mut Call<'_>) -> Result<Value, Error> {
    let path = call.string(0);
    made(call, path::dir(path.as_bytes()))
}

fn clean(call: &mut Call<'_>) -> Result<Value, Error> {
    let path = call.string(0);
    made(call, path::clean(path.as_bytes()))
}

fn ext(call: &mut Call<'_>) -> Result<Value, Error> {
    let path = call.string(0);
    made(call, path::ext(path.as_bytes()))
}

fn is_abs(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(path::is_abs(call.string(0).as_bytes()).into())
}
