# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# `portolan deps` and `helm dependency` leave the same lock and the same archives, and take each other's.

# dependent_chart: the chart `parent` with one dependency of each kind, and what it depends on.
dependent_chart() {
  local version
  need helm
  start_registry distribution
  local registry=$address
  for version in 1.0.0 1.2.3 1.10.0 2.0.0 2.1.0-rc.1; do
    minimal_chart made/from-index from-index "$version"
    helm package made/from-index --destination index > said.out
    minimal_chart made/from-registry from-registry "$version"
    helm package made/from-registry > said.out
    helm push "from-registry-$version.tgz" "oci://$registry/charts" --plain-http > said.out
  done
  helm repo index index
  start_folder index
  helm repo add harbour "http://$address"
  minimal_chart from-folder from-folder 0.3.0
  file from-folder/README.md <<< 'packed on the way'
  minimal_chart parent parent 1.0.0
  cat >> parent/Chart.yaml <<END
dependencies:
- name: from-folder
  version: ">=0.1 <1"
  repository: file://../from-folder
- name: from-index
  version: ^1.0.0
  repository: http://$address
  alias: indexed
  condition: indexed.enabled
- name: from-registry
  version: ~1.2
  repository: oci://$registry/charts
  tags: [remote]
END
  place theirs
  place ours
}

# place FOLDER: a copy of the charts, each side in its own folder.
place() {
  mkdir "$1"
  cp -R parent from-folder "$1"
}

without_time() { grep -v '^generated: ' "$1"; }

same_result() {
  local archive
  without_time theirs/parent/Chart.lock > theirs.lock
  without_time ours/parent/Chart.lock > ours.lock
  expect_same_file 'the lock' ours.lock theirs.lock
  ls theirs/parent/charts > theirs.list
  ls ours/parent/charts > ours.list
  expect_same_file 'the archives' ours.list theirs.list
  for archive in from-index-1.10.0.tgz from-registry-1.2.3.tgz; do
    expect_same_file 'what was downloaded' "ours/parent/charts/$archive" "theirs/parent/charts/$archive"
  done
  gunzip < theirs/parent/charts/from-folder-0.3.0.tgz > theirs.tar
  gunzip < ours/parent/charts/from-folder-0.3.0.tgz > ours.tar
  expect_same_file 'the tar of what was packed' ours.tar theirs.tar
}

case_update() {
  dependent_chart
  helm dependency update theirs/parent --plain-http
  portolan deps update ours/parent --plain-http
  same_result
}

# Nothing has moved: the lock keeps its time.
case_update_again() {
  dependent_chart
  helm dependency update ours/parent --plain-http
  cp ours/parent/Chart.lock before.lock
  portolan deps update ours/parent --plain-http
  expect_same_file 'the lock' ours/parent/Chart.lock before.lock
}

case_build_from_the_lock_of_helm() {
  dependent_chart
  helm dependency update theirs/parent --plain-http
  cp theirs/parent/Chart.lock ours/parent/Chart.lock
  portolan deps build ours/parent --plain-http
  same_result
  cmp ours/parent/Chart.lock theirs/parent/Chart.lock
}

case_helm_builds_from_our_lock() {
  dependent_chart
  portolan deps update ours/parent --plain-http
  cp ours/parent/Chart.lock theirs/parent/Chart.lock
  helm dependency build theirs/parent --plain-http
  same_result
  helm dependency list ours/parent > listed.txt
  expect_equal 'dependencies Helm finds in order' 3 "$(grep -cw ok listed.txt)"
  portolan deps list ours/parent > ours-listed.txt
  expect_equal 'dependencies we find in order' 3 "$(grep -cw ok ours-listed.txt)"
  helm template release ours/parent --set indexed.enabled=true
}

case_a_lock_out_of_step_is_refused_by_both() {
  dependent_chart
  helm dependency update ours/parent --plain-http
  sed -i.before 's/version: ^1.0.0/version: ^2.0.0/' ours/parent/Chart.yaml
  expect_exit 1 helm dependency build ours/parent --plain-http
  local status=0
  portolan deps build ours/parent --plain-http > said 2>&1 || status=$?
  [ "$status" -ne 0 ] || fail 'a lock out of step was accepted'
  expect_text 'the refusal' Chart.lock said
}
