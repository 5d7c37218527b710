// SPDX-License-Identifier: Apache-2.0
/* Certificates made to order by OpenSSL, good ones and each kind of bad one.
 *
 * Keys and certificates belong to the caller (EVP_PKEY_free, X509_free).
 */
#ifndef RPRT_TEST_CHAN_ISSUE_H
#define RPRT_TEST_CHAN_ISSUE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

// What is asked for. Texts as OpenSSL writes extensions; NULL: leave it out.
struct issue {
    const char *common_name;
    const char *alternative_name; // "DNS:..."
    const char *usage;            // "critical,digitalSignature"
    const char *extended_usage;   // "clientAuth"
    const char *constraints;      // "critical,CA:FALSE"
    const char *curve;            // "P-256"; NULL: RSA with 2048 bits
    const EVP_MD *hash;
    long not_before, not_after; // seconds from now
};

EVP_PKEY *issue_key(const struct issue *issue);

// The key of the tests' authority or of one of its clients: the secret number and the certificate that
// holds the public half.
EVP_PKEY *issue_key_of(const uint8_t secret[32], X509 *certificate);

// issuer NULL: self-signed.
X509 *issue_certificate(const struct issue *issue, EVP_PKEY *key, X509 *issuer,
                        EVP_PKEY *issuer_key);

#endif
