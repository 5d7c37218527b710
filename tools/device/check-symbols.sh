#!/bin/sh
# Fails when an image holds a symbol of a module that its configuration did not select, or lacks
# all symbols of one that it did.
# usage: check-symbols.sh ELF [CONTROL ...]
set -eu
elf=$1
shift
[ -f "$elf" ] || {
    echo "$elf: no such file" >&2
    exit 2
}
status=0
for control in mode detect crypto log store boot auth chan; do
    pattern="rprt_${control}_"
    [ "$control" = boot ] && pattern='rprt_(boot|update)_'
    found=$(arm-none-eabi-nm "$elf" | grep -cE " [tT] $pattern" || true)
    case " $* " in
    *" $control "*)
        [ "$found" -gt 0 ] || {
            echo "$elf: selected, but not in the image: $control" >&2
            status=1
        } ;;
    *)
        # Shared types and the mailbox belong to base and have other names.
        allowed='rprt_mode_(word|of)$'
        extra=$(arm-none-eabi-nm "$elf" | grep -E " [tT] $pattern" |
            grep -vcE " $allowed" || true)
        [ "$extra" -eq 0 ] || {
            echo "$elf: not selected, but in the image: $control ($extra symbols)" >&2
            status=1
        } ;;
    esac
done
for symbol in mbedtls_ psa_; do
    case " $* " in
    *" crypto "*) ;;
    *)
        if arm-none-eabi-nm "$elf" | grep -qE " [tT] $symbol"; then
            echo "$elf: no cryptography selected, but symbols of $symbol in the image" >&2
            status=1
        fi ;;
    esac
done
exit $status
