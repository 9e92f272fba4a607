//! Examples of pages as charts.
//!
//! A page has the sections `## Bad` and `## Good`; each is one or several examples, separated by `### …`. An example is
//! fenced blocks, whose info string says what they are, after the language:
//!
//! * ```` ```yaml Chart.yaml ````: a file of the chart. In `Chart.yaml`, `artifacthub-pkg.yml` and `artifacthub-repo.yml`
//!   the keys replace those of a chart that every rule is content with (annotations one by one); any other file is whole.
//! * ```` ```yaml Chart.yaml whole ````: the whole file.
//! * ```` ```text templates/x.yaml bytes=1100000 ````: the text is repeated up to that size.
//! * ```` ```text data.bin random=900000 ````: so many bytes that nothing packs.
//! * ```` ```text remove README.md ````: the file is not there; `remove Chart.yaml#appVersion`: nor is that key,
//!   `remove Chart.yaml#annotations.artifacthub.io/images`: nor that annotation.
//! * ```` ```text link docs ````: a symbolic link to the path in the text.
//! * ```` ```json baseline ````: a baseline that findings are judged by.
//! * ```` ```yaml facts ````: what edges know, [`Facts`]; beside it `kubernetes`, the versions that the chart is for.
//!
//! Blocks without a second word are for the reader only.

use std::collections::BTreeMap;

use chart::MemoryFolder;
use gostd::time::Location;
use render::values::capabilities::KubeVersion;
use render::{Keys, Moment};

use crate::policy::{self, Baseline, Policy};
use crate::subject::Setting;
use crate::{Facts, Finding, Inputs, NamedFile, Selection, Subject, check};

const CHART: &str = "apiVersion: v2\nname: demo\nversion: 1.2.3\ndescription: Shows what a chart looks like\nicon: https://demo.example/icon.png\nappVersion: \"1.0\"\nannotations:\n  artifacthub.io/changes: |\n    - kind: added\n      description: first\n  artifacthub.io/images: |\n    - name: demo\n      image: r.io/team/demo:1.0@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  artifacthub.io/license: Apache-2.0\n  artifacthub.io/links: |\n    - name: home\n      url: https://demo.example\n  artifacthub.io/operator: \"false\"\n";
const PACKAGE: &str = "version: 1.2.3\nname: demo\ndisplayName: Demo\ncreatedAt: 2026-01-31T12:00:00Z\ndescription: d\nappVersion: \"1.0\"\nlinks:\n- name: home\n  url: https://demo.example\n";
const REPOSITORY: &str =
    "repositoryID: 8f14e45f-ceea-467f-9b1d-3d8c2f0a7e11\nowners:\n- {name: a, email: a@demo.example}\n";
const VALUES: &str =
    "image: r.io/team/demo:1.0@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
const SCHEMA: &str = "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"image\": {\"type\": \"string\"}, \"global\": {\"type\": \"object\"}}}\n";
const TEMPLATE: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name | trunc 40 | trimSuffix \"-\" }}-demo\nspec:\n  containers:\n    - name: demo\n      image: {{ .Values.image }}\n";
const README: &str =
    "# Demo\n\nInstall version 1.2.3 with `helm install demo oci://r.io/charts/demo --version 1.2.3`.\n";

const REPOSITORY_FILE: &str = "artifacthub-repo.yml";

/// The day on which exceptions are judged.
const TODAY: &str = "2026-06-30";

/// One example.
#[derive(Clone, Debug)]
pub struct Example {
    files: BTreeMap<String, Vec<u8>>,
    links: Vec<(String, String)>,
    repository: Option<String>,
    kubernetes: Vec<String>,
    baseline: Option<Baseline>,
    pub facts: Facts,
}

impl Example {
    /// A chart that every rule is content with.
    pub fn good() -> Self {
        let files = [
            ("Chart.yaml", CHART),
            ("artifacthub-pkg.yml", PACKAGE),
            ("README.md", README),
            ("LICENSE", "Apache License, Version 2.0\n"),
            ("values.yaml", VALUES),
            ("values.schema.json", SCHEMA),
            ("templates/pod.yaml", TEMPLATE),
            (".helmignore", "ci/\nartifacthub-pkg.yml\n"),
        ];
        Self {
            files: files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect(),
            links: Vec::new(),
            repository: Some(REPOSITORY.to_owned()),
            kubernetes: vec!["1.31".to_owned(), "1.34".to_owned()],
            baseline: None,
            facts: Facts::default(),
        }
    }

    /// Applies one block.
    pub fn with(mut self, info: &str, text: &str) -> Self {
        let words: Vec<&str> = info.split_whitespace().skip(1).collect();
        match words.as_slice() {
            [] => {}
            ["baseline"] => {
                self.baseline = Some(Baseline::parse("baseline.json", Default::default(), text.as_bytes()).unwrap())
            }
            ["facts"] => self = self.with_facts(text),
            ["remove", what] => self.remove(what),
            ["link", path] => self.links.push(((*path).to_owned(), text.trim().to_owned())),
            ["artifacthub-repo.yml"] => {
                let base = self.repository.clone().unwrap_or_default();
                self.repository = Some(merged(&base, text));
            }
            ["artifacthub-repo.yml", "whole"] => self.repository = Some(text.to_owned()),
            [path @ ("Chart.yaml" | "artifacthub-pkg.yml")] => {
                let base = String::from_utf8(self.files.get(*path).cloned().unwrap_or_default()).unwrap();
                self.files.insert((*path).to_owned(), merged(&base, text).into_bytes());
            }
            [path] | [path, "whole"] => {
                self.files.insert((*path).to_owned(), text.as_bytes().to_vec());
            }
            [path, size] if size.starts_with("random=") => {
                let size = size.trim_start_matches("random=").parse().unwrap();
                self.files.insert((*path).to_owned(), random(size));
            }
            [path, size] => {
                let size = size.strip_prefix("bytes=").unwrap_or_else(|| panic!("{info}")).parse().unwrap();
                let bytes = text.bytes().cycle().take(size).collect();
                self.files.insert((*path).to_owned(), bytes);
            }
            _ => panic!("{info}"),
        }
        self
    }

    /// The files, `artifacthub-repo.yml` among them.
    pub fn names(&self) -> Vec<String> {
        self.files.keys().cloned().chain([REPOSITORY_FILE.to_owned()]).collect()
    }

    /// Changes the bytes of a file.
    pub fn change(&mut self, name: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) {
        if name == REPOSITORY_FILE {
            let text = self.repository.take().unwrap_or_default();
            self.repository = Some(String::from_utf8_lossy(&change(text.as_bytes())).into_owned());
        } else if let Some(text) = self.files.get_mut(name) {
            *text = change(text);
        }
    }

    fn with_facts(mut self, text: &str) -> Self {
        let json = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
        let mut value: serde_json::Value = serde_json::from_str(&gostd::json::encode(&json)).unwrap();
        if let Some(kubernetes) = value.as_object_mut().unwrap().shift_remove("kubernetes") {
            self.kubernetes = serde_json::from_value(kubernetes).unwrap();
        }
        self.facts = serde_json::from_value(value).unwrap();
        self
    }

    fn remove(&mut self, what: &str) {
        if what == "artifacthub-repo.yml" {
            self.repository = None;
            return;
        }
        let Some((file, key)) = what.split_once('#') else {
            assert!(self.files.remove(what).is_some(), "{what} is not there");
            return;
        };
        let text = String::from_utf8(self.files[file].clone()).unwrap();
        let kept = match key.strip_prefix("annotations.") {
            None => without(&segments(&text, ""), key),
            Some(annotation) => {
                let top = segments(&text, "");
                let head = |(name, text): &(String, String)| {
                    if name != "annotations" {
                        return text.clone();
                    }
                    let (line, below) = text.split_once('\n').unwrap();
                    format!("{line}\n{}", without(&segments(below, "  "), annotation))
                };
                top.iter().map(head).collect()
            }
        };
        assert_ne!(kept, text, "{what} is not there");
        self.files.insert(file.to_owned(), kept.into_bytes());
    }

    /// What the rules say about it.
    pub fn findings(&self) -> Vec<Finding> {
        let folder =
            self.files.iter().fold(MemoryFolder::at("demo"), |folder, (path, text)| folder.with(path, text.clone()));
        let folder = self.links.iter().fold(folder, |folder, (path, target)| folder.with_link(path, target));
        let loaded = match chart::load_folder(&folder) {
            Ok(loaded) => loaded,
            Err(error) => return vec![crate::load_failure("demo", None, error.to_string(), error.hint())],
        };
        let package = self.files.get("artifacthub-pkg.yml").cloned();
        let package = package.map(|bytes| NamedFile { path: "demo/artifacthub-pkg.yml".to_owned(), bytes });
        let repository = self.repository.clone();
        let repository =
            repository.map(|text| NamedFile { path: "artifacthub-repo.yml".to_owned(), bytes: text.into_bytes() });
        let kubernetes: Vec<KubeVersion> =
            self.kubernetes.iter().map(|version| KubeVersion::parse(version).unwrap()).collect();
        let moment = Moment {
            now: (1_700_000_000, 0),
            zone: Location::utc().as_local("UTC"),
            seed: [7; 32],
            keys: Keys::default(),
        };
        let subject = Subject::new(Inputs {
            loaded: &loaded,
            folder: &folder,
            path: "demo",
            package_file: package.as_ref(),
            repository_file: repository.as_ref(),
            repository_id_origin: None,
            kubernetes: &kubernetes,
            values: &[],
            setting: Setting { namespace: "default", moment: &moment },
        });
        let found = check(&subject, &self.facts, &Selection::default());
        let policy = Policy { baseline: self.baseline.clone(), ..Policy::default() };
        let inline = subject.inline();
        let judged = [policy.judge(found, &inline.exceptions, TODAY)];
        let unused = policy::unused(&policy, &inline.exceptions, &judged, &Selection::default(), (TODAY, true));
        let stale = self.baseline.iter().flat_map(|baseline| baseline.stale(&judged)).collect();
        let [judged] = judged;
        [judged.findings, inline.wrong, unused, stale].concat()
    }
}

/// Bytes without any pattern, always the same.
fn random(size: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..size).map(|_| next()).collect()
}

/// A YAML mapping with the keys of another one laid over it, as text.
fn merged(base: &str, over: &str) -> String {
    let mut all = segments(base, "");
    for (key, text) in segments(over, "") {
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) if key == "annotations" => *known = merged_annotations(known, &text),
            Some((_, known)) => *known = text,
            None => all.push((key, text)),
        }
    }
    all.into_iter().map(|(_, text)| text).collect()
}

fn merged_annotations(base: &str, over: &str) -> String {
    let below = |text: &str| segments(text.split_once('\n').unwrap().1, "  ");
    let mut all = below(base);
    for (key, text) in below(over) {
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = text,
            None => all.push((key, text)),
        }
    }
    let all: String = all.into_iter().map(|(_, text)| text).collect();
    format!("annotations:\n{all}")
}

/// The members of a block mapping: key, and lines from it up to the next key.
fn segments(text: &str, indent: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let own = line.strip_prefix(indent).filter(|rest| !rest.starts_with([' ', '-', '\n', '#']));
        match (own.and_then(|rest| rest.split_once(':')), found.last_mut()) {
            (Some((key, _)), _) => found.push((key.to_owned(), line.to_owned())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => found.push((String::new(), line.to_owned())),
        }
    }
    found
}

fn without(segments: &[(String, String)], key: &str) -> String {
    segments.iter().filter(|(known, _)| known != key).map(|(_, text)| text.as_str()).collect()
}
