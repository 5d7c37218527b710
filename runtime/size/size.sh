#!/bin/sh
# Flash, RAM and stack of each module of the device library on Cortex-M3, against limits.txt, and of the
# link in each choice of cipher and proof.
# Also the stack of each public function (stack.sh; BLESS=1 rewrites its table).
# usage: size.sh RUNTIME_FOLDER BUILD_FOLDER [stack]     with "stack": the table of all functions
# Exit 0: within the limits; 1: larger; 77: no compiler or no headers of the provider (skipped).
set -eu
runtime=$1
out=$2/size
cc=arm-none-eabi-gcc
command -v $cc >/dev/null || { echo "size: $cc is not installed, nothing measured"; exit 77; }
[ -f /usr/include/mbedtls/ssl.h ] && [ -f /usr/include/psa/crypto.h ] || {
    echo "size: the headers of Mbed TLS are not installed, nothing measured"
    exit 77
}
rm -rf "$out"
mkdir -p "$out/include"
# Only these two folders: the rest of /usr/include belongs to the host.
ln -s /usr/include/mbedtls "$out/include/mbedtls"
ln -s /usr/include/psa "$out/include/psa"

options="-mcpu=cortex-m3 -mthumb -Os -std=c99 -ffunction-sections -fdata-sections -fstack-usage -fcallgraph-info=su
    -Wall -Wextra -Wpedantic -Wconversion -Werror
    -I$runtime/include -I$runtime/config -I$runtime/config/provider -I$runtime/src -I$runtime/test
    -isystem $out/include -DMBEDTLS_CONFIG_FILE=\"rprt_mbedtls_config.h\"
    -DRPRT_CONFIG_FILE=\"variant.h\""

module_of() {
    case $1 in
    log*) echo log ;;
    store*) echo store ;;
    boot* | update) echo boot ;;
    chan*) echo chan ;;
    *) echo "$1" ;;
    esac
}

# Lines of what a variant takes, into the file "table" of its folder.
measure() { # PROFILE AEAD
    mkdir -p "$out/$1-$2"
    cd "$out/$1-$2"
    for source in "$runtime"/src/*.c "$runtime"/size/contexts.c; do
        # shellcheck disable=SC2086
        $cc $options -DRPRT_VARIANT_PROFILE=RPRT_CHAN_$1 -DRPRT_VARIANT_AEAD=RPRT_AEAD_$2 \
            -c "$source" -o "$(basename "$source" .c).o"
    done
    for object in *.o; do
        name=$(basename "$object" .o)
        [ "$name" != contexts ] || continue
        module=$(module_of "$name")
        arm-none-eabi-size "$object" | awk -v m="$module" 'NR == 2 { print "flash", m, $1; print "ram", m, $2 + $3 }'
        awk -v m="$module" '{ split($1, at, ":"); print "stack", m, $2, at[4] }' "$name.su"
    done >table
    arm-none-eabi-nm -S contexts.o | awk '{ sub(/^ram_/, "", $4); print "ram", $4, $2 }' |
        while read -r kind module hex; do echo "$kind $module $((0x$hex))"; done >>table
}

# What the exchange of roots costs: the same sources without it, as a line of the same table.
measure_plain() {
    mkdir -p "$out/plain"
    cd "$out/plain"
    for source in "$runtime"/src/boot*.c "$runtime"/src/update.c; do
        # shellcheck disable=SC2086
        $cc $options -URPRT_CONFIG_FILE "-DRPRT_CONFIG_FILE=\"$runtime/test/plain_config.h\"" \
            -c "$source" -o "$(basename "$source" .c).o"
    done
    arm-none-eabi-size ./*.o | awk 'NR > 1 { n += $1 } END { print "flash boot-plain", n }' \
        >>"$out/PSK-CCM/table"
}

# Compares with the limits. The cert variants have lines of their own for what differs.
compare() { # PROFILE AEAD [stack]
    awk -v profile="$1" -v aead="$2" -v all="${3:-}" '
    FILENAME ~ /limits/ {
        if ($1 == "#" || NF != 4) next
        f[$1] = $2; r[$1] = $3; s[$1] = $4
        if ($1 !~ /-cert$/) order[++n] = $1
        next
    }
    $1 == "flash" { flash[$2] += $3; if ($2 != "boot-plain") flash["all"] += $3 }
    $1 == "ram" { ram[$2] += $3; if ($2 != "provider") ram["all"] += $3 }
    $1 == "stack" && $3 > stack[$2] { stack[$2] = $3 }
    $1 == "stack" { line[++k] = sprintf("  %-8s %-32s %4d", $2, $4, $3) }
    END {
        flash["core"] = flash["base"] + flash["mode"] + flash["detect"]
        ram["core"] = ram["base"] + ram["mode"] + ram["detect"]
        printf "%s %-11s flash (most)     ram (most)  stack (most)\n", profile, aead
        for (i = 1; i <= n; i++) {
            m = order[i]
            if ((profile != "PSK" || aead != "CCM") && m != "chan" && m != "crypto" && m != "all")
                continue
            l = profile == "CERT" && (m "-cert" in f) ? m "-cert" : m
            printf "  %-12s %6d %6d   %5s %6s   %4s %6s\n", m, flash[m], f[l], r[l] == "-" ? "-" : ram[m], r[l],
                   s[l] == "-" ? "-" : stack[m], s[l]
            if (flash[m] > f[l] || (r[l] != "-" && ram[m] > r[l]) || (s[l] != "-" && stack[m] > s[l])) {
                printf "size: %s is larger than its limit\n", m
                bad = 1
            }
        }
        printf "  provider contexts beside it: %d bytes of RAM\n", ram["provider"]
        if (all == "stack") for (i = 1; i <= k; i++) print line[i]
        exit bad
    }' "$runtime/size/limits.txt" "$out/$1-$2/table"
}

bad=0
for variant in "PSK CCM" "PSK CHACHAPOLY" "CERT CCM" "CERT CHACHAPOLY"; do
    # shellcheck disable=SC2086
    measure $variant
    [ "$variant" != "PSK CCM" ] || measure_plain
    # shellcheck disable=SC2086
    compare $variant "${3:-}" || bad=1
done
sh "$runtime/size/stack.sh" "$runtime" "$out/PSK-CCM" || bad=1
exit $bad
