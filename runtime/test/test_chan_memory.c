// SPDX-License-Identifier: Apache-2.0
// Each allocation of the TLS layer refused in turn, at either end: no connection opens with it.
// Linked with the static libraries of Mbed TLS, whose calls of calloc come here.
#include "check.h"

#include <stdlib.h>

#include "chan_rig.h"

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);

static const struct end *watched; // only its allocations are counted
static uint32_t allocations;
static uint32_t refuse_at; // from 1; 0: none
static uint32_t refusals;

void *__wrap_calloc(size_t n, size_t size)
{
    if (sender == watched && watched != NULL) {
        allocations++;
        if (allocations == refuse_at) {
            refusals++;
            return NULL;
        }
    }
    return __real_calloc(n, size);
}

static uint32_t count_refusals(void *context)
{
    (void)context;
    return refusals;
}

// Two ends that keep secrets; with `again` they have been connected once and will resume.
static struct pair *prepared(bool again)
{
    watched = NULL;
    struct pair *pair = pair_new();
    pair->client.config.refused = pair->server.config.refused = count_refusals;
    pair->client.config.resume_uses = pair->server.config.resume_uses = 9;
    pair->client.config.resume_ticks = pair->server.config.resume_ticks = 9;
    if (again) {
        assert_true(connect_pair(pair, PIPE));
        hang_up(pair);
    }
    return pair;
}

// One handshake in which the i-th allocation of an end is refused; false when it makes fewer.
static bool refuse_one(bool server, bool again, uint32_t i)
{
    struct pair *pair = prepared(again);
    struct end *end = server ? &pair->server : &pair->client;
    struct end *other = server ? &pair->client : &pair->server;
    assert_status(rprt_chan_open(&other->chan), RPRT_OK);
    sender = end;
    watched = end;
    allocations = refusals = 0;
    refuse_at = i;
    enum rprt_status opened = rprt_chan_open(&end->chan);
    for (int k = 0; k < 60 && opened == RPRT_OK; k++) {
        // The state in which memory was refused is the end of it, whatever the peer does.
        (void)(turn(&pair->client, PIPE) == RPRT_OK);
        (void)(turn(&pair->server, PIPE) == RPRT_OK);
    }
    watched = NULL;
    bool any = refusals != 0;
    if (opened != RPRT_OK) {
        assert_status(opened, RPRT_ERR_PROVIDER);
        assert_int_equal(end->chan.state, RPRT_CHAN_CLOSED);
        assert_true(any);
    } else if (any) {
        assert_int_equal(end->chan.state, RPRT_CHAN_PAUSED);
        assert_status(end->chan.why, RPRT_ERR_PROVIDER);
    } else {
        assert_int_equal(end->chan.state, RPRT_CHAN_OPEN);
        assert_int_equal(end->chan.counts.resumed, again ? 1 : 0);
    }
    pair_free(pair);
    return any;
}

static void no_connection_opens_after_a_refusal(void **state)
{
    (void)state;
    // Arithmetic with certificates allocates 28,000 times: after the first hundred, each 149th, unless
    // the whole campaign is asked for.
    uint32_t stride =
        RPRT_CHAN_PROFILE == RPRT_CHAN_CERT && getenv("RPRT_FULL_CAMPAIGN") == NULL ? 149 : 1;
    for (int kind = 0; kind < 4; kind++) {
        uint32_t refused = 0;
        uint32_t i = 1;
        while (refuse_one(kind % 2 != 0, kind / 2 != 0, i)) {
            refused++;
            i += i < 100 ? 1 : stride;
        }
        print_message("chan: %u of about %u allocations of the %s refused, %s handshake\n", refused,
                      i - 1, kind % 2 != 0 ? "server" : "client", kind < 2 ? "full" : "short");
        assert_true(refused > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_connection_opens_after_a_refusal),
    };
    return cmocka_run_group_tests_name("runtime.chan.memory", tests, NULL, NULL);
}
