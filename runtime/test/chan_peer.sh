#!/bin/sh
# Both ends of chan against OpenSSL: messages both ways, and no connection with another key, another
# suite or an older version of TLS.
# usage: chan_peer.sh PROGRAM     exit 77: no openssl (skipped)
set -eu
program=$1
command -v openssl >/dev/null || { echo "chan: openssl is not installed"; exit 77; }
key=30313233343536373839616263646566
port=$((20000 + $$ % 20000))
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# expect WHAT CLIENT_OR_SERVER GOOD_OR_REFUSED OPENSSL_OPTIONS...
expect() {
    what=$1
    end=$2
    wanted=$3
    shift 3
    port=$((port + 1))
    got=refused
    "$program" "$end" $port >"$dir/ours" 2>"$dir/why" &
    ours=$!
    if [ "$end" = server ]; then
        for try in 1 2 3 4 5 6 7 8 9 10; do
            (sleep 1; echo "from openssl"; sleep 1) |
                timeout 20 openssl s_client -connect 127.0.0.1:$port -psk_identity pump-7 \
                    -quiet "$@" >"$dir/theirs" 2>"$dir/openssl" || true
            grep -q "Connection refused" "$dir/openssl" || break
            sleep 0.3
        done
    else
        (sleep 2; echo "from openssl"; sleep 2) |
            timeout 20 openssl s_server -accept $port -nocert -naccept 1 -psk_identity pump-7 \
                -quiet "$@" >"$dir/theirs" 2>"$dir/openssl" || true
    fi
    if wait $ours && grep -q "from openssl" "$dir/ours" && grep -q "to the peer" "$dir/theirs"; then
        got=good
    fi
    echo "chan as $end, $what: $got"
    [ $got = "$wanted" ] || { cat "$dir/why" "$dir/openssl"; exit 1; }
}

suite=PSK-AES128-CCM
for end in server client; do
    expect "the same key and suite" $end good -tls1_2 -cipher $suite -psk $key
    expect "another key" $end refused -tls1_2 -cipher $suite -psk "${key%66}67"
    expect "another suite" $end refused -tls1_2 -cipher PSK-AES128-GCM-SHA256 -psk $key
    expect "an older version" $end refused -tls1_1 -cipher PSK-AES128-CBC-SHA@SECLEVEL=0 -psk $key
done
