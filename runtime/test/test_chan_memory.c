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

static void no_connection_opens_after_a_refusal(void **state)
{
    (void)state;
    for (int server = 0; server < 2; server++) {
        uint32_t refused = 0;
        bool more = true;
        for (uint32_t i = 1; more; i++) {
            watched = NULL;
            struct pair *pair = pair_new();
            pair->client.config.refused = count_refusals;
            pair->server.config.refused = count_refusals;
            struct end *end = server != 0 ? &pair->server : &pair->client;
            assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
            assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
            watched = end;
            allocations = refusals = 0;
            refuse_at = i;
            for (int k = 0; k < 200; k++) {
                // The state in which memory was refused is the end of it, whatever the peer does.
                (void)(turn(&pair->client, PIPE) == RPRT_OK);
                (void)(turn(&pair->server, PIPE) == RPRT_OK);
            }
            watched = NULL;
            more = refusals != 0;
            if (more) {
                refused++;
                assert_int_equal(end->chan.state, RPRT_CHAN_PAUSED);
                assert_status(end->chan.why, RPRT_ERR_PROVIDER);
            } else {
                assert_int_equal(end->chan.state, RPRT_CHAN_OPEN);
            }
            pair_free(pair);
        }
        print_message("chan: %u refused allocations of the %s\n", refused,
                      server != 0 ? "server" : "client");
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
