//! What comes from the chart itself (TS `preparePackage`, `EnrichPackageFromChart`).

use chart::{Chart, File};

use super::license::{self, Detected};
use super::note::{Effect, Notes, Topic};
use super::{Cosign, FoundAt, Logo, Prepared, Provenance, Rendered, Seen, Version, dependencies, images};
use crate::package::{ChartData, ContainerImage, Link, Maintainer, Package, RepositorySummary, lower};

/// The package before its annotations are looked at.
pub(super) fn prepare(
    at: &FoundAt<'_>,
    version: &Version,
    chart: &Chart,
    seen: &Seen<'_>,
    notes: &mut Notes<'_>,
) -> Prepared {
    let metadata = &chart.metadata;
    let mut package = Package {
        name: version.package.clone(),
        version: version.version.clone(),
        content_url: version.content_url.clone(),
        repository: summary(at),
        description: metadata.description.clone(),
        keywords: metadata.keywords.clone(),
        home_url: metadata.home.clone(),
        app_version: metadata.app_version.clone(),
        deprecated: metadata.deprecated,
        is_operator: lower(&metadata.name).contains("operator"),
        license: license(chart, notes),
        links: links(chart),
        readme: readme(chart, notes),
        signatures: signatures(chart, seen, notes),
        containers_images: detected(seen, notes),
        data: data(chart, notes),
        ..Package::default()
    };
    logo(chart, seen, &mut package, notes);
    Prepared {
        package,
        maintainers: maintainers(chart, notes),
        crds: None,
        crds_examples: None,
        schema: chart.schema.as_ref().map(|file| file.data.to_vec()),
    }
}

fn summary(at: &FoundAt<'_>) -> RepositorySummary {
    let repository = at.repository;
    let name = repository.name.map(str::to_owned);
    RepositorySummary { name, url: repository.url.to_owned(), kind: repository.kind }
}

/// A failure is told only of charts that are not deprecated, under the chart's own name and version.
fn warn(chart: &Chart, subject: &str, error: &str, notes: &mut Notes<'_>) {
    let metadata = &chart.metadata;
    let topic = if subject == "icon" { Topic::Logo } else { Topic::Signature };
    if metadata.deprecated {
        notes.at(topic.is(Effect::Dropped), subject, None, error);
    } else {
        let error = format!("{error} (package: {} version: {})", metadata.name, metadata.version);
        notes.at(topic.is(Effect::Warning), subject, None, error);
    }
}

fn logo(chart: &Chart, seen: &Seen<'_>, package: &mut Package, notes: &mut Notes<'_>) {
    let icon = &chart.metadata.icon;
    if icon.is_empty() {
        return;
    }
    match seen.logo {
        Logo::Failed(reason) => {
            warn(chart, "icon", &format!("error getting logo image {icon}: {reason}"), notes);
            return;
        }
        Logo::Stored(id) => id.clone_into(&mut package.logo_image_id),
        Logo::NotTried => {}
    }
    icon.clone_into(&mut package.logo_url);
}

/// A provenance file counts if it holds a signature, a signature of cosign if it is there; nothing is verified.
fn signatures(chart: &Chart, seen: &Seen<'_>, notes: &mut Notes<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let signed = |data: &[u8]| data.windows(13).any(|part| part == b"PGP SIGNATURE");
    match seen.provenance {
        Provenance::File(data) if signed(data) => found.push("prov".to_owned()),
        Provenance::File(_) => {
            warn(chart, "provenance", "error checking provenance file: invalid provenance file", notes);
        }
        Provenance::Failed(reason) => {
            let error = format!("error checking provenance file: error pulling provenance layer: {reason}");
            warn(chart, "provenance", &error, notes);
        }
        Provenance::None => {}
    }
    match seen.cosign {
        Cosign::Signed => found.push("cosign".to_owned()),
        Cosign::Failed(reason) => {
            warn(chart, "cosign", &format!("error checking cosign signature: {reason}"), notes);
        }
        Cosign::Unsigned | Cosign::NotTried => {}
    }
    found
}

/// Images of the rendered manifests. Whatever goes wrong with them is not told.
fn detected(seen: &Seen<'_>, notes: &mut Notes<'_>) -> Option<Vec<ContainerImage>> {
    let manifests = match seen.rendered {
        Rendered::Manifests(manifests) => manifests,
        Rendered::Failed(reason) => {
            let message = format!("the chart can't be rendered, so no images are found in it: {reason}");
            notes.at(Topic::Render.is(Effect::Dropped), "images", None, message);
            return None;
        }
        Rendered::NotTried => return None,
    };
    let found = images::detect(manifests);
    for image in &found.unparsable {
        let message = format!("could not parse reference: {image}: because of it, none of the images is stored");
        notes.at(Topic::DetectedImages.is(Effect::Dropped), "images", None, message);
        notes.item(image);
    }
    if let Some(line) = found.cut_at_line {
        let message = format!("line {line} of the manifests is too long: images after it are not found");
        notes.at(Topic::DetectedImages.is(Effect::Dropped), "images", None, message);
    }
    let images = found.stored();
    let image = |image: &String| ContainerImage { image: image.clone(), ..ContainerImage::default() };
    (!images.is_empty()).then(|| images.iter().map(image).collect())
}

fn data(chart: &Chart, notes: &mut Notes<'_>) -> ChartData {
    let metadata = &chart.metadata;
    for (index, dependency) in metadata.dependencies.iter().enumerate() {
        let (name, key) = (&dependency.name, dependency.key());
        if !dependencies::is_enabled(chart, dependency) {
            let message = format!("{key} is off by default, so it is not shown");
            notes.dependency(Topic::Dependency.is(Effect::Dropped), index, key, message);
        } else if key != name {
            let message = format!("{name} is shown under its alias {key}");
            notes.dependency(Topic::Dependency.is(Effect::Changed), index, &format!("{name} as {key}"), message);
        }
    }
    ChartData {
        api_version: metadata.api_version.clone(),
        kube_version: metadata.kube_version.clone(),
        chart_type: metadata.chart_type.clone(),
        dependencies: dependencies::shown(chart),
    }
}

/// Only a file with exactly this name counts.
fn license(chart: &Chart, notes: &mut Notes<'_>) -> String {
    let Some(file) = chart.files.iter().find(|file| file.path == "LICENSE") else {
        for file in chart.files.iter().filter(|file| is_other_license(&file.path)) {
            let message = "a licence is looked for in a file named LICENSE only";
            notes.file(Topic::License.is(Effect::Ignored), &file.path, message);
        }
        return String::new();
    };
    match license::detect(&file.data) {
        Detected::Sure(id) => id.to_owned(),
        Detected::Tied(ids) => {
            let message = format!("Artifact Hub takes one of {} by chance", ids.join(", "));
            notes.file(Topic::License.is(Effect::Changed), "LICENSE", message);
            ids.first().copied().unwrap_or_default().to_owned()
        }
        Detected::Unknown => {
            let message = "its text is not that of a usual licence";
            notes.file(Topic::License.is(Effect::Ignored), "LICENSE", message);
            String::new()
        }
    }
}

fn is_other_license(path: &str) -> bool {
    let upper = path.to_ascii_uppercase();
    !path.contains('/')
        && (upper.starts_with("LICENSE") || upper.starts_with("LICENCE") || upper.starts_with("COPYING"))
}

/// The name of every link that comes from `sources`.
pub(super) const SOURCE: &str = "source";

fn links(chart: &Chart) -> Option<Vec<Option<Link>>> {
    let sources = chart.metadata.sources.iter();
    let links: Vec<Option<Link>> =
        sources.map(|url| Some(Link { name: SOURCE.to_owned(), url: url.clone() })).collect();
    (!links.is_empty()).then_some(links)
}

fn maintainers(chart: &Chart, notes: &mut Notes<'_>) -> Vec<Option<Maintainer>> {
    let mut kept = Vec::new();
    for (index, found) in chart.metadata.maintainers.iter().enumerate() {
        if found.email.is_empty() {
            let message = format!("{:?} is dropped: it has no `email`", found.name);
            notes.member(Topic::Maintainer.is(Effect::Dropped), ("maintainers", index), &found.name, message);
        } else {
            kept.push(Some(Maintainer { name: found.name.clone(), email: found.email.clone() }));
        }
    }
    kept
}

/// Go: `(?i)^readme\.md$`; the first such file.
fn readme(chart: &Chart, notes: &mut Notes<'_>) -> String {
    let mut readmes = chart.files.iter().filter(|file| file.path.eq_ignore_ascii_case("README.md"));
    let first = readmes.next();
    for other in readmes {
        notes.file(Topic::Readme.is(Effect::Ignored), &other.path, "another README comes before it");
    }
    let Some(file) = first else {
        for file in chart.files.iter().filter(|file| is_other_readme(&file.path)) {
            notes.file(Topic::Readme.is(Effect::Ignored), &file.path, "only README.md beside Chart.yaml is shown");
        }
        return String::new();
    };
    if file.data.is_empty() {
        notes.file(Topic::Readme.is(Effect::Ignored), &file.path, "an empty README is as good as none");
    }
    let text = lossy_text(file);
    for hazard in super::readme::hazards(&text) {
        notes.in_file(Topic::Readme.is(Effect::Hidden), &file.path, hazard.position, hazard.message);
        notes.meant(hazard.instead.as_deref());
    }
    text
}

fn is_other_readme(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_uppercase();
    matches!(name.as_str(), "README" | "README.TXT" | "README.RST" | "README.MARKDOWN" | "README.MD")
}

/// Go's JSON has a U+FFFD for every byte that is no UTF-8.
fn lossy_text(file: &File) -> String {
    let mut text = String::with_capacity(file.data.len());
    for chunk in file.data.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
