//! Where in the values something is, for warnings.

/// A path of names, put together only when a warning needs it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    name: &'p str,
    /// Names above this one.
    pub(super) depth: usize,
}

impl Place<'static> {
    /// Above everything.
    pub(super) const ROOT: Self = Self { parent: None, name: "", depth: 0 };
}

impl<'p> Place<'p> {
    /// One name further.
    pub(super) fn under<'n>(&'n self, name: &'n str) -> Place<'n>
    where
        'p: 'n,
    {
        Place { parent: Some(self), name, depth: self.depth + 1 }
    }

    /// The names joined with dots; nothing is put before the first that is not empty (`concatPrefix`).
    pub(super) fn text(&self) -> String {
        match self.parent.map(Place::text) {
            None => self.name.to_owned(),
            Some(before) if before.is_empty() => self.name.to_owned(),
            Some(before) => format!("{before}.{}", self.name),
        }
    }
}
