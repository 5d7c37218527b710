// SPDX-License-Identifier: Apache-2.0
// The issuing of chan_issue.h.
#include "chan_issue.h"

#include "check.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509v3.h>

EVP_PKEY *issue_key(const struct issue *issue)
{
    EVP_PKEY *key = issue->curve == NULL ? EVP_RSA_gen(2048) : EVP_EC_gen(issue->curve);
    assert_non_null(key);
    return key;
}

EVP_PKEY *issue_key_of(const uint8_t secret[32], X509 *certificate)
{
    EVP_PKEY *public_key = X509_get0_pubkey(certificate);
    uint8_t point[65];
    size_t size = 0;
    assert_int_equal(EVP_PKEY_get_octet_string_param(public_key, OSSL_PKEY_PARAM_PUB_KEY, point,
                                                     sizeof point, &size),
                     1);
    BIGNUM *number = BN_bin2bn(secret, 32, NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    assert_non_null(build);
    assert_int_equal(OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0),
                     1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, size),
                     1);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *key = NULL;
    assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
    assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params), 1);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_free(number);
    return key;
}

static void extend(X509 *certificate, int which, const char *value)
{
    if (value == NULL)
        return;
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, which, value);
    assert_non_null(extension);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

X509 *issue_certificate(const struct issue *issue, EVP_PKEY *key, X509 *issuer,
                        EVP_PKEY *issuer_key)
{
    static long serial = 1000;
    X509 *certificate = X509_new();
    assert_non_null(certificate);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), issue->not_before);
    X509_gmtime_adj(X509_getm_notAfter(certificate), issue->not_after);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)issue->common_name,
                               -1, -1, 0);
    X509_set_issuer_name(certificate, issuer == NULL ? name : X509_get_subject_name(issuer));
    X509_set_pubkey(certificate, key);
    extend(certificate, NID_subject_alt_name, issue->alternative_name);
    extend(certificate, NID_key_usage, issue->usage);
    extend(certificate, NID_ext_key_usage, issue->extended_usage);
    extend(certificate, NID_basic_constraints, issue->constraints);
    assert_true(X509_sign(certificate, issuer == NULL ? key : issuer_key, issue->hash) > 0);
    return certificate;
}
