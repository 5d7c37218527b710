#!/bin/sh
# Fails when an image holds cryptography that its exported configuration does not name.
# usage: check-algorithms.sh NM IMAGE CONFIG_DIR
set -eu
symbols=$("$1" "$2")
config=$(cat "$3/rprt_psa_config.h" "$3/rprt_mbedtls_config.h")
status=0
while read -r prefix asked; do
    if echo "$symbols" | grep -qE " [tT] $prefix" && ! echo "$config" | grep -qE "#define ($asked)\\b"; then
        echo "$2: not in the plan, but in the image: $prefix" >&2
        status=1
    fi
done <<EOF
mbedtls_sha256_ PSA_WANT_ALG_SHA_256|MBEDTLS_SHA256_C
mbedtls_aes_ PSA_WANT_KEY_TYPE_AES|MBEDTLS_AES_C
mbedtls_ccm_ PSA_WANT_ALG_CCM|MBEDTLS_CCM_C
mbedtls_chacha20_ PSA_WANT_KEY_TYPE_CHACHA20|MBEDTLS_CHACHA20_C
mbedtls_poly1305_ PSA_WANT_ALG_CHACHA20_POLY1305|MBEDTLS_POLY1305_C
mbedtls_ecdsa_ PSA_WANT_ALG_ECDSA|MBEDTLS_ECDSA_C
mbedtls_ecdh_ PSA_WANT_ALG_ECDH|MBEDTLS_ECDH_C
mbedtls_ecp_ PSA_WANT_ECC_SECP_R1_256|MBEDTLS_ECP_C
mbedtls_ssl_ MBEDTLS_SSL_TLS_C
mbedtls_x509_ MBEDTLS_X509_USE_C
mbedtls_gcm_ PSA_WANT_ALG_GCM|MBEDTLS_GCM_C
mbedtls_rsa_ PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY|MBEDTLS_RSA_C
mbedtls_sha1_ PSA_WANT_ALG_SHA_1|MBEDTLS_SHA1_C
mbedtls_sha512_ PSA_WANT_ALG_SHA_512|MBEDTLS_SHA512_C
mbedtls_md5_ PSA_WANT_ALG_MD5|MBEDTLS_MD5_C
mbedtls_des_ PSA_WANT_KEY_TYPE_DES|MBEDTLS_DES_C
EOF
exit $status
