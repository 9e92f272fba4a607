# shellcheck shell=bash
# Writers at once on a registry without referrers API: an index that all of them rewrite must not lose an entry.

# shellcheck source-path=SCRIPTDIR/../.. source=writers.sh
. "$INTEROP/writers.sh"

case_eight_publishers_at_once_lose_nothing() { writers_at_once 8 10; }
