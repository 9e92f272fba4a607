//! How large the Secret is in which Helm keeps a release (Helm: `pkg/storage/driver/util.go`, `encodeRelease`): JSON of
//! the release, packed by gzip at its best level, as base64. The chart's templates and other files are in it as base64
//! themselves, whether they render to something or not; charts within are not, only what they render to and their
//! values.

use std::io::{self, Write};

use chart::{Chart, File};
use flate2::Compression;
use flate2::write::GzEncoder;
use gostd::base64;
use gostd::json::{Value, encode, quote};
use render::values::{self, Dialect, Log, Table, Values};

use crate::subject::{Object, Renders, Run};

/// What the data of a Secret may have, in bytes (Kubernetes: `core.MaxSecretSize`).
pub const LIMIT: usize = 1024 * 1024;
/// The part of it, in percent, above which a next version may not fit.
pub const WARN_PERCENT: usize = 80;

/// More JSON than this is packed quickly instead of well: it doesn't fit anyway.
const MAX_WELL_PACKED: usize = 32 << 20;
/// Parts whose share is measured.
const MAX_PARTS: usize = 40;
/// Any time: the length of its text counts.
const TIME: &str = "2026-01-31T12:00:00.123456789Z";

/// One thing that takes room in the Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A file of the chart, or `the rendered objects` and the like.
    pub name: String,
    /// Bytes of it in the Secret, packed alone.
    pub bytes: usize,
}

/// A release as it is stored.
pub struct Stored<'a> {
    chart: &'a Chart,
    values: Value,
    manifest: String,
    hooks: String,
}

impl<'a> Stored<'a> {
    /// The release of a chart that is installed as in a run.
    pub fn new(chart: &'a Chart, user: &Table, renders: &Renders, run: Option<&Run>) -> Self {
        let objects: Vec<&Object> = run.map(|run| renders.objects_of(run).collect()).unwrap_or_default();
        let (hooks, installed): (Vec<&Object>, Vec<&Object>) = objects.into_iter().partition(|object| object.is_hook());
        let text = |object: &Object| String::from_utf8_lossy(&object.text).into_owned();
        let source = |object: &Object| format!("{}/{}", chart.name(), object.template);
        let manifest = |object: &&Object| format!("---\n# Source: {}\n{}\n", source(object), text(object));
        let hook = |object: &&Object| {
            let [name, kind, path, text] =
                [&object.head.name, &object.head.kind, &source(object), &text(object)].map(|text| quote(text));
            format!(
                "{{\"name\":{name},\"kind\":{kind},\"path\":{path},\"manifest\":{text},\"events\":[\"post-install\"],\
                 \"last_run\":{{\"phase\":\"\"}},\"delete_policies\":[\"before-hook-creation\"]}}"
            )
        };
        let hooks: Vec<String> = hooks.iter().map(hook).collect();
        let manifest = installed.iter().map(manifest).collect();
        Self { chart, values: own_values(chart, user), manifest, hooks: hooks.join(",") }
    }

    /// Bytes in the Secret, if they may be more than a share of the limit; packing them takes time.
    pub fn size_above(&self, percent: usize) -> Option<usize> {
        let least = LIMIT * percent / 100;
        if self.most() < least {
            return None;
        }
        let json = self.json();
        let quickly = packed(json.as_bytes(), Compression::fast());
        if quickly < least {
            return None;
        }
        let size = if json.len() > MAX_WELL_PACKED { quickly } else { packed(json.as_bytes(), Compression::best()) };
        (size >= least).then_some(size)
    }

    /// More bytes than it can have: the first base64 packs to what it was made of at worst, the second adds a third.
    fn most(&self) -> usize {
        let files: usize = self.files().map(|file| file.data.len() + file.path.len() + TIME.len() + 40).sum();
        let texts = encode(&self.values).len() + self.manifest.len() * 11 / 10 + self.hooks.len() + 4096;
        (files + texts) * 4 / 3 * 105 / 100
    }

    fn files(&self) -> impl Iterator<Item = &File> {
        self.chart.templates.iter().chain(&self.chart.files).chain(&self.chart.schema)
    }

    fn json(&self) -> String {
        let chart = self.chart;
        let schema = chart.schema.as_ref().map_or_else(|| "null".to_owned(), data);
        let lock = chart
            .lock
            .as_ref()
            .and_then(|lock| lock.to_yaml().ok())
            .map_or_else(|| "null".to_owned(), |lock| quote(&lock));
        let notes = chart.templates.iter().find(|file| file.path == "templates/NOTES.txt");
        let notes = notes.map(|file| quote(&String::from_utf8_lossy(&file.data))).unwrap_or_default();
        let notes = if notes.is_empty() { notes } else { format!(",\"notes\":{notes}") };
        let hooks = if self.hooks.is_empty() { String::new() } else { format!(",\"hooks\":[{}]", self.hooks) };
        format!(
            "{{\"name\":\"release-name\",\"info\":{{\"first_deployed\":\"{TIME}\",\"last_deployed\":\"{TIME}\",\
             \"description\":\"Install complete\",\"status\":\"deployed\"{notes}}},\"chart\":{{\"metadata\":{},\
             \"lock\":{lock},\"templates\":{},\"values\":{},\"schema\":{schema},\"schemamodtime\":\"{TIME}\",\
             \"files\":{},\"modtime\":\"{TIME}\"}},\"manifest\":{}{hooks},\"version\":1,\"namespace\":\"default\",\
             \"apply_method\":\"ssa\"}}",
            chart.metadata.to_json_text(),
            list(&chart.templates),
            encode(&self.values),
            list(&chart.files),
            quote(&self.manifest),
        )
    }

    /// What takes the most room, each packed alone, the largest first.
    pub fn parts(&self) -> Vec<Part> {
        let mut files: Vec<&File> = self.files().collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.data.len()));
        let part = |name: &str, bytes: &[u8]| Part { name: name.to_owned(), bytes: packed(bytes, Compression::fast()) };
        let files = files.into_iter().take(MAX_PARTS).map(|file| part(&file.path, data(file).as_bytes()));
        let rendered = [
            part("the rendered objects", self.manifest.as_bytes()),
            part("the hooks", self.hooks.as_bytes()),
            part("the values", encode(&self.values).as_bytes()),
        ];
        let mut parts: Vec<Part> = files.chain(rendered).collect();
        parts.sort_by(|left, right| right.bytes.cmp(&left.bytes).then_with(|| left.name.cmp(&right.name)));
        parts
    }
}

/// The values that Helm keeps with the chart: its own with those of the charts within.
fn own_values(chart: &Chart, user: &Table) -> Value {
    let (mut log, user) = (Log::new(false), Values::new(user));
    let instance = values::process(chart, &user, Dialect::Helm4, &mut log);
    Value::Object(instance.map_or_else(|_| Table::clone(&chart.default_values), |instance| instance.values.to_table()))
}

fn data(file: &File) -> String {
    format!("\"{}\"", base64::encode(&file.data))
}

fn list(files: &[File]) -> String {
    let one =
        |file: &File| format!("{{\"name\":{},\"data\":{},\"modtime\":\"{TIME}\"}}", quote(&file.path), data(file));
    let all: Vec<String> = files.iter().map(one).collect();
    format!("[{}]", all.join(","))
}

/// Bytes of a text as gzip and base64.
fn packed(bytes: &[u8], level: Compression) -> usize {
    let mut encoder = GzEncoder::new(Count(0), level);
    // Counting can't fail.
    let count = encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(bytes.len(), |count| count.0);
    count.div_ceil(3) * 4
}

/// Only counts what is written.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chart::MemoryFolder;

    fn chart(noise: usize) -> Chart {
        let mut state = 1_u64;
        let mut byte = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        let noise: Vec<u8> = (0..noise).map(|_| byte()).collect();
        let folder =
            MemoryFolder::new().with("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n").with("noise", noise);
        chart::load_folder(&folder).unwrap().chart
    }

    #[test]
    fn what_cannot_be_packed_takes_its_size() {
        let chart = chart(660_000);
        let stored = Stored::new(&chart, &Table::new(), &Renders::default(), None);
        let size = stored.size_above(WARN_PERCENT).unwrap();
        assert!((880_000..915_000).contains(&size), "{size}");
        assert!(stored.most() >= size);
        assert_eq!(stored.size_above(90), None);
        assert_eq!(stored.parts().first().map(|part| part.name.as_str()), Some("noise"));
    }

    #[test]
    fn small_charts_are_not_packed() {
        let chart = chart(1000);
        let stored = Stored::new(&chart, &Table::new(), &Renders::default(), None);
        assert!(stored.most() < 10_000);
        assert_eq!(stored.size_above(WARN_PERCENT), None);
    }
}
