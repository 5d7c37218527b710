// SPDX-License-Identifier: Apache-2.0
// Any bytes from the line, in any pieces, at a listening end -> it never opens.
#include <stdlib.h>
#include <string.h>

#include "chan_pki.h"
#include "flash.h"
#include "rprt/chan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum rprt_status tx(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    (void)context;
    (void)data;
    *ret_sent = size;
    return RPRT_OK;
}

// The first byte says how large the pieces are; its lowest bit, which end this is.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct flash flash;
    static struct rprt_chan chan;
    if (size == 0)
        return 0;
    flash_init(&flash, 256);
    struct rprt_port port = flash_port(&flash);
    port.tx = tx;
    struct rprt_chan_config config = {.port = &port,
                                      .end =
                                          (data[0] & 1) != 0 ? RPRT_CHAN_CLIENT : RPRT_CHAN_SERVER,
                                      .psk = (const uint8_t *)"0123456789abcdef",
                                      .psk_size = 16,
                                      .identity = (const uint8_t *)"pump",
                                      .identity_size = 4,
                                      .ca = pki_ca,
                                      .ca_size = sizeof pki_ca,
                                      .own = pki_client,
                                      .own_size = sizeof pki_client,
                                      .own_key = pki_client_key,
                                      .peer_name = PKI_SERVER_NAME,
                                      .resume_uses = 2,
                                      .resume_ticks = 9,
                                      .deadline = 100,
                                      .pause_first = 1,
                                      .pause_max = 1};
    if (rprt_chan_init(&chan, &config) != RPRT_OK || rprt_chan_open(&chan) != RPRT_OK)
        abort();
    size_t piece = (size_t)(data[0] >> 1) + 1;
    for (size_t off = 1, idle = 0; off < size && idle < 8;) {
        size_t n = piece < size - off ? piece : size - off;
        size_t taken = rprt_chan_line(&chan, data + off, n);
        idle = taken == 0 ? idle + 1 : 0;
        off += taken;
        for (int i = 0; i < 12; i++) {
            if (rprt_chan_step(&chan) == RPRT_OK || chan.state == RPRT_CHAN_OPEN)
                abort();
        }
        rprt_chan_tick(&chan);
    }
    rprt_chan_done(&chan);
    return 0;
}
