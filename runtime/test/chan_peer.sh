#!/bin/sh
# Both ends of chan over a socket against OpenSSL's own programs: messages both ways, and no connection
# with another key or without a certificate. What else a peer may get wrong is in test_chan_openssl.c.
# usage: chan_peer.sh PROGRAM VARIANT     exit 77: no openssl (skipped)
set -eu
program=$1
variant=$2
command -v openssl >/dev/null || { echo "chan: openssl is not installed"; exit 77; }
# Eight of its own: this test runs beside its variants.
port=$((20000 + $$ * 8 % 20000))
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
                timeout 20 openssl s_client -connect 127.0.0.1:$port -quiet -tls1_2 \
                    "$@" >"$dir/theirs" 2>"$dir/openssl" || true
            grep -q "Connection refused" "$dir/openssl" || break
            sleep 0.3
        done
    else
        (sleep 2; echo "from openssl"; sleep 2) |
            timeout 20 openssl s_server -accept $port -naccept 1 -quiet -tls1_2 \
                "$@" >"$dir/theirs" 2>"$dir/openssl" || true
    fi
    if wait $ours && grep -q "from openssl" "$dir/ours" && grep -q "to the peer" "$dir/theirs"; then
        got=good
    fi
    echo "chan as $end, $variant, $what: $got"
    [ $got = "$wanted" ] || { cat "$dir/why" "$dir/openssl"; exit 1; }
}

case $variant in
psk-ccm) suite=PSK-AES128-CCM ;;
psk-chachapoly) suite=PSK-CHACHA20-POLY1305 ;;
cert-ccm) suite=ECDHE-ECDSA-AES128-CCM ;;
cert-chachapoly) suite=ECDHE-ECDSA-CHACHA20-POLY1305 ;;
esac
case $variant in
psk-*)
    key=30313233343536373839616263646500
    set -- -cipher $suite -psk_identity pump-7
    expect "the same key" client good -nocert "$@" -psk $key
    expect "the same key" server good "$@" -psk $key
    expect "another key" server refused "$@" -psk ${key%00}01 ;;
cert-*)
    "$program" files "$dir"
    openssl x509 -inform DER -in "$dir/ca.der" -out "$dir/ca.pem"
    set -- -cipher $suite -verifyCAfile "$dir/ca.pem" -verify_return_error -verify 1
    server="-cert $dir/server.der -certform DER -key $dir/server.key -keyform DER"
    client="-cert $dir/client.der -certform DER -key $dir/client.key -keyform DER"
    # shellcheck disable=SC2086
    {
        expect "its certificate" client good "$@" $server -Verify 1
        expect "its certificate" server good "$@" $client -verify_hostname central.example
        expect "the client's certificate" client refused "$@" $client -Verify 1
        expect "no certificate" server refused "$@"
    } ;;
esac
