"""Arguments of `template` and `lint`."""

SETTINGS = ("a=1", "a.b=x", "nested.a.b=true", "c[0]=x", "c[2].d=1", "a=null", "name=", "image={a,b}", "x\\.y=1", "a=1,b=2", "enabled=false", "a[0]", "=1", "a=1\\,2", "key=007", "replicas=1e3", "a={}", "b.c={1,x,true}",
            "nested.image.name=é", "a..b=1", "global.x=1", "kid.a=5", "kid.enabled=false", "tags.t=false", "other.name=z", "a=-5", "n=9223372036854775808", "kid=5", "a[-1]=1", "a[x]=1", "a[100000]=1", "key=a=b", "b=null",
            "nested=null", "c=", "kid.nested=null", "a=01", "a=+5", "a=0x10", "a=1.5", "a=true,b=False", " a =1", "a= 1", "\"q\"=1")
JSONS = ("a=1", 'a={"b":[1,2.5,null]}', '{"a":{"b":1},"c":2}', "a=[", "a=1.0", 'c[1]={"x":"é"}', "a.b=\"s\"", "a=nul", '{"a":', "a=9007199254740993", '["a"]', "a=", "a={},b=[]")
COMMON = (
    lambda r: ["--set", r.choice(SETTINGS)],
    lambda r: ["--set", r.choice(SETTINGS), "--set", r.choice(SETTINGS)],
    lambda r: ["--set-string", r.choice(SETTINGS)],
    lambda r: ["--set-json", r.choice(JSONS)],
    lambda r: ["--set-literal", r.choice(SETTINGS)],
    lambda r: ["--set-file", r.choice(("a=chart/notes.txt", "b.c=chart/notes.txt", "a=none.txt", "c[1]=chart/notes.txt"))],
    lambda r: ["--values", "more.yaml"],
    lambda r: ["-f", "more.yaml", "--set", r.choice(SETTINGS)],
    lambda r: ["--kube-version", r.choice(("1.20", "v1.31.4", "1.29.0-eks-1", "x", "1", "1.99.0"))],
    lambda r: ["--namespace", r.choice(("ns", "", "Wrong_Ns"))],
    lambda r: ["--skip-schema-validation"],
)
TEMPLATE = (
    lambda r: ["--api-versions", r.choice(("x/v9", "x/v9,y/v1", "batch/v1/CronJob"))],
    lambda r: ["--show-only", r.choice(("templates/t0.yaml", "templates/*.yaml", "templates/none.yaml", "charts/kid/templates/k.yaml", "t*", "["))],
    lambda r: ["--is-upgrade"],
    lambda r: ["--include-crds"],
    lambda r: ["--no-hooks"],
    lambda r: ["--skip-tests"],
)
LINT = (lambda r: ["--strict"], lambda r: ["--quiet"], lambda r: ["--with-subcharts"])


def template(r):
    """Arguments that render ./chart."""
    name = r.choice((["demo"], ["demo"], ["demo"], [], ["a.b-c"], ["Bad_Name"], ["x" * 54])) if r.random() < 0.1 else ["demo"]
    return ["template", *name, "chart", *_some(r, COMMON + TEMPLATE)]


def lint(r):
    """Arguments that lint ./chart."""
    return ["lint", "chart", *_some(r, COMMON + LINT)]


def _some(r, choices):
    if r.random() < 0.5:
        return []
    return [argument for _ in range(r.randint(1, 2)) for argument in r.choice(choices)(r)]
