#!/bin/sh
# Builds the attacks and the pump in every configuration of the bench, each exported by rempart from
# the pump's model (examples/reference-pump): smallest (what is decided), none, all (the detection of
# attacks added), and smallest less each control that a module of the device library provides.
# usage: build-all.sh OUT REMPART
# Configurations that need Mbed TLS are built for the host only when its source is not to be had.
set -eu
out=$1
rempart=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
rm -rf "$out"/less-* "$out/config"
mkdir "$out/config"
sh "$root/tools/device/build-attacks.sh" "$out"

one() { # NAME MODEL_DIR EXPORT_OPTION ...
    name=$1
    model=$2
    shift 2
    "$rempart" export --quiet --model "$model/rempart.yaml" --target device \
        --out "$out/config/$name" "$@"
    status=0
    # shellcheck disable=SC2086  # a list of targets
    sh "$root/tools/device/build.sh" "$out/config/$name" "$name" "$out" $targets \
        >"$out/$name.log" 2>&1 || status=$?
    case $status in
    0) ;;
    3) grep 'left out' "$out/$name.log" >&2 ;;
    *)
        cat "$out/$name.log" >&2
        exit 1 ;;
    esac
}
pump=$root/examples/reference-pump
targets="host mps2 lm3s"
one smallest "$pump"
one none "$pump" --keep none
# The same device with one control more, which the model finds to stop nothing.
cp -R "$pump" "$out/config/model-all"
cat >>"$out/config/model-all/controls.rempart.yaml" <<EOF

  - {id: X1, control: attack-detection, at: [comms], state: planned}
EOF
targets="host mps2 lm3s probe"
one all "$out/config/model-all"
targets="host mps2"
# One control of each module: its other controls leave with it.
awk -F'"' '$2 == "id" { id = $4 } $2 == "module" && $4 != "" && !seen[$4]++ { print id, $4 }' \
    "$out/config/smallest/device-tests.json" >"$out/config/drops"
[ -s "$out/config/drops" ]
while read -r control module; do
    one "less-$module" "$pump" --drop "$control"
done <"$out/config/drops"
# Degraded operation alone, for reference/pump/tests/protect.py.
mode=$(awk -F'"' '$2 == "control" { kind = $4 } $2 == "module" && $4 == "mode" { print kind; exit }' \
    "$out/config/smallest/device-tests.json")
one guard "$pump" --keep none --add "$mode"

status=0
sh "$root/tools/device/build-skip.sh" "$out" >"$out/skip.log" 2>&1 || status=$?
case $status in
0) ;;
3) grep 'left out' "$out/skip.log" >&2 ;;
*)
    cat "$out/skip.log" >&2
    exit 1 ;;
esac
