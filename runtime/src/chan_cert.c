// SPDX-License-Identifier: Apache-2.0
/* The ends prove themselves by certificates of one own authority.
 *
 * The peer shows one certificate: signed by the pinned authority itself, P-256 and SHA-256, not an
 * authority's, with key usage and extended key usage that fit its role, holding the expected name.
 * Dates are looked at only where the provider has a clock (MBEDTLS_HAVE_TIME_DATE).
 */
#include "rprt/chan.h"

#if RPRT_WITH_CHAN && RPRT_CHAN_PROFILE == RPRT_CHAN_CERT

#include <mbedtls/oid.h>

#include "chan_inside.h"

#if !defined(MBEDTLS_X509_CHECK_KEY_USAGE) || !defined(MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE)
#error "the provider must check the usage of keys"
#endif

#if RPRT_AEAD == RPRT_AEAD_CCM
const int rprt_chan_suites[2] = {MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM, 0};
#else
const int rprt_chan_suites[2] = {MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, 0};
#endif

#define USAGES (MBEDTLS_X509_EXT_KEY_USAGE | MBEDTLS_X509_EXT_EXTENDED_KEY_USAGE)

static const mbedtls_ecp_group_id curves[] = {MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_NONE};
static const int hashes[] = {MBEDTLS_MD_SHA256, MBEDTLS_MD_NONE};
static const mbedtls_x509_crt_profile certificates = {
    .allowed_mds = MBEDTLS_X509_ID_FLAG(MBEDTLS_MD_SHA256),
    .allowed_pks = MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECKEY) | MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECDSA),
    .allowed_curves = MBEDTLS_X509_ID_FLAG(MBEDTLS_ECP_DP_SECP256R1),
};

enum rprt_status rprt_chan_proof_check(const struct rprt_chan_config *config)
{
    // Without an expected name any certificate of the authority would do (CVE-2025-27809).
    if (config->peer_name == NULL || config->peer_name[0] == 0 || config->own_key == NULL ||
        config->own_size > RPRT_CHAN_CERTIFICATE_MAX)
        return RPRT_ERR_ARG;
    return RPRT_OK;
}

// Called for each certificate of the chain, the peer's own (depth 0) last. What is added to flags makes
// the handshake fail.
static int examine(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    struct rprt_chan *chan = context;
    if (depth != 0)
        return 0;
    // One certificate and no other behind it: nothing can stand between it and the authority. Mbed TLS
    // takes a missing usage for any usage; here it must be said.
    if (certificate->next != NULL || certificate->ca_istrue != 0 ||
        (certificate->ext_types & USAGES) != USAGES)
        *flags |= MBEDTLS_X509_BADCERT_OTHER;
    chan->peer = *flags == 0 ? RPRT_YES : RPRT_NO;
    return 0;
}

// Adds the secret number to the public half that the certificate holds. A secret without its public half
// would be expanded where an onlooker can measure it.
static int add_secret(mbedtls_x509_crt *own, const uint8_t *secret)
{
    if (!mbedtls_pk_can_do(&own->pk, MBEDTLS_PK_ECDSA))
        return MBEDTLS_ERR_PK_TYPE_MISMATCH;
    mbedtls_ecp_keypair *pair = mbedtls_pk_ec(own->pk);
    int failed = mbedtls_mpi_read_binary(&pair->d, secret, RPRT_CHAN_OWN_KEY_SIZE);
    return failed != 0 ? failed : mbedtls_ecp_check_privkey(&pair->grp, &pair->d);
}

enum rprt_status rprt_chan_proof_set(struct rprt_chan *chan)
{
    const struct rprt_chan_config *config = chan->config;
    struct rprt_chan_proof *proof = &chan->proof;
    mbedtls_ssl_config *tls = &chan->tls_config;
    mbedtls_x509_crt_init(&proof->ca);
    mbedtls_x509_crt_init(&proof->own);
    if (mbedtls_x509_crt_parse_der_nocopy(&proof->ca, config->ca, config->ca_size) != 0 ||
        mbedtls_x509_crt_parse_der_nocopy(&proof->own, config->own, config->own_size) != 0 ||
        add_secret(&proof->own, config->own_key) != 0)
        return RPRT_ERR_KEY;
    mbedtls_ssl_conf_authmode(tls, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_verify(tls, examine, chan);
    mbedtls_ssl_conf_ca_chain(tls, &proof->ca, NULL);
    mbedtls_ssl_conf_cert_profile(tls, &certificates);
    mbedtls_ssl_conf_curves(tls, curves);
    mbedtls_ssl_conf_sig_hashes(tls, hashes);
    if (mbedtls_ssl_conf_own_cert(tls, &proof->own, &proof->own.pk) != 0 ||
        mbedtls_ssl_set_hostname(&chan->tls, config->peer_name) != 0)
        return RPRT_ERR_PROVIDER;
    return RPRT_OK;
}

void rprt_chan_proof_done(struct rprt_chan *chan)
{
    mbedtls_x509_crt_free(&chan->proof.own);
    mbedtls_x509_crt_free(&chan->proof.ca);
}

enum rprt_answer rprt_chan_proven(const struct rprt_chan *chan)
{
    // Two witnesses: what examine saw, and what the provider found.
    if (chan->peer != RPRT_YES || mbedtls_ssl_get_verify_result(&chan->tls) != 0)
        return RPRT_NO;
    return RPRT_YES;
}

#endif
