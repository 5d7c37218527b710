#!/bin/sh
# Makes chan_pki.h: one authority, a client and a server under it, for the tests only. The keys are
# published with them and protect nothing.
# usage: chan_pki.sh >chan_pki.h
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.pem"; }
bytes() { # NAME: standard input as an array
    printf 'static const uint8_t %s[] = {\n' "$1"
    od -An -v -tx1 -w14 | sed 's/ /, 0x/g; s/^, /    /; s/$/,/'
    printf '};\n\n'
}
issue() { # NAME COMMON_NAME USAGE
    key "$1"
    openssl req -new -key "$1.pem" -subj "/CN=$2" -out "$1.csr"
    printf '%s\n' "subjectAltName=DNS:$2" keyUsage=critical,digitalSignature \
        "extendedKeyUsage=$3" basicConstraints=critical,CA:FALSE >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.pem -CAcreateserial -days 36500 -sha256 \
        -extfile "$1.ext" -out "$1.crt" 2>/dev/null
    openssl x509 -in "$1.crt" -outform DER | bytes "pki_$1"
    # A SEC1 key: seven bytes, then the secret number.
    openssl ec -in "$1.pem" -outform DER 2>/dev/null | dd bs=1 skip=7 count=32 2>/dev/null |
        bytes "pki_$1_key"
}
key ca
openssl req -x509 -new -key ca.pem -subj "/CN=rempart test authority" -days 36500 -sha256 \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign \
    -out ca.crt
cat <<'END'
// SPDX-License-Identifier: Apache-2.0
// Certificates and keys of the tests, made by chan_pki.sh. They are public and protect nothing.
#ifndef RPRT_TEST_CHAN_PKI_H
#define RPRT_TEST_CHAN_PKI_H

#include <stdint.h>

#define PKI_CLIENT_NAME "pump-7"
#define PKI_SERVER_NAME "central.example"

// clang-format off
END
openssl x509 -in ca.crt -outform DER | bytes pki_ca
openssl ec -in ca.pem -outform DER 2>/dev/null | dd bs=1 skip=7 count=32 2>/dev/null | bytes pki_ca_key
issue client pump-7 clientAuth
issue server central.example serverAuth
cat <<'END'
// clang-format on

#endif
END
