#!/bin/sh
# The schema of models is a valid draft-07 schema, accepts the starter models and the examples and
# refuses a model with mistakes; what the commands write for programs is as its own schema says, and
# an answer without one of its members is not.  Skipped (77) without python3-jsonschema and python3-yaml.
# usage: check-schema.sh REMPART ROOT
set -u
python3 -c 'import jsonschema, yaml' 2>/dev/null || {
    echo "skipped: python3-jsonschema or python3-yaml is not installed"
    exit 77
}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
for lang in en fr; do
    "$1" schema --lang $lang >"$tmp/$lang.json" || exit 1
done
cat >"$tmp/check.py" <<'END'
import json, sys, jsonschema, yaml

# As YAML 1.2 types scalars, which editors do: no dates, and only true and false are not text.
class Loader(yaml.SafeLoader):
    pass

Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers
            if not tag.endswith((":timestamp", ":bool", ":merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

def named(value):
    """The same with all keys as text: in JSON there are no others."""
    if isinstance(value, dict):
        return {str(key): named(inside) for key, inside in value.items()}
    return [named(inside) for inside in value] if isinstance(value, list) else value

bad = 0
for lang in ("en", "fr"):
    schema = json.load(open(f"{sys.argv[1]}/{lang}.json"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for path in sys.argv[2:]:
        wrong = path.endswith("types/rempart.yaml")
        model = named(yaml.load(open(path, encoding="utf-8"), Loader))
        errors = [f"{'/'.join(map(str, e.path))}: {e.message[:80]}"
                  for e in validator.iter_errors(model)]
        if bool(errors) != wrong:
            bad += 1
            print(lang, path, "accepted" if wrong else errors[:3])
        if wrong and len(errors) < 8:
            bad += 1
            print(lang, path, "too few mistakes found", errors)
sys.exit(bad != 0)
END
python3 "$tmp/check.py" "$tmp" "$2"/tests/golden/model/types/rempart.yaml \
    "$2"/tests/golden/model/sound/rempart.yaml "$2"/catalogue/starter/*.yaml \
    $(find "$2/examples" -name '*rempart.yaml' | LC_ALL=C sort)
status=$?

# The answers of the commands, each with its schema and definition.
bin=$1 root=$2
n=0
answer() { # SCHEMA DEFINITION COMMAND...
    n=$((n + 1))
    printf '%s %s %s\n' "$1" "$2" "$n" >>"$tmp/answers"
    shift 2
    "$bin" "$@" --quiet --format json >"$tmp/answer-$n.json"
}
for model in ventilator infusion-pump reference-pump; do
    m=$root/examples/$model/rempart.yaml
    answer rempart-assessment - assess --model "$m"
    answer rempart-answers paths paths --model "$m"
    answer rempart-answers why why D1 --model "$m"
    answer rempart-answers why why D2 --model "$m" --state without
    answer rempart-answers select select --model "$m" -a 2 --next 1 --front -u user-login -u M1 \
        -u T-USR-01
    answer rempart-answers select select --model "$m" --max-controls 2
    answer rempart-answers select select --model "$m" --keep decided
    answer rempart-answers without without M1 --model "$m"
    answer rempart-answers what-if what-if --drop M1 --model "$m"
done
answer rempart-answers select select --graph "$root/tests/golden/cli/select-graph/example.rag" --front
answer rempart-answers select select --graph "$root/tests/golden/cli/select-graph/example.rag" -u all
answer rempart-answers select select --model "$root/examples/reference-pump/rempart.yaml" -u all
cat >"$tmp/answers.py" <<'END'
import json, sys, jsonschema

bad = 0
for line in open(f"{sys.argv[1]}/answers"):
    name, definition, number = line.split()
    schema = json.load(open(f"{sys.argv[2]}/docs/{name}.schema.json"))
    jsonschema.Draft7Validator.check_schema(schema)
    part = schema if definition == "-" else schema["definitions"][definition]
    validator = jsonschema.Draft7Validator({**part, "definitions": schema["definitions"]})
    try:
        answer = json.load(open(f"{sys.argv[1]}/answer-{number}.json"))
    except ValueError:
        answer = {}
    errors = [f"{'/'.join(map(str, e.path))}: {e.message[:120]}"
              for e in validator.iter_errors(answer)]
    for key in part["required"]:
        if validator.is_valid({k: v for k, v in answer.items() if k != key}):
            errors.append(f"accepted without {key}")
    if errors:
        bad += 1
        print(f"answer {number} to {definition} of {name}:", *errors[:5], sep="\n  ")
sys.exit(bad != 0)
END
python3 "$tmp/answers.py" "$tmp" "$root" || status=1
exit $status
