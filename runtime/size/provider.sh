#!/bin/sh
# What the link and its provider take together on Cortex-M3, for each choice of cipher and proof: flash of
# each, and in QEMU instructions, stack and memory pool of a full and of a short handshake.
# usage: provider.sh RUNTIME_FOLDER OUT_FOLDER MBEDTLS_SOURCE [PSK|CERT CCM|CHACHAPOLY]
# MBEDTLS_SOURCE is what tools/device/mbedtls.sh unpacks.
# Exit 77: no compiler, QEMU or source (nothing measured).
set -eu
runtime=$1
out=$2
source=$3
cc=arm-none-eabi-gcc
command -v $cc >/dev/null && command -v qemu-system-arm >/dev/null && [ -f "$source/library/ssl_tls.c" ] || {
    echo "provider: $cc, qemu-system-arm or the source of Mbed TLS is missing, nothing measured"
    exit 77
}
options="-mcpu=cortex-m3 -mthumb -Os -std=c99 -ffunction-sections -fdata-sections -I$runtime/include
    -I$runtime/config -I$runtime/config/provider -I$runtime/test -I$runtime/src -isystem $source/include
    -DMBEDTLS_CONFIG_FILE=\"rprt_mbedtls_config.h\" -DRPRT_CONFIG_FILE=\"variant.h\""

# Bytes of flash of the objects whose name matches, as the linker's map has them.
flash_of() { # MAP PATTERN
    awk -v pattern="$2" '
        /^Linker script and memory map/ { on = 1 }
        /^\.bss|^\.stack/ { on = 0 }
        on && /^ \.(text|rodata|data)/ {
            if (NF == 1) { getline rest; $0 = $1 " " rest }
            if ($4 ~ pattern) sum += hex($3)
        }
        function hex(text,   i, n) {
            n = 0
            for (i = 3; i <= length(text); i++)
                n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
            return n
        }
        END { print sum + 0 }' "$1"
}

one() { # PROFILE AEAD
    dir=$out/provider-$1-$2
    rm -rf "$dir"
    mkdir -p "$dir/provider" "$dir/ours"
    choice="-DRPRT_VARIANT_PROFILE=RPRT_CHAN_$1 -DRPRT_VARIANT_AEAD=RPRT_AEAD_$2"
    # shellcheck disable=SC2086
    (cd "$dir/provider" && ls "$source"/library/*.c | xargs -P 2 -n 16 $cc $options $choice -w -c)
    # shellcheck disable=SC2086
    (cd "$dir/ours" && $cc $options $choice -Wall -Wextra -c "$runtime"/src/chan*.c \
        "$runtime/src/base.c" "$runtime/size/image.c")
    # shellcheck disable=SC2086
    $cc -mcpu=cortex-m3 -mthumb --specs=nano.specs --specs=rdimon.specs -nostartfiles \
        -Wl,--gc-sections "-Wl,-Map=$dir/map" -T "$runtime/size/image.ld" "$dir"/ours/*.o \
        "$dir"/provider/*.o -o "$dir/image.elf"
    echo "$1 $2: flash of chan $(flash_of "$dir/map" /ours/chan), of its provider $(flash_of "$dir/map" /provider/)"
    timeout 300 qemu-system-arm -M mps2-an385 -nographic -monitor none -serial none -icount shift=0 \
        -semihosting-config enable=on,target=native -kernel "$dir/image.elf" | sed 's/^/  /'
}

[ $# -eq 3 ] || { one "$4" "$5"; exit; }
for variant in "PSK CCM" "PSK CHACHAPOLY" "CERT CCM" "CERT CHACHAPOLY"; do
    # shellcheck disable=SC2086
    one $variant
done
