#!/bin/sh
# Compiles the device library with what `rempart export` writes, for every choice that a model has about it
# and for plans with less, and holds the figures that export prints against the sizes that come out.
# usage: build.sh REMPART ROOT OUT_FOLDER [MBEDTLS_SOURCE]
# For Cortex-M3; where its compiler is missing for this machine, and then without sizes. Where the source of
# Mbed TLS is given (make attack-long does), the provider too is compiled with the exported
# configuration, and the figures of the provider are measured anew where QEMU is.
# Exit 0: all of it; 1: something is wrong; 77: no headers of the provider (nothing done).
set -eu
rempart=$(realpath "$1")
root=$(realpath "$2")
out=$3
source=${4:-/nowhere}
runtime=$root/runtime
[ -f /usr/include/mbedtls/ssl.h ] && [ -f /usr/include/psa/crypto.h ] || {
    echo "export-build: the headers of Mbed TLS are not installed, nothing done"
    exit 77
}
rm -rf "$out"
mkdir -p "$out/include"
out=$(realpath "$out")
ln -s /usr/include/mbedtls "$out/include/mbedtls"
ln -s /usr/include/psa "$out/include/psa"
headers=$out/include
[ ! -f "$source/library/ssl_tls.c" ] || headers=$(realpath "$source")/include
if command -v arm-none-eabi-gcc >/dev/null; then
    cross=arm-none-eabi-
    cc="arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb"
else
    cross=
    cc=cc
    echo "export-build: arm-none-eabi-gcc is not installed, no sizes"
fi
bad=0
tried=0

say() {
    echo "export-build: $*" >&2
    bad=1
}

# The numbers of a line of export: flash RAM stack.
printed() { # FOLDER PATTERN
    sed -n "s/^  $2: //p" "$1/told" | sed 's/(.*//' | tr -cd '0-9 \n' | tr -s ' '
}

near() { # WHAT PRINTED MEASURED
    [ -n "$2" ] && [ -n "$3" ] && [ $((($2 - $3) * 50)) -le "$3" ] && [ $((($3 - $2) * 50)) -le "$3" ] ||
        say "$1: export says '$2', measured '$3'"
}

# An export of the example with these choices, compiled.
try() { # NAME LIBRARY [OPTION...]
    dir=$out/$1
    library=$2
    name=$1
    shift 2
    mkdir -p "$dir/ours"
    cp -R "$root/examples/infusion-pump" "$dir/model"
    sed -i "s/^  version: /  library: $library\n&/" "$dir/model/rempart.yaml"
    "$rempart" export --lang en --model "$dir/model/rempart.yaml" --target device --out "$dir/config" "$@" \
        >"$dir/told" 2>/dev/null || { say "$name: export failed"; return; }
    options="-std=c99 -Os -ffunction-sections -fdata-sections -I$dir/config -I$runtime/include
        -I$runtime/src -isystem $headers -DMBEDTLS_CONFIG_FILE=\"rprt_mbedtls_config.h\""
    # shellcheck disable=SC2086
    (cd "$dir/ours" && $cc $options -Wall -Wextra -Wpedantic -Werror -c "$runtime"/src/*.c) ||
        { say "$name: the library does not compile"; return; }
    tried=$((tried + 1))
    [ -n "$cross" ] || return 0
    # shellcheck disable=SC2086
    $cc $options -c "$runtime/size/contexts.c" -o "$dir/contexts.o"
    ram=0
    for module in base $(sed -n 's/^#define RPRT_WITH_\([A-Z]*\) 1$/\1/p' "$dir/config/rprt_config.h" |
        tr A-Z a-z); do
        hex=$(arm-none-eabi-nm -S "$dir/contexts.o" | sed -n "s/^[0-9a-f]* \([0-9a-f]*\) . ram_$module\$/\1/p")
        ram=$((ram + 0x$hex))
    done
    flash=$(arm-none-eabi-size "$dir"/ours/*.o | awk 'NR > 1 { n += $1 } END { print n }')
    # shellcheck disable=SC2046
    set -- $(printed "$dir" 'device library')
    echo "$name: flash $flash, RAM $ram"
    near "$name, flash" "${1:-}" "$flash"
    near "$name, RAM" "${2:-}" "$ram"
}

# The provider by the exported configuration has all that the library calls.
with_provider() { # NAME
    dir=$out/$1
    [ -f "$source/library/ssl_tls.c" ] && [ -d "$dir/ours" ] || return 0
    mkdir -p "$dir/provider"
    options="-std=c99 -Os -I$dir/config -I$runtime/include -isystem $headers
        -DMBEDTLS_CONFIG_FILE=\"rprt_mbedtls_config.h\""
    # shellcheck disable=SC2086
    (cd "$dir/provider" && $cc $options -w -c "$(realpath "$source")"/library/*.c) ||
        { say "$1: the provider does not compile"; return; }
    "${cross}nm" -g "$dir"/ours/*.o "$dir"/provider/*.o | awk '
        NF == 3 && $2 ~ /[A-TV-Z]/ { has[$3] = 1 }
        NF == 2 && $1 == "U" && $2 ~ /^(psa|mbedtls)_/ { wants[$2] = 1 }
        END { for (name in wants) {
                n++
                if (!(name in has) && name != "mbedtls_psa_external_get_random") { print name; bad = 1 }
            }
            if (n < 10) { print "only " n " names"; bad = 1 }
            exit bad }' >"$dir/missing" || say "$1: not in the provider: $(cat "$dir/missing")"
    providers=$((providers + 1))
}

providers=0
for cipher in aes-128-ccm chacha20-poly1305; do
    for link in shared-key certificates; do
        for roots in fixed exchangeable; do
            try "$link-$cipher-$roots" "{link: $link, cipher: $cipher, root-keys: $roots}"
        done
        try "$link-$cipher-no-boot" "{link: $link, cipher: $cipher}" --drop signed-update
        with_provider "$link-$cipher-fixed"
    done
    with_provider "certificates-$cipher-no-boot"
done
try default '{}'
try no-link '{link: certificates}' --drop secure-connection
echo "export-build: $tried configurations compiled, $providers with the provider"
[ "$tried" -eq 14 ] || say "14 configurations were expected"
# No control of the catalogue names this module, so that no export shows its figures.
if [ -n "$cross" ]; then
    $cc -std=c99 -Os -ffunction-sections -fdata-sections -I"$runtime/config/core" -I"$runtime/include" \
        -c "$runtime/src/detect.c" -o "$out/detect.o"
    near detect "$(sed -n '/module: detect/{n;s/.*flash: \([0-9]*\).*/\1/p;}' "$root/catalogue/modules.yaml")" \
        "$(arm-none-eabi-size "$out/detect.o" | awk 'NR == 2 { print $1 }')"
fi

# What the provider takes for the link, where it can be measured.
measured() { # CHOICE PROFILE AEAD
    awk -v head="$2 $3:" '
        /^[A-Z]/ { on = index($0, head) == 1; if (on) flash = $NF }
        on && /^  full/ {
            for (i = 1; i < NF; i++) {
                if ($i == "stack" && $(i + 1) + 0 > stack) stack = $(i + 1) + 0
                if ($i == "pool" && $(i + 1) + 0 > pool) pool = $(i + 1) + 0
            }
        }
        END { print flash, pool, stack }' "$out/provider.log" >"$out/measured"
    read -r flash pool stack <"$out/measured"
    contexts=$((0x$(arm-none-eabi-nm -S "$out/$1-fixed/contexts.o" |
        sed -n 's/^[0-9a-f]* \([0-9a-f]*\) . ram_provider$/\1/p')))
    # shellcheck disable=SC2046
    set -- "$1" $(printed "$out/$1-fixed" 'provider of cryptography, for the link')
    near "$1, flash of the provider" "${2:-}" "$flash"
    near "$1, RAM of the provider" "${3:-}" "$((${pool:-0} + contexts))"
    near "$1, stack of the provider" "${4:-}" "$stack"
}
if [ -n "$cross" ] && sh "$runtime/size/provider.sh" "$runtime" "$out" "$source" >"$out/provider.log" 2>&1; then
    measured shared-key-aes-128-ccm PSK CCM
    measured shared-key-chacha20-poly1305 PSK CHACHAPOLY
    measured certificates-aes-128-ccm CERT CCM
    measured certificates-chacha20-poly1305 CERT CHACHAPOLY
else
    tail -1 "$out/provider.log" 2>/dev/null || true
fi
exit $bad
