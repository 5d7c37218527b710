#!/bin/sh
# Builds the image of the instruction-skip campaign.
# usage: build-skip.sh OUT      leaves OUT/skip/skip.elf
# Status 3: left out because the headers of Mbed TLS are not to be had.
set -eu
mkdir -p "$1/skip"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
sh tools/device/mbedtls.sh "$out/provider" || {
    echo "skip.elf left out: it needs the headers of Mbed TLS" >&2
    exit 3
}
target=reference/pump/target
flags="-mcpu=cortex-m3 -mthumb -Os -g -std=c99 -ffunction-sections -fdata-sections -Wall -Wextra
    -I$out/config/all -Ireference -Iruntime/include -I$target
    -isystem $out/provider/mbedtls/include -DMBEDTLS_CONFIG_FILE=<rprt_mbedtls_config.h>"
# The campaign's own code lies by itself behind instructions that trap, so that a wild jump out of
# what is attacked does not end where "granted" is said.
# shellcheck disable=SC2086
arm-none-eabi-gcc $flags -fno-function-sections -c $target/skip.c -o "$out/skip/skip.o"
arm-none-eabi-objcopy --rename-section .text=.bench,alloc,load,readonly,code,contents "$out/skip/skip.o"
# shellcheck disable=SC2086
arm-none-eabi-gcc $flags --specs=nano.specs --specs=nosys.specs -nostartfiles -Wl,--gc-sections \
    -T $target/mps2/mps2.ld -Wl,--section-start=.trap=0x5fc00 -Wl,--section-start=.bench=0x60000 \
    "$out/skip/skip.o" $target/skip_*.c reference/pump/seam/factory.c runtime/src/base.c \
    runtime/src/crypto.c runtime/src/mode.c runtime/src/auth.c runtime/src/boot*.c \
    runtime/src/update.c -o "$out/skip/skip.elf"
