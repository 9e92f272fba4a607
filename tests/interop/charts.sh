# shellcheck shell=bash
# Charts that the cases work on: the project's own, and small ones that each hold one thing that is easy to get wrong.

# file PATH: writes standard input there, folders included.
file() {
  mkdir -p "$(dirname "$1")"
  cat > "$1"
}

# minimal_chart FOLDER NAME VERSION: the least that Helm takes.
minimal_chart() {
  file "$1/Chart.yaml" <<END
apiVersion: v2
name: $2
version: $3
END
  file "$1/templates/configmap.yaml" <<END
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-$2
data:
  colour: {{ .Values.colour | default "blue" | quote }}
END
}

# Metadata in every shape: order, comments, quoting, folding, other scripts, characters that JSON escapes.
chart_with_rich_metadata() {
  minimal_chart "$1" rich 1.2.3-rc.1+build.5
  file "$1/Chart.yaml" <<'END'
# A comment that packaging loses.
version: "1.2.3-rc.1+build.5"
name: rich
appVersion: "1.10"
apiVersion: v2
type: application
kubeVersion: ">=1.25.0-0 <2.0.0"
icon: https://charts.example/icon.svg
unknownKey: dropped
description: >-
  A description so long that it has to be folded when Helm writes it back, with a colon: inside, an ampersand &, angle
  brackets <>, quotes ' and ", and Zürich, 東京 and a 🧭 as well.
home: https://charts.example/rich?a=1&b=2
sources:
- https://code.example/rich
- https://code.example/rich-too
keywords: [plain, "yes", "1.0", 'with: colon', "#hash"]
maintainers:
- name: First Person
  email: first@charts.example
  url: https://charts.example/~first
- name: Second Person
- name: Zoë Ünal
  email: zoe@charts.example
annotations:
  charts.example/empty: ""
  charts.example/lines: |
    - kind: added
      description: several lines
    - kind: fixed
      description: "quoted: <this> & that"
  charts.example/number: "010"
  charts.example/trailing: "ends with spaces  "
END
  file "$1/README.md" <<< '# Rich'
  file "$1/LICENSE" <<< 'All rights given away.'
  printf '\xef\xbb\xbf# with a byte order mark\r\ncolour: red\r\n' | file "$1/values.yaml"
  printf '\xef\xbb\xbfa: 1\n' | file "$1/templates/marked.yaml"
  file "$1/templates/NOTES.txt" <<< 'Thank you.'
  file "$1/templates/_names.tpl" <<< '{{ define "rich.name" }}rich{{ end }}'
  file "$1/crds/thing.yaml" <<< 'kind: CustomResourceDefinition'
  file "$1/.hidden" <<< 'kept'
  file "$1/templates/.hidden" <<< 'dropped'
  : | file "$1/files/empty.txt"
  head -c 3000 /dev/zero | file "$1/files/zeros.bin"
  mkdir "$1/nothing-inside"
  chmod 600 "$1/README.md"
  chmod 755 "$1/LICENSE"
}

chart_with_subchart_folder() {
  minimal_chart "$1" parent 0.1.0
  file "$1/Chart.yaml" <<'END'
apiVersion: v2
name: parent
version: 0.1.0
dependencies:
- name: child
  version: ^1.0.0
  alias: favourite
  condition: favourite.enabled
  tags: [front, back]
  import-values:
  - data
  - child: default.data
    parent: imported
- name: child
  version: 1.x.x
  repository: "@somewhere"
  enabled: true
END
  minimal_chart "$1/charts/folder-of-another-name" child 1.4.0
  file "$1/charts/folder-of-another-name/.helmignore" <<< 'README.md'
  file "$1/charts/folder-of-another-name/README.md" <<< 'A subchart ignores nothing.'
  file "$1/charts/folder-of-another-name/values.yaml" <<< 'colour: green'
  minimal_chart "$1/charts/folder-of-another-name/charts/grandchild" grandchild 0.0.1
  file "$1/charts/_skipped/README.md" <<< 'not a chart'
}

chart_with_subchart_archive() {
  minimal_chart "$1" parent 0.2.0
  printf 'dependencies: [{name: child, version: 1.0.0, repository: "https://charts.example"}]\n' >> "$1/Chart.yaml"
  minimal_chart packed/child child 1.0.0
  file packed/child/README.md <<< 'packed elsewhere, at another time'
  mkdir -p "$1/charts"
  SOURCE_DATE_EPOCH=1234567890 helm package packed/child --destination "$1/charts"
  file "$1/charts/child-1.0.0.tgz.prov" <<< 'not a signature'
}

chart_with_lock() {
  minimal_chart "$1" locked 3.0.0
  printf 'dependencies: [{name: child, version: ">0.1", repository: "file://../child"}]\n' >> "$1/Chart.yaml"
  minimal_chart "$1/charts/child" child 0.2.0
  file "$1/Chart.lock" <<'END'
generated: "2024-03-01T10:11:12.987654321+02:00"
digest: sha256:0f5e2b0e9a7f4f1f6c5f5d3b2a190807060504030201000f0e0d0c0b0a090807
dependencies:
- {version: 0.2.0, repository: "file://../child", name: child}
END
}

chart_with_schema() {
  minimal_chart "$1" schema 1.0.0
  file "$1/values.yaml" <<< 'colour: blue'
  file "$1/values.schema.json" <<'END'
{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object", "properties": {"colour": {"enum": ["blue", "red", "grün"]}}
}
END
}

# Names that do not fit a plain tar header.
chart_with_difficult_paths() {
  local long
  long=$(printf 'abcdefghij%.0s' 1 2 3 4 5 6 7)
  minimal_chart "$1" difficult 1.0.0
  file "$1/files/$long/$long.txt" <<< 'prefix and name, more than 100 bytes'
  file "$1/files/$long$long.txt" <<< 'one name of more than 100 bytes'
  file "$1/files/$long/$long/$long/$long/deep.txt" <<< 'more than 255 bytes'
  file "$1/files/größe/übersicht.txt" <<< 'folder and name'
  file "$1/files/東京.txt" <<< 'no ASCII but the ending'
  file "$1/files/🧭/$long-naïve-$long.txt" <<< 'both'
  file "$1/templates/tête.yaml" <<< 'a: 1'
  file "$1/files/with space and 'quotes'.txt" <<< 'plain header'
}

chart_with_helmignore() {
  minimal_chart "$1" ignoring 1.0.0
  printf '\xef\xbb\xbf# comment\r\n*.bak\r\n  /rooted.txt  \r\n\ndocs/\nsome/*.tmp\n[ab]?.dat\n\\#odd\n*/one-down.txt\n' |
    file "$1/.helmignore"
  local path
  for path in a.bak deep/er/b.bak rooted.txt deep/rooted.txt docs/x.txt deep/docs/y.txt some/x.tmp deep/some/x.tmp \
    a1.dat c1.dat ab.dat a12.dat '#odd' deep/one-down.txt deep/er/one-down.txt templates/.dropped templates/sub/.kept; do
    file "$1/$path" <<< "$path"
  done
  file "$1/deep/docs.txt" <<< 'a rule for folders spares files'
  file "$1/other/docs" <<< 'even one of that name'
}

chart_with_symlinks() {
  minimal_chart "$1" linked 1.0.0
  file "$1/real/target.txt" <<< 'linked to'
  file outside/shared.txt <<< 'outside of the chart'
  ln -s real/target.txt "$1/link.txt"
  ln -s real "$1/linked-folder"
  ln -s "$PWD/outside" "$1/from-outside"
}

chart_of_first_generation() {
  minimal_chart "$1" old 0.9.0
  file "$1/Chart.yaml" <<< $'name: old\nversion: 0.9.0\nengine: gotpl'
  file "$1/requirements.yaml" <<< $'dependencies:\n- name: child\n  version: 0.1.0\n  repository: https://charts.example'
  file "$1/requirements.lock" <<'END'
dependencies:
- name: child
  repository: https://charts.example
  version: 0.1.0
digest: sha256:aaaa
generated: 2018-05-06T07:08:09.101112131Z
END
  minimal_chart "$1/charts/child" child 0.1.0
}

# agents_chart FOLDER: a copy of the chart that the project ships.
agents_chart() { cp -R "$PROJECT/charts/agents" "$1"; }

# releasable_chart FOLDER NAME VERSION: small, and every gate of a release lets it through.
releasable_chart() {
  local image=registry.example/lamps/$2:1.0.0@sha256:4bc453b53cb3d914b45f4b250294236adba2c0e09ff6f03793949e7e39fd4cc1
  file "$1/Chart.yaml" <<END
apiVersion: v2
name: $2
version: $3
appVersion: 1.0.0
description: A lamp for the harbour & its pier, <bright> and naïve
type: application
home: https://charts.example/$2
icon: https://charts.example/$2.svg
kubeVersion: ">=1.25.0-0"
keywords: [lamp, harbour]
sources: [https://code.example/$2, https://code.example/$2-too]
maintainers:
- name: First Person
  email: first@charts.example
- name: Second Person
  email: second@charts.example
  url: https://charts.example/second
annotations:
  artifacthub.io/changes: |
    - kind: added
      description: the lamp
  artifacthub.io/images: |
    - name: $2
      image: $image
  artifacthub.io/license: Apache-2.0
  artifacthub.io/links: |
    - name: source
      url: https://code.example/$2
  artifacthub.io/operator: "false"
  artifacthub.io/prerelease: "$(case $3 in *-*) echo true ;; *) echo false ;; esac)"
END
  file "$1/artifacthub-pkg.yml" <<END
version: $3
name: $2
displayName: Lamp
createdAt: 2025-06-15T15:06:40Z
description: A lamp for the harbour & its pier, <bright> and naïve
license: Apache-2.0
homeURL: https://charts.example/$2
links:
- name: source
  url: https://code.example/$2
END
  file "$1/values.yaml" <<< "image: $image"
  file "$1/values.schema.json" <<< '{"type": "object", "properties": {"image": {"type": "string"}}}'
  file "$1/README.md" <<< "# $2"
  file "$1/LICENSE" <<< 'Apache License, Version 2.0'
  file "$1/templates/pod.yaml" <<'END'
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-lamp
spec:
  containers:
  - name: lamp
    image: {{ .Values.image }}
END
  file "$1/templates/NOTES.txt" <<< 'The lamp {{ .Release.Name }} is lit.'
}

# troubled_charts: findings of every severity, with and without a place, excepted by a line and by a comment, in folders
# and with texts full of what the forms must escape.
troubled_charts() {
  mkdir .git
  releasable_chart 'charts/one' one 1.0.0
  releasable_chart 'charts/two, 100%0A: é<&>' two 1.0.0
  sed -i 's/^name: .*/name: "a::b, c%0A]]>##[error]<\&\\\\>"/' charts/two*/artifacthub-pkg.yml
  sed -i 's/^version: .*/version: 1.2 # ##[stop-commands]x ::error::y/' charts/two*/Chart.yaml
  sed -i 's/^name: .*/name: other # portolan: allow drift\/pkg-file: two | names/' charts/one/artifacthub-pkg.yml
  file portolan.yaml <<'END'
apiVersion: portolan.dev/v1alpha1
charts: ["charts/*"]
checks:
  levels: {hub/repo-id: info}
  exceptions:
    - {check: version/semver, where: "**", reason: 'old <tags> & "names"'}
    - {check: package/name, where: "**", reason: nothing}
END
}
