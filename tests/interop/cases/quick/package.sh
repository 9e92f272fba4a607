# shellcheck shell=bash
# The tar inside our package is Helm's, byte for byte; the gzip around it is our own. Both are told the same time.

# same_tar CHART: packages it with both.
same_tar() {
  local package
  need helm
  helm package "$1" --destination theirs > theirs.out
  portolan package "$1" --destination ours > ours.out
  package=$(basename "$(ls theirs)")
  expect_text 'what is printed' "Successfully packaged chart and saved it to: ours/$package" ours.out
  gunzip < "theirs/$package" > theirs.tar
  gunzip < "ours/$package" > ours.tar
  cmp -s ours.tar theirs.tar && return
  python "$INTEROP/python/tar_difference.py" ours.tar theirs.tar >&2
  fail "the tar of $package is not Helm's"
}

case_the_agents_chart() {
  agents_chart agents
  same_tar agents
}

case_rich_metadata_and_byte_order_marks() {
  chart_with_rich_metadata rich
  same_tar rich
}

case_a_subchart_in_a_folder() {
  chart_with_subchart_folder parent
  same_tar parent
}

case_a_subchart_in_an_archive() {
  chart_with_subchart_archive parent
  same_tar parent
}

case_a_lock_file() {
  chart_with_lock locked
  same_tar locked
}

case_a_values_schema() {
  chart_with_schema schema
  same_tar schema
}

case_long_and_unicode_paths() {
  chart_with_difficult_paths difficult
  same_tar difficult
}

case_helmignore_rules() {
  chart_with_helmignore ignoring
  same_tar ignoring
}

case_symlinks() {
  chart_with_symlinks linked
  same_tar linked
}

case_a_chart_of_the_first_generation() {
  chart_of_first_generation old
  same_tar old
}

# What Helm reads in our package is what it reads in the folder.
case_helm_renders_and_lints_our_package() {
  need helm
  agents_chart agents
  portolan package agents --destination ours > said.out
  helm template release agents > from-folder.yaml
  helm template release ./ours/*.tgz > from-package.yaml
  expect_same_file 'rendered by Helm' from-package.yaml from-folder.yaml
  helm lint ./ours/*.tgz
}
