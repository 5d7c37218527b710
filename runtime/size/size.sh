#!/bin/sh
# Flash, RAM and stack of each module of the device library on Cortex-M3, against limits.txt.
# usage: size.sh RUNTIME_FOLDER BUILD_FOLDER [stack]     with "stack": the table of all functions
# Also the deepest stack inside the library of each public function, against stack.txt (BLESS=1 rewrites it).
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
    -I$runtime/include -I$runtime/config -I$runtime/config/provider -I$runtime/src
    -isystem $out/include -DMBEDTLS_CONFIG_FILE=\"rprt_mbedtls_config.h\""
cd "$out"
for source in "$runtime"/src/*.c "$runtime"/size/contexts.c; do
    $cc $options -c "$source" -o "$(basename "$source" .c).o"
done
# What an option costs: the same sources without it.
mkdir plain
for source in "$runtime"/src/boot*.c "$runtime"/src/update.c; do
    $cc $options "-DRPRT_CONFIG_FILE=\"$runtime/test/plain_config.h\"" -c "$source" \
        -o "plain/$(basename "$source" .c).o"
done
plain=$(arm-none-eabi-size plain/*.o | awk 'NR > 1 { n += $1 } END { print n }')

# function bytes, for each function of a public header: itself and what it calls in the library. Calls
# through the port and into the provider are not counted, they are not the library's.
deepest() {
    awk '
    function name_of(title) { sub(/.*:/, "", title); return title }
    function field(key,   text) {
        text = $0
        if (!sub(".*" key ": \"", "", text)) return ""
        sub(/".*/, "", text)
        return text
    }
    /^node:/ && match($0, /[0-9]+ bytes/) { own[field("title")] = substr($0, RSTART, RLENGTH) + 0 }
    /^edge:/ {
        from = field("sourcename")
        calls[from, ++n[from]] = field("targetname")
    }
    function depth(title,   i, most, d) {
        if (title in known) return known[title]
        most = 0
        for (i = 1; i <= n[title]; i++) {
            d = depth(calls[title, i])
            if (d > most) most = d
        }
        return known[title] = own[title] + most
    }
    END { for (title in own) if (title ~ /^rprt_/) print title, depth(title) }' ./*.ci | sort
}
public=$(grep -oh '\brprt_[a-z0-9_]*(' "$runtime"/include/rprt/*.h | tr -d '(' | sort -u)
deepest | awk -v public="$public" 'BEGIN { n = split(public, f, "\n"); for (i = 1; i <= n; i++) is[f[i]] = 1 }
    is[$1]' >deepest
if [ -n "${BLESS:-}" ]; then
    { sed '/^rprt_/d' "$runtime/size/stack.txt"; cat deepest; } >stack.new
    cp stack.new "$runtime/size/stack.txt"
fi
awk 'FNR == NR { if ($1 ~ /^rprt_/) most[$1] = $2; next }
    !($1 in most) { print "size: " $1 " has no line in stack.txt"; bad = 1 }
    $1 in most && $2 > most[$1] { print "size: the stack of " $1 " is " $2 ", stack.txt says " most[$1]; bad = 1 }
    { seen[$1] = 1 }
    END { for (f in most) if (!seen[f]) { print "size: " f " of stack.txt is not there"; bad = 1 }
          exit bad }' "$runtime/size/stack.txt" deepest

module_of() {
    case $1 in
    log*) echo log ;;
    store*) echo store ;;
    boot* | update) echo boot ;;
    chan*) echo chan ;;
    *) echo "$1" ;;
    esac
}

: >table
for object in *.o; do
    name=$(basename "$object" .o)
    [ "$name" != contexts ] || continue
    module=$(module_of "$name")
    arm-none-eabi-size "$object" | awk -v m="$module" 'NR == 2 { print "flash", m, $1; print "ram", m, $2 + $3 }'
    awk -v m="$module" '{ print "stack", m, $2 }' "$name.su"
    if [ "${3:-}" = stack ]; then
        awk -v m="$module" '{ split($1, at, ":"); print "function", m, at[4], $2 }' "$name.su"
    fi
done >>table
arm-none-eabi-nm -S contexts.o | awk '{ sub(/^ram_/, "", $4); print "ram", $4, $2 }' |
    while read -r kind module hex; do echo "$kind $module $((0x$hex))"; done >>table
echo "flash boot-plain $plain" >>table

awk '
FILENAME ~ /limits/ { if ($1 != "#" && NF == 4) { order[++n] = $1; f[$1] = $2; r[$1] = $3; s[$1] = $4 }; next }
$1 == "flash" { flash[$2] += $3; if ($2 != "boot-plain") flash["all"] += $3 }
$1 == "ram" { ram[$2] += $3; if ($2 != "provider") ram["all"] += $3 }
$1 == "stack" && $3 > stack[$2] { stack[$2] = $3 }
$1 == "function" { line[++k] = sprintf("  %-8s %-32s %4d", $2, $3, $4) }
END {
    flash["core"] = flash["base"] + flash["mode"] + flash["detect"]
    ram["core"] = ram["base"] + ram["mode"] + ram["detect"]
    printf "module     flash (most)     ram (most)  stack (most)\n"
    for (i = 1; i <= n; i++) {
        m = order[i]
        printf "%-10s %5d %6d   %5s %6s   %4s %6s\n", m, flash[m], f[m], r[m] == "-" ? "-" : ram[m], r[m],
               s[m] == "-" ? "-" : stack[m], s[m]
        if (flash[m] > f[m] || (r[m] != "-" && ram[m] > r[m]) || (s[m] != "-" && stack[m] > s[m])) {
            printf "size: %s is larger than its limit\n", m
            bad = 1
        }
    }
    printf "provider contexts beside it: %d bytes of RAM\n", ram["provider"]
    for (i = 1; i <= k; i++) print line[i]
    exit bad
}' "$runtime/size/limits.txt" table
