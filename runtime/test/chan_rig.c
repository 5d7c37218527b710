// SPDX-License-Identifier: Apache-2.0
// The ends of chan_rig.h.
#include "chan_rig.h"

#include "chan_pki.h"
#include "check.h"

#include <stdlib.h>
#include <string.h>

struct end *sender;

static enum rprt_status tx(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    (void)context;
    struct pipe *pipe = sender->out;
    size_t room = PIPE - pipe->n;
    size_t n = size < room ? size : room;
    memcpy(pipe->bytes + pipe->n, data, n);
    pipe->n += n;
    pipe->seen += n;
    *ret_sent = n;
    return RPRT_OK;
}

static const uint8_t psk[16] = "0123456789abcde";

struct rprt_chan_config rig_config(const struct rprt_port *port, enum rprt_chan_end which)
{
    bool client = which == RPRT_CHAN_CLIENT;
    return (struct rprt_chan_config){.port = port,
                                     .end = which,
                                     .psk = psk,
                                     .psk_size = sizeof psk,
                                     .identity = (const uint8_t *)"pump-7",
                                     .identity_size = 6,
                                     .ca = pki_ca,
                                     .ca_size = sizeof pki_ca,
                                     .own = client ? pki_client : pki_server,
                                     .own_size = client ? sizeof pki_client : sizeof pki_server,
                                     .own_key = client ? pki_client_key : pki_server_key,
                                     .peer_name = client ? PKI_SERVER_NAME : PKI_CLIENT_NAME,
                                     .deadline = 20,
                                     .pause_first = 2,
                                     .pause_max = 16};
}

static void end_init(struct end *end, enum rprt_chan_end which, uint32_t seed)
{
    flash_init(&end->flash, 256);
    end->flash.seed = seed;
    end->port = flash_port(&end->flash);
    end->port.tx = tx;
    end->config = rig_config(&end->port, which);
    assert_status(rprt_chan_init(&end->chan, &end->config), RPRT_OK);
}

struct pair *pair_new(void)
{
    struct pair *pair = calloc(1, sizeof *pair);
    assert_non_null(pair);
    end_init(&pair->client, RPRT_CHAN_CLIENT, 3);
    end_init(&pair->server, RPRT_CHAN_SERVER, 4);
    pair->client.out = pair->server.in = &pair->up;
    pair->server.out = pair->client.in = &pair->down;
    return pair;
}

void pair_free(struct pair *pair)
{
    rprt_chan_done(&pair->client.chan);
    rprt_chan_done(&pair->server.chan);
    free(pair);
}

void pair_configure(struct pair *pair)
{
    struct end *ends[2] = {&pair->client, &pair->server};
    for (int i = 0; i < 2; i++) {
        rprt_chan_done(&ends[i]->chan);
        assert_status(rprt_chan_init(&ends[i]->chan, &ends[i]->config), RPRT_OK);
    }
    pair->up.n = pair->down.n = 0;
}

enum rprt_status turn(struct end *end, size_t most)
{
    size_t n = end->in->n < most ? end->in->n : most;
    size_t taken = rprt_chan_line(&end->chan, end->in->bytes, n);
    memmove(end->in->bytes, end->in->bytes + taken, end->in->n - taken);
    end->in->n -= taken;
    sender = end;
    return rprt_chan_step(&end->chan);
}

bool talk(struct pair *pair, size_t most)
{
    for (int i = 0; i < 4000; i++) {
        (void)turn(&pair->client, most);
        (void)turn(&pair->server, most);
        if (pair->client.chan.state == RPRT_CHAN_OPEN && pair->server.chan.state == RPRT_CHAN_OPEN)
            return true;
    }
    return false;
}

bool connect_pair(struct pair *pair, size_t most)
{
    sender = &pair->client;
    assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
    assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
    return talk(pair, most);
}

void hang_up(struct pair *pair)
{
    sender = &pair->client;
    rprt_chan_close(&pair->client.chan);
    sender = &pair->server;
    rprt_chan_close(&pair->server.chan);
    pair->up.n = pair->down.n = 0;
}

enum rprt_status send_from(struct end *end, const char *text)
{
    sender = end;
    return rprt_chan_send(&end->chan, (const uint8_t *)text, strlen(text));
}

enum rprt_status receive_at(struct end *end, char *out, size_t size)
{
    size_t n = 0;
    enum rprt_status status = RPRT_AGAIN;
    for (int i = 0; i < 200 && status == RPRT_AGAIN; i++) {
        (void)turn(end, PIPE);
        status = rprt_chan_receive(&end->chan, (uint8_t *)out, size - 1, &n);
    }
    out[status == RPRT_OK ? n : 0] = 0;
    return status;
}
