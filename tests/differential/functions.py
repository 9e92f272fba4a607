"""The functions that templates can call: what they take and what they give.

Left out are those whose answer differs from run to run or comes from the world (rand…, gen…, uuidv4, now, ago, shuffle,
bcrypt, htpasswd, encryptAES, getHostByName) and those that take long on purpose (derivePassword).

Kinds: `text`, `int` (Go's int), `long` (int64), `float`, `number` (any of them), `bool`, `list`, `dict`, `any`,
`moment`; `small` is an int that says how much is made; `short` a text without much in it; the others are texts that mean
something to somebody, see literals.py. `kind...` is zero or more.
"""

from dataclasses import dataclass

_TABLE = """
trim text > text
trimAll short text > text
trimall short text > text
trimPrefix short text > text
trimSuffix short text > text
upper text > text
lower text > text
title text > text
untitle text > text
repeat small short > text
substr int int text > text
nospace text > text
trunc int text > text
abbrev int text > text
abbrevboth int int text > text
initials text > text
contains short text > bool
hasPrefix short text > bool
hasSuffix short text > bool
quote any... > text
squote any... > text
cat any... > text
indent small text > text
nindent small text > text
replace short short text > text
plural text text int > text
snakecase text > text
camelcase text > text
kebabcase text > text
swapcase text > text
wrap small text > text
wrapWith small short text > text
toString any > text
toStrings list > list
join short list > text
splitList short text > list
split short text > dict
splitn short int text > dict
sortAlpha list > list
sha1sum text > text
sha256sum text > text
sha512sum text > text
adler32sum text > text
b64enc text > text
b64dec base64 > text
b32enc text > text
b32dec base32 > text
hello > text
html any... > text
js any... > text
urlquery any... > text
print any... > text
println any... > text
printf format any... > text
printf format any any > text
regexMatch regexp text > bool
mustRegexMatch regexp text > bool
regexFind regexp text > text
mustRegexFind regexp text > text
regexFindAll regexp text int > list
mustRegexFindAll regexp text int > list
regexReplaceAll regexp text replacement > text
mustRegexReplaceAll regexp text replacement > text
regexReplaceAllLiteral regexp text replacement > text
mustRegexReplaceAllLiteral regexp text replacement > text
regexSplit regexp text int > list
mustRegexSplit regexp text int > list
regexQuoteMeta text > text
atoi numeral > int
int number > int
int64 number > long
float64 number > float
int numeral > int
int64 numeral > long
float64 numeral > float
toDecimal numeral > long
add number... > long
add1 number > long
sub number number > long
mul number number... > long
div number number > long
mod number number > long
addf number... > float
add1f number > float
subf number number... > float
mulf number number... > float
divf number number... > float
max number number... > long
min number number... > long
biggest number number... > long
maxf number number... > float
minf number number... > float
ceil number > float
floor number > float
round number int > float
round number int float > float
seq small > text
seq small small > text
seq small small small > text
until small > list
untilStep small small small > list
and any any... > any
or any any... > any
not any > bool
eq any any > bool
eq any any any > bool
ne any any > bool
lt number number > bool
le number number > bool
gt number number > bool
ge number number > bool
lt text text > bool
default any any > any
empty any > bool
coalesce any... > any
all any... > bool
any any... > bool
ternary any any bool > any
required text any > any
fail text > any
len any > int
index dict key > any
index list int > any
index dict key key > any
slice list int > list
slice list int int > list
call any any... > any
list any... > list
tuple any... > list
first list > any
mustFirst list > any
last list > any
mustLast list > any
rest list > list
mustRest list > list
initial list > list
mustInitial list > list
append list any > list
mustAppend list any > list
prepend list any > list
mustPrepend list any > list
concat list... > list
reverse list > list
mustReverse list > list
uniq list > list
mustUniq list > list
without list any... > list
mustWithout list any... > list
has any list > bool
mustHas any list > bool
compact list > list
mustCompact list > list
chunk positive list > list
mustChunk positive list > list
mustSlice list int int > list
dict > dict
dict key any > dict
dict key any key any > dict
dict key any key any key any > dict
get dict key > any
set dict key any > dict
unset dict key > dict
hasKey dict key > bool
pluck key dict... > list
dig key any dict > any
dig key key any dict > any
pick dict key... > dict
omit dict key... > dict
merge dict dict > dict
merge dict dict dict > dict
mustMerge dict dict > dict
mergeOverwrite dict dict > dict
mustMergeOverwrite dict dict > dict
deepCopy any > any
mustDeepCopy any > any
deepEqual any any > bool
kindOf any > text
kindIs kindname any > bool
typeOf any > text
typeIs typename any > bool
typeIsLike typename any > bool
toYaml any > text
mustToYaml any > text
toYamlPretty any > text
toJson any > text
mustToJson any > text
toPrettyJson any > text
mustToPrettyJson any > text
toRawJson any > text
mustToRawJson any > text
toToml any > text
mustToToml dict > text
fromYaml yaml > dict
fromYamlArray yaml > list
fromJson json > dict
fromJsonArray json > list
mustFromJson json > any
fromToml toml > dict
base path > text
dir path > text
ext path > text
clean path > text
isAbs path > bool
osBase path > text
osDir path > text
osExt path > text
osClean path > text
osIsAbs path > bool
semver version > version
semverCompare constraint version > bool
urlParse url > dict
urlJoin dict > text
date layout seconds > text
date layout moment > text
date_in_zone layout seconds zone > text
dateInZone layout moment zone > text
htmlDate seconds > text
htmlDateInZone moment zone > text
toDate layout text > moment
mustToDate layout datetext > moment
dateModify duration moment > moment
date_modify duration moment > moment
mustDateModify duration moment > moment
must_date_modify duration moment > moment
unixEpoch moment > text
duration numeral > text
duration number > text
durationRound duration > text
durationRound number > text
durationSeconds duration > float
durationMilliseconds duration > long
durationMicroseconds duration > long
durationNanoseconds duration > long
durationMinutes duration > float
durationHours duration > float
durationDays duration > float
durationWeeks duration > float
durationRoundTo duration duration > text
durationTruncateTo duration duration > text
mustToDuration duration > any
lookup text text text text > dict
"""

# Go walks these maps in any order, so only what does not depend on it is asked.
_UNORDERED = ("(keys {dict} | sortAlpha)", "(values {dict} | len)", "(keys {dict} {dict} | len)")


@dataclass(frozen=True)
class Function:
    """One way to call a function."""

    name: str
    takes: tuple
    gives: str


def _read(line):
    call, gives = line.split(">")
    name, *takes = call.split()
    return Function(name, tuple(takes), gives.strip())


ALL = tuple(_read(line) for line in _TABLE.strip().splitlines())
UNORDERED = _UNORDERED

# What may stand where such a kind is wanted.
IS_ALSO = {
    "number": ("int", "long", "float"),
    "any": ("text", "int", "long", "float", "bool", "list", "dict", "moment"),
    "seconds": ("int", "long"),
}


def giving(kind):
    """All functions that give this kind."""
    kinds = (kind, *IS_ALSO.get(kind, ()))
    return _GIVING.get(kind) or tuple(function for function in ALL if function.gives in kinds)


_GIVING = {}
for _kind in {function.gives for function in ALL} | set(IS_ALSO):
    _GIVING[_kind] = giving(_kind)
