//! Texts that are almost templates: every one is parsed or refused, executed or stopped, in little time and without a
//! panic. The mutations are the same in every run.

use std::time::{Duration, Instant};

use chart::MemoryFolder;
use gostd::time::Location;
use render::values::capabilities::Capabilities;
use render::values::{Dialect, Table};
use render::{Moment, Release, Renderer, Scenario};

/// What one input may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);
const ROUNDS: usize = 400;
/// Pieces that mean something to templates or functions.
const PIECES: [&str; 32] = [
    "{{",
    "}}",
    "{{-",
    "-}}",
    "(",
    ")",
    "|",
    ".",
    "$",
    "$x",
    ":=",
    "=",
    "\"",
    "`",
    "'",
    "nil",
    "range",
    "if",
    "else",
    "end",
    "with",
    "define \"t\"",
    "template \"t\"",
    "include \"t\" .",
    "toYaml",
    "fromJson",
    "printf \"%d\"",
    "until 9",
    "index",
    "dict",
    "/*",
    "é\u{0}",
];

const TEMPLATES: [&str; 5] = [
    "{{ range $i, $e := .Values.list }}{{ $i }}: {{ $e | quote }}\n{{ else }}none{{ end }}",
    "{{ define \"t\" }}{{ with .Values.map }}{{ toYaml . | nindent 2 }}{{ end }}{{ end }}a:{{ include \"t\" . }}",
    "{{- $x := dict \"a\" 1 -}}{{ if and $x.a (gt (len .Values.text) 2) }}{{ $x | toJson }}{{ else if .y }}z{{ end }}",
    "{{ tpl .Values.text . }}{{ printf \"%5.1f|%q|%v\" 1.5 \"a\" (list 1 nil \"x\") }}{{ regexFind \"[a-z]+\" \"12ab\" }}",
    "{{ (index .Values.list 0).x.y }}{{ required \"need it\" .Values.missing }}{{ .Files.Get \"x\" | b64enc }}",
];

/// A small generator of numbers (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or(0)
    }
}

fn mutated(text: &str, numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=numbers.below(4) {
        let place = numbers.below(bytes.len() + 1);
        match numbers.below(3) {
            0 => bytes.truncate(place),
            1 => drop(bytes.splice(place..(place + numbers.below(6)).min(bytes.len()), [])),
            _ => drop(bytes.splice(place..place, PIECES[numbers.below(PIECES.len())].bytes())),
        }
    }
    bytes
}

fn scenario() -> Scenario {
    Scenario {
        release: Release::template("rel", "ns"),
        capabilities: Capabilities::helm_4(),
        values: Table::new(),
        dialect: Dialect::Helm4,
        moment: Moment {
            now: (0, 0),
            zone: Location::utc().as_local("UTC"),
            seed: [1; 32],
            keys: render::Keys::default(),
        },
        skip_schema_validation: false,
        lint: false,
        debug: false,
    }
}

#[test]
fn almost_templates_end() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut rendered = 0;
    for round in 0..ROUNDS {
        let template = mutated(TEMPLATES[round % TEMPLATES.len()], &mut numbers);
        let folder = MemoryFolder::new()
            .with("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")
            .with("values.yaml", "list: [{x: {y: 1}}, two]\nmap: {a: b}\ntext: 'a{{ 1 }}'\n")
            .with("templates/a.yaml", &*template);
        let chart = chart::load_folder(&folder).unwrap().chart;
        let begun = Instant::now();
        rendered += usize::from(Renderer::new(&chart).render(&scenario()).result.is_ok());
        assert!(begun.elapsed() < LONGEST, "{:?}", String::from_utf8_lossy(&template));
    }
    assert!(rendered > 0 && rendered < ROUNDS, "{rendered} of {ROUNDS} rendered: the mutations do not try both ways");
}
