// SPDX-License-Identifier: Apache-2.0
// The ends prove themselves by a shared key: the handshake ends well only for those who know it.
#include "rprt/chan.h"

#if RPRT_WITH_CHAN && RPRT_CHAN_PROFILE == RPRT_CHAN_PSK

#include "chan_inside.h"

#if RPRT_AEAD == RPRT_AEAD_CCM
const int rprt_chan_suites[2] = {MBEDTLS_TLS_PSK_WITH_AES_128_CCM, 0};
#else
const int rprt_chan_suites[2] = {MBEDTLS_TLS_PSK_WITH_CHACHA20_POLY1305_SHA256, 0};
#endif

enum rprt_status rprt_chan_proof_check(const struct rprt_chan_config *config)
{
    if (config->psk_size < 16 || config->psk_size > 32 || config->identity_size < 1 ||
        config->identity_size > 32)
        return RPRT_ERR_ARG;
    return RPRT_OK;
}

enum rprt_status rprt_chan_proof_set(struct rprt_chan *chan)
{
    const struct rprt_chan_config *config = chan->config;
    int failed = mbedtls_ssl_conf_psk(&chan->tls_config, config->psk, config->psk_size,
                                      config->identity, config->identity_size);
    return failed == 0 ? RPRT_OK : RPRT_ERR_PROVIDER;
}

void rprt_chan_proof_done(struct rprt_chan *chan)
{
    (void)chan;
}

enum rprt_answer rprt_chan_proven(const struct rprt_chan *chan)
{
    (void)chan; // the Finished messages were the proof
    return RPRT_YES;
}

#endif
