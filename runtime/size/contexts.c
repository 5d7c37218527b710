// SPDX-License-Identifier: Apache-2.0
/* How much RAM each module's context takes: an array of that size per context, read with nm.
 *
 * What belongs to the provider (a running hash, the TLS layer) is taken out and listed beside.
 */
#include "rprt/auth.h"
#include "rprt/boot.h"
#include "rprt/chan.h"
#include "rprt/detect.h"
#include "rprt/log.h"
#include "rprt/mode.h"
#include "rprt/store.h"

#define SIZE(module, size) char ram_##module[(size)]

SIZE(base, sizeof(struct rprt_mailbox));
SIZE(mode, sizeof(struct rprt_guard));
SIZE(detect, sizeof(struct rprt_detect));
SIZE(crypto, sizeof(struct rprt_crypto));
SIZE(log, sizeof(struct rprt_log));
SIZE(store, sizeof(struct rprt_store) + RPRT_STORE_WORK_SIZE);
SIZE(boot, sizeof(struct rprt_boot) - sizeof(struct rprt_hash));
SIZE(auth, sizeof(struct rprt_auth));
SIZE(chan, sizeof(struct rprt_chan) - sizeof(mbedtls_ssl_context) - sizeof(mbedtls_ssl_config) -
               RPRT_CHAN_PROOF_SIZE);
SIZE(provider, sizeof(struct rprt_hash) + sizeof(mbedtls_ssl_context) + sizeof(mbedtls_ssl_config) +
                   RPRT_CHAN_PROOF_SIZE);
