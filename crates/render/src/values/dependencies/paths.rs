//! Looking up dotted paths (Helm: `pkg/chart/common/values.go`).

use crate::values::node::{Live, Node};

/// The table at a path, made live on the way; the error is the name that is no table (`Values.Table`).
pub(super) fn table_at<'v, 'p>(values: &Live<'v>, path: &'p str) -> Result<Live<'v>, &'p str> {
    path.split('.').try_fold(values.clone(), |table, name| table.table(name).ok_or(name))
}

/// The value at a path, which is no table (`Values.PathValue`).
pub(super) fn path_value<'v>(values: &Live<'v>, path: &str) -> Option<Node<'v>> {
    let (table, name) = match path.rsplit_once('.') {
        Some((parents, name)) => (table_at(values, parents).ok()?, name),
        None => (values.clone(), path),
    };
    table.get(name).filter(|node| !node.is_table())
}
