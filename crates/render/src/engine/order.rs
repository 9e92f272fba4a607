//! The order in which templates are parsed and executed. It decides which of two definitions of a name counts, and
//! who sees what others have set.

use chart::File;

use super::templates::Template;
use crate::root::Scope;
use crate::values::Instance;

/// The template files of a chart and of all charts within, with their paths in the tree of charts.
pub(crate) fn template_files<'c>(instance: &Instance<'c>) -> Vec<(String, &'c File)> {
    let mut found = Vec::new();
    collect(instance, instance.name(), &mut found);
    found
}

fn collect<'c>(instance: &Instance<'c>, path: &str, found: &mut Vec<(String, &'c File)>) {
    found.extend(instance.chart.templates.iter().map(|file| (format!("{path}/{}", file.path), file)));
    for child in &instance.dependencies {
        collect(child, &format!("{path}/charts/{}", child.name()), found);
    }
}

/// The templates of all scopes: those with more parts in their path first, equal ones backwards by name.
pub(super) fn ordered<'s>(scopes: &'s [Scope<'s>]) -> Vec<Template<'s>> {
    let mut templates: Vec<Template<'s>> = scopes.iter().flat_map(templates_of).collect();
    templates.sort_by(|a, b| b.depth().cmp(&a.depth()).then_with(|| b.path.cmp(&a.path)));
    // Of two charts at one path the last counts, as in Go's map.
    templates.dedup_by(|a, b| a.path == b.path);
    templates
}

/// A library offers its partials only.
fn templates_of<'s>(scope: &'s Scope<'s>) -> impl Iterator<Item = Template<'s>> {
    let is_library = scope.instance.metadata.chart_type.eq_ignore_ascii_case("library");
    let all = scope.instance.chart.templates.iter();
    let all = all.map(|file| Template { scope, file, path: format!("{}/{}", scope.path, file.path) });
    all.filter(move |template| !is_library || template.is_partial())
}
