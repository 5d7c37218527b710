#!/bin/sh
# Builds every subset of modules that contains what its members need, looks for symbols of modules
# that were not selected, and runs the few steps of smoke.c in each.
# usage: subsets.sh RUNTIME_FOLDER BUILD_FOLDER CC     (CC builds for this machine)
# A source reads no other switch than its own module's, which is looked at first; each is therefore
# compiled twice, on and off, and linked in every subset. RPRT_FULL_CAMPAIGN=1 compiles all anew.
set -eu
runtime=$1
out=$2/subsets
cc=$3
rm -rf "$out"
mkdir -p "$out/c"
cd "$out"
modules="mode detect crypto log store boot auth chan"
with_crypto=1
[ -f /usr/include/psa/crypto.h ] && [ -f /usr/include/mbedtls/ssl.h ] || with_crypto=0
warnings="-std=c99 -O0 -Wall -Wextra -Wpedantic -Werror"

module_of() {
    case $1 in
    log*) echo log ;;
    store*) echo store ;;
    boot* | update) echo boot ;;
    chan*) echo chan ;;
    *) echo "$1" ;;
    esac
}

# What an image is known by. The line "base" has no symbols that could be missing.
cat >symbols <<'END'
mode ^rprt_mode_(init|tick|heard|comms_alive|attack|fault|return|propose|comms_budget_us|now)$
detect ^rprt_detect_
crypto ^rprt_(crypto|hash)_
log ^rprt_log_
store ^rprt_store_
boot ^rprt_(boot|update)_
auth ^rprt_auth_
chan ^rprt_chan_
END

$cc -std=c99 -O0 -I"$runtime/include" -I"$runtime/config" -c "$runtime/test/flash.c" -o flash.o

# Every source once without and once with its own module.
configuration() { # MODULE...
    for module in "$@"; do
        echo "#define RPRT_WITH_$(echo "$module" | tr a-z A-Z) 1"
    done >c/rprt_config.h
}
compile() { # SUFFIX
    for source in "$runtime"/src/*.c; do
        name=$(basename "$source" .c)
        # shellcheck disable=SC2086
        $cc $warnings -Ic -I"$runtime/include" -c "$source" -o "$name.$1.o"
    done
}
for source in "$runtime"/src/*.[ch]; do
    module=$(module_of "$(basename "$source" | sed 's/[.][ch]$//')")
    if grep -o 'RPRT_WITH_[A-Z]*' "$source" |
        grep -v "^RPRT_WITH_$(echo "$module" | tr a-z A-Z)\$"; then
        echo "$source reads the switch of another module" >&2
        exit 1
    fi
done
configuration
compile 0
if [ $with_crypto -eq 1 ]; then
    # shellcheck disable=SC2086
    configuration $modules
else
    configuration mode detect
fi
compile 1
for object in *.1.o; do
    module=$(module_of "${object%.1.o}")
    eval "on_$module=\"\${on_$module:-} $object\" off_$module=\"\${off_$module:-} ${object%.1.o}.0.o\""
done

n=0
started=$(date +%s)
for bits in $(seq 0 255); do
    selected=
    objects="${on_base}"
    i=0
    for module in $modules; do
        if [ $((bits >> i & 1)) -eq 1 ]; then
            selected="$selected $module"
            eval "objects=\"\$objects \$on_$module\""
        else
            eval "objects=\"\$objects \$off_$module\""
        fi
        i=$((i + 1))
    done
    # Anything above bit 2 needs bit 2; crypto alone serves nobody.
    [ $((bits >> 3)) -eq 0 ] || [ $((bits & 4)) -ne 0 ] || continue
    [ $((bits & 4)) -eq 0 ] || [ $((bits >> 3)) -ne 0 ] || continue
    [ $((bits & 4)) -eq 0 ] || [ $with_crypto -eq 1 ] || continue
    libraries=
    [ $((bits & 4)) -eq 0 ] || libraries="-lmbedtls -lmbedx509 -lmbedcrypto"
    # shellcheck disable=SC2086
    configuration $selected
    if [ -n "${RPRT_FULL_CAMPAIGN:-}" ]; then
        compile x
        objects=$(echo *.x.o)
    fi
    # shellcheck disable=SC2086
    $cc $warnings -Ic -I"$runtime/include" "$runtime/test/smoke.c" $objects flash.o -o image \
        $libraries
    nm image | awk -v selected=" base$selected " '
        FILENAME == "symbols" { module[++n] = $1; pattern[n] = $2; next }
        { for (i = 1; i <= n; i++)
            if ($NF ~ pattern[i]) {
                found[module[i]] = 1
                if (index(selected, " " module[i] " ") == 0) { print "not selected: " $NF; bad = 1 }
            } }
        END { for (i = 1; i <= n; i++)
            if (index(selected, " " module[i] " ") != 0 && !found[module[i]]) {
                print "selected, not in the image: " module[i]; bad = 1
            }
            exit bad }' symbols - || { echo "subset:$selected" >&2; exit 1; }
    ran=$(./image) || { echo "subset$selected: $ran" >&2; exit 1; }
    [ "$ran" = "base$selected " ] || { echo "subset$selected ran: $ran" >&2; exit 1; }
    n=$((n + 1))
done

# The link's two choices: each with the link alone and with everything, compiled anew.
choices=0
if [ $with_crypto -eq 1 ]; then
    for aead in CCM CHACHAPOLY; do
        for profile in PSK CERT; do
            for selected in "crypto chan" "$modules"; do
                # shellcheck disable=SC2086
                configuration $selected
                echo "#define RPRT_AEAD RPRT_AEAD_$aead" >>c/rprt_config.h
                echo "#define RPRT_CHAN_PROFILE RPRT_CHAN_$profile" >>c/rprt_config.h
                compile v
                # shellcheck disable=SC2086
                $cc $warnings -Ic -I"$runtime/include" "$runtime/test/smoke.c" ./*.v.o flash.o \
                    -o image $libraries
                ran=$(./image) || { echo "$aead $profile $selected: $ran" >&2; exit 1; }
                [ "$ran" = "base $selected " ] || { echo "$aead $profile ran: $ran" >&2; exit 1; }
                # Of the other way of proving nothing is there.
                nm image | grep -cE ' mbedtls_(ssl_conf_psk|x509_crt_parse_der_nocopy)$' |
                    grep -qx 1 || { echo "$aead $profile: not one way of proving" >&2; exit 1; }
                choices=$((choices + 1))
            done
        done
    done
fi
echo "subsets: $choices choices of cipher and proof built and run"
echo "subsets: $n built and run in $(($(date +%s) - started)) s"
wanted=128
[ $with_crypto -eq 1 ] || wanted=4
[ $n -eq $wanted ] || { echo "subsets: $wanted were expected" >&2; exit 1; }
