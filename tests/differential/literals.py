"""Constants of templates: texts that mean something to somebody, and numbers in all of Go's ways to write them."""

import json

TEXTS = (
    "", " ", "a", "abc", "Hello World", "hello, world", "fooBar-baz_qux", "XMLHttpRequest", "a.b.c", "a,b,,c", "one two  three",
    "yes", "No", "on", "null", "~", "true", "False", "1", "-1", "+1", "0", "007", "0x1F", "0o17", "0b1", "1_000", "1e3", "1.10",
    ".5", "5.", ".inf", ".NaN", "12:30", "2001-01-01", "1,000", "9007199254740993", "18446744073709551616", "é", "naïve",
    "日本語", "\U0001f600", "e\u0301", "ß", "ǆ", "İ", "a\tb", "line\nline2\n", "\n", "\n\nx", "  lead", "trail  ", "x\r\ny",
    "a: b", "- x", "? q", "a #b", "#c", "{a: b}", "[1, 2]", "{", "]", "'q'", "it's", "\"dq\"", "\\", "\\n", "%", "%d", "$1",
    "${1}x", "&a", "*a", "!t", "|", ">", "@", "`", "---", "--- x", "...", "<no value>", "<b>&\"'</b>", "\u2028", "\u0085",
    "\u00a0x", "\ufeff", "\x7f", "\x00", "\x1b[0m", "word " * 20, "x" * 90, "key=value", "a/b/../c", "{{ .Values }}",
)

MEANINGFUL = {
    "short": ("", " ", ",", "-", "a", "b", ".", "ab", "\n", "é", "/", "l", "o", "_", "  "),
    "key": ("a", "b", "c", "key", "é", "", "x y", "1", "true", "_0", "_1", "scheme", "host", "nested", "A", "a.b"),
    "numeral": ("1", "-1", "0", "42", "007", "08", "0x1F", "0o17", "0b11", "1_000", "1.5", "-2.7", "1e3", "", "abc", "+5", " 1", "1 ",
                "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e400", "inf", "NaN", "0x1p4", "१"),
    "base64": ("aGVsbG8=", "aGVsbG8", "", "YQ==", "YQ=", "!!!!", "a GVs", "aGVs\nbG8=", "_-8=", "/+8=", "w6k="),
    "base32": ("NBSWY3DP", "NBSWY3DPEB3W64TMMQ======", "nbswy3dp", "", "N", "MFRA====", "MFRA===", "01"),
    "regexp": ("a", "[a-z]+", "(a|b)*", "^.*$", "(?i)HELLO", "\\d+", "(\\w+)\\s+(\\w+)", "(?P<x>[a-c])(?P<y>.)?", "[^,]*", "", "$", "^", "a{2,3}",
               "(?s).", "(?m)^l", "\\bw", "\\pL+", "[[:alpha:]]", "\\x{e9}", "(", "a**", "[z-a]", "a{1001}", "(?=a)", "\\1", "x*?", "(?U)a+", "|",
               "[\\d\\-.]+", "(?:ab)+?c", "\\", "\\Qa.b\\E", "[é-ü]", "(?-s:.)", "a|ab|abc", "(a*)(b*)", "\\p{Greek}", "[^\\n]", "\\C"),
    "replacement": ("", "x", "$1", "${1}", "$0$0", "$x", "${x}y", "$1y", "$$", "$", "-$2-", "\\1", "${", "${}", "${1", "é$1"),
    "format": ("%v", "%s", "%d", "%q", "%+v", "%#v", "%T", "%5d|", "%-5s|", "%05d", "%x", "%X", "%o", "%b", "%c", "%U", "%e", "%g", "%G", "%.2f", "%8.3f|",
               "%+d", "% d", "%t", "%%", "%s-%s", "%[2]v %[1]v", "%!", "%z", "%", "%*d", "%.3s", "%#x", "%#q", "% x", "%v%v%v", "x", "", "%08.3f", "%+q",
               "%6.2f%%", "%p", "%w", "%-08d", "%.0f", "%#U", "%O", "%.*f", "%[3]d", "%[1]*d", "%[x]d", "%+.3e", "%#g"),
    "yaml": ("a: 1", "a: [1, 2.5, x]\nb: {c: ~}", "- 1\n- two\n", "", "null", "a: b: c", "x", "12", "a: &x 1\nb: *x", "a: yes\non: 2", "{", "a: |\n  text\n  more\n",
             "a: 1\na: 2", "<<: {x: 1}\ny: 2", "a: 0x10\nb: 0o7\nc: 1_000\nd: .5\ne: 1e3", "a: !!str 1", "a: 9007199254740993", "? [a]\n: b", "1: a\n1.5: b\ntrue: c",
             "---\na: 1\n---\nb: 2", "\ta: 1", "a:\n- b\n-  c: d\n   e: f", "a: 'it''s'\nb: \"\\u00e9\\n\"", "a: 2001-01-01", "- {a: 1}\n- [x]", "a: *nope", "%bad", "a: .inf",
             "# only\n", "a: >-\n  fold\n  ed\n\n  x\n", "a: ''\nb: \"\"", "key with spaces: v # c", "a: [1,", "!!binary aGk=", "é: ü"),
    "json": ("{}", "[]", "{\"a\": 1}", "[1, \"x\", null, true, 1.5, {\"b\": []}]", "{\"a\": {\"b\": [1, 2]}, \"c\": \"\\u00e9<>&\"}", "", "nope", "{\"a\":}", "[1,]", "12", "\"s\"", "null",
             "{\"a\": 1} x", "{\"n\": 1e400}", "{\"n\": 9007199254740993}", " [1] ", "{\"a\": 1, \"a\": 2}", "[\"\\ud83d\\ude00\", \"\\ud800\"]", "{'a': 1}", "tru", "{\"a\": 01}",
             "[-0, 1e2, 1E-7]", "\u00a0{}", "{\"\":0}", "[\"\x01\"]"),
    "toml": ("a = 1", "a = \"x\"\n[b]\nc = [1, 2]\n", "", "[[t]]\nn = 1\n[[t]]\nn = 2\n", "a = 1.5\nb = true\nd = 2001-01-01T00:00:00Z\n", "a.b.c = 'x'", "a = ", "= 1", "[a]\n[a]\n",
             "a = {b = 1, c = \"d\"}", "a = 0x1F\nb = 0o7\nc = 1_000\n", "a = \"\"\"\nx\\\n  y\"\"\"", "a = inf", "a = nan", "a = [1, \"x\"]", "a = 07:32:00", "a = 1\na = 2", "\"é\" = 'ü'",
             "a = 1979-05-27 07:32:00", "a = 9223372036854775808", "a = '''x'''\n# c", "a = 1e3", "a = [\n1,\n2,\n]", "x"),
    "version": ("1.2.3", "v1.2.3", "1.2", "1", "1.2.3-rc.1+b.5", "", "abc", "1.2.3.4", "01.2.3", "1.2.3-01", "v1.30.2-gke.5", " 1.2.3", "1.x", "0.0.0", "99999999999999999999.0.0", "1.2.3-a_b"),
    "constraint": ("*", "^1.2", "~1.2.3", ">=1.0.0 <2.0.0", ">1, <3", "1.x || 2.x", "!=1.2.3", "1.2 - 2.0", "", "abc", ">=1.0.0-0", "=1.2.3", "=>1", "~>1.2", "^0.0.3", "1.2.x", ">", "^v1", "<1.2.3-rc.2", "~1", "^0", "||"),
    "url": ("http://u:p@h:80/p/q?x=1#f", "https://example.com", "//h/p", "/p?q", "", "mailto:a@b.c", "http://[::1]:80/", "http://h:port/", "%zz", "http://é.com/ü?a=b c", "x://y?#", "http://a b/", ":", "h:80", "http://u@h", "http://h/%2F/é%20",
            "oci://r/c:1", "?q=%", "http://h/\x01"),
    "path": ("a/b/c.txt", "/a", "", ".", "..", "../a/../b", "a//b/", "/", "x.tar.gz", ".hidden", "a/b.", "é/ü.yaml", "a/./b/..", "//x", "a.b/c"),
    "layout": ("2006-01-02", "2006-01-02T15:04:05Z07:00", "Jan _2, 06 3:04PM", "Monday", "15:04:05.000", "MST -0700", "", "x", "2006-002", "02/01/06", ".999", "January 2 2006 at 15h04", "2006-01-02 15:04:05 -0700 MST", "Jan Mon 2", "05.00"),
    "datetext": ("2001-02-03", "2001-02-03T04:05:06Z", "Feb  3, 01 4:05AM", "Monday", "", "2001-13-45", "2024-02-29", "2023-02-29", "2001-034", "x", "2001-02-03T04:05:06.789+02:00"),
    "zone": ("UTC", "", "Local", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Nowhere/Land", "EST", "utc"),
    "duration": ("1h", "90m", "-1.5h", "1h2m3s", "100ms", "1us", "", "x", "1", "1d", "8760h", "26280h", "1.5s", "+3h", "0", "-0", ".5m", "1h-2m", "9999999h", "60s", "3600", "25h"),
    "kindname": ("string", "int", "int64", "float64", "bool", "map", "slice", "invalid", "ptr", "struct", ""),
    "typename": ("string", "int", "int64", "float64", "bool", "map[string]interface {}", "[]interface {}", "[]string", "chart.Metadata", "*semver.Version", "common.Values", "<nil>", "time.Time"),
}

INTS = ("0", "1", "2", "3", "5", "-1", "-3", "7", "10", "42", "100", "255", "0x1F", "0b101", "0o17", "017", "1_000", "'a'", "'\\n'", "'é'", "'\\u00e9'", "+4", "-0",
        "65536", "4294967296", "9007199254740993", "9223372036854775807", "-9223372036854775808", "1e3", "0X_FF", "1e18", "2.0")
SMALL = ("0", "1", "2", "3", "4", "5", "7", "10", "12", "-1", "-2", "0x3", "20")
POSITIVE = ("1", "2", "3", "5")
FLOATS = ("0.5", "1.5", "-2.25", "3.14159", "1e-7", "1e21", "1.0e3", "0.1", "123456789.125", "2.5", "-0.0", ".5", "5.", "1e100", "0x1p-2", "1_0.5", "1e20", "123456.789e-3", "1e6", "9.999999e5")
ODD_NUMBERS = ("1i", "1.5i", "9223372036854775808", "18446744073709551615", "1e400", "0x", "08", "1__0", "_1", "0b2", "''", "'ab'", "1e", "0x1", "-", "+", "1.2.3", "2i", "1_")


def quoted(r, text):
    """The text as a constant of a template, quoted in one of Go's ways."""
    if r.random() < 0.25 and "`" not in text and "\r" not in text and "\0" not in text:
        return f"`{text}`"
    if r.random() < 0.05:
        return '"' + "".join(f"\\u{ord(rune):04x}" if ord(rune) < 0x10000 else f"\\U{ord(rune):08x}" for rune in text) + '"'
    if r.random() < 0.05:
        return '"' + "".join(f"\\x{byte:02x}" if r.random() < 0.5 else f"\\{byte:03o}" for byte in text.encode()) + '"'
    return json.dumps(text, ensure_ascii=False)


def text(r):
    """Any text: an odd one, or several glued together."""
    if r.random() < 0.8:
        return r.choice(TEXTS)
    return r.choice(("", " ", "\n", ": ", ", ", "-")).join(r.choice(TEXTS) for _ in range(r.randint(2, 3)))


def meaning(r, kind):
    """A text of a kind that means something."""
    return r.choice(MEANINGFUL[kind])


def number(r, kind):
    """A constant for `int`, `small`, `positive`, `float`."""
    if kind == "small":
        return r.choice(SMALL)
    if kind == "positive":
        return r.choice(POSITIVE)
    if r.random() < 0.01:
        return r.choice(ODD_NUMBERS)
    return r.choice(INTS if kind == "int" else FLOATS)
