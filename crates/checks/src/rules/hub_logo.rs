use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/logo",
    severity: Severity::Warning,
    summary: "Artifact Hub can download the icon and make a logo of it.",
    page: include_str!("hub_logo.md"),
    look,
};

/// Formats that can't be decoded: PNG, JPEG, GIF, TIFF, BMP and SVG can.
const UNREADABLE: [&str; 4] = ["webp", "ico", "avif", "heic"];

/// Characters of the address that are shown.
const SHOWN: usize = 100;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let told = told::notes(subject, Told::Logo).map(|(_, seen)| seen);
    let icon = &subject.chart.metadata.icon;
    let seen = hazard(icon).filter(|_| !icon.is_empty()).map(|(severity, message, hint)| {
        let cut = icon.char_indices().nth(SHOWN).and_then(|(end, _)| icon.get(..end));
        let shown = cut.map_or_else(|| icon.clone(), |start| format!("{start}…"));
        let seen = Observation::of(&subject.chart_yaml(), format!("icon {shown}: {message}"));
        seen.at(subject.field("icon")).hint(hint).severity(severity)
    });
    told.chain(seen).collect()
}

fn hazard(icon: &str) -> Option<(Severity, String, &'static str)> {
    let formats = "use a PNG or SVG";
    if let Some(data) = icon.strip_prefix("data:") {
        let kind = data.split([';', ',']).next().unwrap_or_default();
        let format = UNREADABLE.iter().find(|format| kind == format!("image/{format}"))?;
        return Some((Severity::Warning, format!("Artifact Hub can't read {format}, so there is no logo"), formats));
    }
    let address = "write an address that begins with https://";
    let Some(rest) = icon.strip_prefix("https://").or_else(|| icon.strip_prefix("http://")) else {
        return Some((Severity::Warning, "it can't be downloaded, so there is no logo".to_owned(), address));
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.split('#').next().unwrap_or(path).to_lowercase();
    if let Some(format) = path.rsplit_once('.').and_then(|(_, end)| UNREADABLE.iter().find(|format| end == **format)) {
        return Some((Severity::Warning, format!("Artifact Hub can't read {format}, so there is no logo"), formats));
    }
    let host = path.split('/').next().unwrap_or_default();
    if host == "github.com" && path.split('/').nth(3) == Some("blob") && !query.contains("raw=") {
        let message = "that is a page about the picture, so there is no logo".to_owned();
        return Some((
            Severity::Warning,
            message,
            "use the address behind the button `Raw`, or a web site of your own, for example GitHub Pages",
        ));
    }
    let message = "this host limits how often one asks; without an answer the version has no logo for good".to_owned();
    (host == "raw.githubusercontent.com").then_some((
        Severity::Info,
        message,
        "put it on a web site of your own, for example GitHub Pages",
    ))
}
