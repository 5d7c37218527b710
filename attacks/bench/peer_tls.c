// SPDX-License-Identifier: Apache-2.0
/*
 * TLS 1.2 with a shared key, as the hospital's server speaks it.
 */
#include "peer_tls.h"

#include "pump/seam/factory.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEP_MS = 10,
    HANDSHAKE_MS = 400, // then the server tries again
};

struct peer_tls {
    struct peer *peer;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context drbg;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
};

static const int suites[] = {MBEDTLS_TLS_PSK_WITH_AES_128_CCM, 0};

// Suites that an attacker may try to have chosen, each alone, and the highest version offered.
struct weak {
    int suite[2];
    int minor; // of version 3
};
static const struct weak weak[PEER_TLS_WEAK_COUNT] = {
    [PEER_TLS_WEAK_CBC] = {{MBEDTLS_TLS_PSK_WITH_AES_128_CBC_SHA, 0}, MBEDTLS_SSL_MINOR_VERSION_3},
    [PEER_TLS_WEAK_CCM_8] = {{MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8, 0}, MBEDTLS_SSL_MINOR_VERSION_3},
    [PEER_TLS_WEAK_VERSION] = {{MBEDTLS_TLS_PSK_WITH_AES_128_CBC_SHA, 0},
                               MBEDTLS_SSL_MINOR_VERSION_2},
};

static int wire_send(void *context, const unsigned char *bytes, size_t n)
{
    struct peer_tls *tls = context;
    return peer_wire(tls->peer, bytes, n) ? (int)n : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int wire_receive(void *context, unsigned char *ret_bytes, size_t n)
{
    struct peer_tls *tls = context;
    size_t got = attack_read_bytes(&tls->peer->line, ret_bytes, n);
    return got > 0 ? (int)got : MBEDTLS_ERR_SSL_WANT_READ;
}

static bool set_up(struct peer_tls *tls)
{
    mbedtls_ssl_config *config = &tls->config;
    if (mbedtls_ctr_drbg_seed(&tls->drbg, mbedtls_entropy_func, &tls->entropy, NULL, 0) != 0 ||
        mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0)
        return false;
    mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &tls->drbg);
    mbedtls_ssl_conf_ciphersuites(config, suites);
    mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
    if (mbedtls_ssl_conf_max_frag_len(config, MBEDTLS_SSL_MAX_FRAG_LEN_1024) != 0 ||
        mbedtls_ssl_conf_psk(config, pump_factory_psk, PUMP_FACTORY_PSK_SIZE,
                             (const unsigned char *)PUMP_FACTORY_PSK_NAME,
                             sizeof PUMP_FACTORY_PSK_NAME - 1) != 0 ||
        mbedtls_ssl_setup(&tls->ssl, config) != 0)
        return false;
    mbedtls_ssl_set_bio(&tls->ssl, tls, wire_send, wire_receive, NULL);
    return true;
}

struct peer_tls *peer_tls_new(struct peer *peer)
{
    struct peer_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL)
        return NULL;
    tls->peer = peer;
    mbedtls_entropy_init(&tls->entropy);
    mbedtls_ctr_drbg_init(&tls->drbg);
    mbedtls_ssl_config_init(&tls->config);
    mbedtls_ssl_init(&tls->ssl);
    if (set_up(tls))
        return tls;
    peer_tls_free(tls);
    return NULL;
}

struct peer_tls *peer_tls_new_weak(struct peer *peer, enum peer_tls_weak which)
{
    struct peer_tls *tls = peer_tls_new(peer);
    if (tls == NULL)
        return NULL;
    mbedtls_ssl_conf_ciphersuites(&tls->config, weak[which].suite);
    mbedtls_ssl_conf_min_version(&tls->config, MBEDTLS_SSL_MAJOR_VERSION_3,
                                 MBEDTLS_SSL_MINOR_VERSION_1);
    mbedtls_ssl_conf_max_version(&tls->config, MBEDTLS_SSL_MAJOR_VERSION_3, weak[which].minor);
    return tls;
}

void peer_tls_wrong_key(struct peer_tls *tls)
{
    static const unsigned char wrong[PUMP_FACTORY_PSK_SIZE] = {0x77};
    (void)mbedtls_ssl_set_hs_psk(&tls->ssl, wrong, sizeof wrong);
    (void)mbedtls_ssl_conf_psk(&tls->config, wrong, sizeof wrong,
                               (const unsigned char *)PUMP_FACTORY_PSK_NAME,
                               sizeof PUMP_FACTORY_PSK_NAME - 1);
}

bool peer_tls_handshake(struct attack *attack, struct peer_tls *tls)
{
    struct attack_state state;
    for (int passed = 0; passed < HANDSHAKE_MS; passed += STEP_MS) {
        int result = mbedtls_ssl_handshake(&tls->ssl);
        if (result == 0)
            return true;
        if (result != MBEDTLS_ERR_SSL_WANT_READ && result != MBEDTLS_ERR_SSL_WANT_WRITE)
            return false;
        attack_wait(attack, STEP_MS, &state);
    }
    return false;
}

size_t peer_tls_read(struct peer_tls *tls, uint8_t *ret_bytes, size_t n)
{
    int got = mbedtls_ssl_read(&tls->ssl, ret_bytes, n);
    return got > 0 ? (size_t)got : 0;
}

bool peer_tls_send(struct attack *attack, struct peer_tls *tls, const uint8_t *bytes, size_t n)
{
    (void)attack;
    return mbedtls_ssl_write(&tls->ssl, bytes, n) == (int)n;
}

void peer_tls_free(struct peer_tls *tls)
{
    if (tls == NULL)
        return;
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->config);
    mbedtls_ctr_drbg_free(&tls->drbg);
    mbedtls_entropy_free(&tls->entropy);
    free(tls);
}
