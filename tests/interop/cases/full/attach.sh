# shellcheck shell=bash
# The same as in the quick tier, two hundred times.

# shellcheck source-path=SCRIPTDIR/../.. source=writers.sh
. "$INTEROP/writers.sh"

case_eight_publishers_at_once_lose_nothing_in_200_rounds() { writers_at_once 8 200; }
