#!/bin/sh
# Builds the reference pump in one configuration: as a process and as a Cortex-M3 image.
# usage: build.sh CONFIG_DIR NAME OUT [host|mps2|lm3s|probe ...]
# CONFIG_DIR holds what `rempart export --target device` wrote. Leaves in OUT/NAME the images pump-host,
# pump-mps2.elf and pump-lm3s.elf (needs the host's), OUT/probe/probe.elf, build.json (what was asked for) and image.json (what came out, rempart-model(5)).
# Status 3: an image that needs Mbed TLS was left out because its source is not to be had.
set -eu
config=$1
name=$2
out=$3
shift 3
[ $# -gt 0 ] || set -- host mps2
root=$(cd "$(dirname "$0")/../.." && pwd)
config=$(cd "$config" && pwd)
mkdir -p "$out/$name"
out=$(cd "$out" && pwd)
cd "$root"
pump=reference/pump/target

includes="-I$config -Ireference -Iruntime/include"
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Wvla -Werror -Wno-error=maybe-uninitialized"

# The controls of the configuration, as the compiler sees them.
controls=
for control in mode detect crypto log store boot auth chan; do
    upper=$(echo $control | tr a-z A-Z)
    value=$(printf '#include "rprt/config.h"\nvalue RPRT_WITH_%s\n' "$upper" |
        gcc -E -P $includes - | sed -n 's/^value //p')
    [ "$value" = 1 ] && controls="$controls $control"
done
controls=${controls# }
with() {
    case " $controls " in *" $1 "*) return 0 ;; esac
    return 1
}

# Of each seam the body that the configuration asks for.
seams=reference/pump/seam
sources="$(ls reference/pump/*.c) runtime/src/base.c"
for control in $controls; do
    sources="$sources $(ls runtime/src/"$control"*.c)"
    [ $control != boot ] || sources="$sources $(ls runtime/src/update*.c)"
done
pick() { # CONTROL WITH WITHOUT
    if with "$1"; then sources="$sources $seams/$2"; else sources="$sources $seams/$3"; fi
}
pick mode watch_mode.c watch_none.c
if with mode; then pick detect signs_detect.c signs_none.c; fi
pick chan link_chan.c link_plain.c
pick auth access_auth.c access_none.c
pick store keep_store.c keep_plain.c
pick log log_chain.c log_plain.c
pick boot update_boot.c update_plain.c
pick crypto secrets.c secrets_none.c
if with crypto; then sources="$sources $seams/factory.c $seams/factory_image.c"; fi

plan=$(printf '#include "rprt/config.h"\nplan RPRT_PLAN_HASH\n' | gcc -E -P $includes - |
    tr -d '\n' | sed 's/.*plan *{\([^}]*\)}.*/\1/' | tr ',' '\n' |
    while read -r byte; do [ -z "$byte" ] || printf '%02x' "$byte"; done)
[ ${#plan} -eq 64 ] || plan=$(printf '%064d' 0)

build_host() {
    libraries=
    rm -f "$out/$name/pump-host"
    with crypto && libraries="-lmbedtls -lmbedx509 -lmbedcrypto"
    # shellcheck disable=SC2086
    gcc -std=c11 -O2 -g -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L $warnings $includes \
        $sources reference/pump/host/*.c -o "$out/$name/pump-host" $libraries
    # shellcheck disable=SC2086
    sh tools/device/check-symbols.sh nm "$out/$name/pump-host" $controls
}

# The provider, compiled once for each of its configurations.
build_provider() {
    sh tools/device/mbedtls.sh "$out/provider" || return 1
    key=$(arm-none-eabi-gcc -E -dM -P $includes \
        -I"$out/provider/mbedtls/include" -include rprt_mbedtls_config.h -xc /dev/null | grep -E 'MBEDTLS_|PSA_WANT_' | sort |
        sha256sum | cut -c1-16)
    provider="$out/provider/$key"
    [ -f "$provider/libmbed.a" ] && return 0
    rm -rf "$provider"
    mkdir -p "$provider"
    # shellcheck disable=SC2086
    (cd "$provider" && ls "$out"/provider/mbedtls/library/*.c | xargs -P 2 -n 8 \
        arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -std=c99 -ffunction-sections \
        -fdata-sections -fstack-usage -fcallgraph-info=su -I"$config" -I"$root/runtime/include" \
        -I"$out/provider/mbedtls/include" "-DMBEDTLS_CONFIG_FILE=<rprt_mbedtls_config.h>" -c &&
        arm-none-eabi-ar rcs libmbed.a ./*.o && rm -f ./*.o)
}

# What the two machines share: provider, protection, sources.
prepare_target() {
    provider_flags=
    images=$sources
    provider_library=
    if with crypto; then
        build_provider || {
            echo "$name: images left out: they need Mbed TLS ($controls)" >&2
            return 3
        }
        provider_flags="-isystem $out/provider/mbedtls/include
            -DMBEDTLS_CONFIG_FILE=<rprt_mbedtls_config.h>"
        provider_library="-Wl,--wrap=mbedtls_calloc $provider/libmbed.a"
        images="$images $pump/provider.c"
    else
        images="$images $pump/provider_none.c"
    fi
    protect=$pump/protect_none.c
    if with mode; then protect=$pump/protect_mpu.c; fi
    images="$images $pump/start.c $pump/board.c $pump/port.c $protect"
}

# Objects by their sources' names, so that sizes and stacks can be told apart (sizes.py, stack.py).
link_target() { # MACHINE SCRIPT OUTPUT SOURCES
    target_includes="-I$config -I$root/reference -I$root/runtime/include -I$root/$pump/$1"
    script=$2
    image=$out/$name/$3
    shift 3
    rm -rf "$image.elf" "$image.o"
    mkdir -p "$image.o"
    # shellcheck disable=SC2086
    (cd "$image.o" && for source in $images "$@"; do echo "$root/$source"; done | xargs -P 2 -n 12 \
        arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -g -std=c99 -ffunction-sections \
        -fdata-sections -fstack-usage -fcallgraph-info=su $warnings $target_includes \
        $provider_flags -c) || return 1
    # shellcheck disable=SC2086
    arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb --specs=nano.specs --specs=nosys.specs -nostartfiles \
        -Wl,--gc-sections "-Wl,-Map=$image.map" -T "$script" "$image.o"/*.o $extra \
        $provider_library -o "$image.elf" || return 1
    # shellcheck disable=SC2086
    sh tools/device/check-symbols.sh arm-none-eabi-nm "$image.elf" $controls || return 1
    sh tools/device/check-algorithms.sh arm-none-eabi-nm "$image.elf" "$config"
}

build_mps2() {
    prepare_target || return $?
    extra=
    link_target mps2 $pump/mps2/mps2.ld pump-mps2 $pump/mps2/*.c $pump/hook.c
}

# The size of a product: no instrument, no hook; the factory's sectors behind the code.
build_lm3s() {
    prepare_target || return $?
    "$out/$name/pump-host" --factory "$out/$name/factory.bin" || return 1
    (cd "$out/$name" && arm-none-eabi-objcopy -I binary -O elf32-littlearm -B arm \
        --rename-section .data=.kept,alloc,load,readonly,data,contents factory.bin factory.o)
    extra=$out/$name/factory.o
    link_target lm3s $pump/lm3s/lm3s.ld pump-lm3s $pump/lm3s/*.c $pump/hook_none.c
}

# The image that measures the library (costs.py, traces.py); with every control.
build_probe() {
    prepare_target || return $?
    mkdir -p "$out/probe"
    # shellcheck disable=SC2086
    arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -g -std=c99 -ffunction-sections -fdata-sections \
        $warnings $includes $provider_flags --specs=nano.specs --specs=nosys.specs \
        -nostartfiles -Wl,--gc-sections -T $pump/mps2/mps2.ld $pump/probe/*.c \
        reference/pump/seam/factory.c reference/pump/seam/factory_image.c runtime/src/*.c \
        "$provider/libmbed.a" -o "$out/probe/probe.elf"
}

# The record that rempart holds results against: hashes and modules as found in the images.
write_record() {
    {
        printf '{\n  "schemaVersion": 1,\n  "device": "rp-1",\n  "version": "%s",\n' "$version"
        printf '  "plan": "%s",\n  "images": [' "$plan"
        comma=
        for image in pump-host:nm pump-mps2.elf:arm-none-eabi-nm; do
            file=${image%%:*}
            [ -f "$out/$name/$file" ] || continue
            printf '%s\n    {"name": "%s", "sha256": "%s", "modules": [%s]}' "$comma" "$file" \
                "$(sha256sum "$out/$name/$file" | cut -c1-64)" \
                "$(sh tools/device/modules.sh "${image#*:}" "$out/$name/$file" |
                    sed 's/.*/"&"/' | paste -sd, -)"
            comma=,
        done
        printf '\n  ]\n}\n'
    } >"$out/$name/image.json"
}

version=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$config/device-tests.json" 2>/dev/null | head -n 1)
list=$(for c in $controls; do printf '"%s", ' "$c"; done)
printf '{"name": "%s", "version": "%s", "plan": "%s", "controls": [%s]}\n' "$name" "$version" \
    "$plan" "${list%, }" >"$out/$name/build.json"
status=0
for target in "$@"; do
    "build_$target" || status=$?
    [ $status -eq 0 ] || [ $status -eq 3 ] || exit $status
done
write_record
exit $status
