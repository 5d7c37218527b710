// SPDX-License-Identifier: Apache-2.0
// Two ends over a line that can be cut, changed, repeated and flooded.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "chan_rig.h"

static void messages_pass_both_ways(void **state)
{
    (void)state;
    for (size_t most = 1; most < 200; most = most * 3) {
        struct pair *pair = pair_new();
        assert_true(connect_pair(pair, most));
        char text[64];
        for (int i = 0; i < 20; i++) {
            assert_status(send_from(&pair->client, "set-point 12"), RPRT_OK);
            assert_status(receive_at(&pair->server, text, sizeof text), RPRT_OK);
            assert_string_equal(text, "set-point 12");
            assert_status(send_from(&pair->server, "done"), RPRT_OK);
            assert_status(receive_at(&pair->client, text, sizeof text), RPRT_OK);
            assert_string_equal(text, "done");
        }
        sender = &pair->client;
        rprt_chan_close(&pair->client.chan);
        assert_status(receive_at(&pair->server, text, sizeof text), RPRT_ERR_CLOSED);
        assert_int_equal(pair->server.chan.state, RPRT_CHAN_CLOSED);
        assert_int_equal(pair->server.chan.counts.failures, 0);
        pair_free(pair);
    }
}

static void longest_message_passes_and_longer_is_refused(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    assert_true(connect_pair(pair, 100));
    static uint8_t text[RPRT_CHAN_MESSAGE_MAX + 1];
    static uint8_t out[RPRT_CHAN_MESSAGE_MAX + 1];
    memset(text, 'x', sizeof text);
    sender = &pair->client;
    assert_status(rprt_chan_send(&pair->client.chan, text, sizeof text), RPRT_ERR_ARG);
    assert_status(rprt_chan_send(&pair->client.chan, text, 0), RPRT_ERR_ARG);
    assert_status(rprt_chan_send(&pair->client.chan, text, RPRT_CHAN_MESSAGE_MAX), RPRT_OK);
    size_t got = 0;
    for (int i = 0; i < 100 && got < RPRT_CHAN_MESSAGE_MAX; i++) {
        size_t n = 0;
        (void)turn(&pair->server, PIPE);
        if (rprt_chan_receive(&pair->server.chan, out + got, sizeof out - got, &n) == RPRT_OK)
            got += n;
    }
    assert_int_equal(got, RPRT_CHAN_MESSAGE_MAX);
    assert_memory_equal(out, text, got);
    pair_free(pair);
}

#if RPRT_CHAN_PROFILE == RPRT_CHAN_PSK
static void prove_falsely(struct rprt_chan_config *config, int how)
{
    if (how == 0)
        config->psk = (const uint8_t *)"0123456789abcdE";
    else
        config->identity = (const uint8_t *)"pump-8";
}
#else
static void prove_falsely(struct rprt_chan_config *config, int how)
{
    static const uint8_t other_key[RPRT_CHAN_OWN_KEY_SIZE] = {1, 2, 3};
    if (how == 0)
        config->own_key = other_key;
    else
        config->peer_name = "pump-8";
}
#endif

static void wrong_key_or_name_never_opens(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct pair *pair = pair_new();
        struct end *liar = i < 2 ? &pair->client : &pair->server;
        rprt_chan_done(&liar->chan);
        prove_falsely(&liar->config, i % 2);
        assert_status(rprt_chan_init(&liar->chan, &liar->config), RPRT_OK);
        assert_false(connect_pair(pair, 100));
        assert_int_not_equal(pair->server.chan.state, RPRT_CHAN_OPEN);
        assert_int_equal(pair->server.chan.counts.failures, 1);
        assert_status(rprt_chan_open(&pair->server.chan), RPRT_ERR_LOCKED);
        pair_free(pair);
    }
}

// Certificates take a thousand times the work of a shared key.
#define STRIDE (RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? 101u : 5u)

// A changed bit anywhere in what the client sends: no connection, or none of it is handed out.
static void changed_bits_are_never_accepted(void **state)
{
    (void)state;
    struct pair *probe = pair_new();
    assert_true(connect_pair(probe, PIPE));
    size_t handshake = probe->up.seen;
    pair_free(probe);
    uint32_t refused = 0;
    for (size_t bit = 0; bit < handshake * 8; bit += STRIDE) {
        struct pair *pair = pair_new();
        assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
        assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
        for (int i = 0; i < 60; i++) {
            (void)turn(&pair->client, PIPE);
            size_t from = pair->up.seen - pair->up.n;
            if (bit / 8 >= from && bit / 8 < pair->up.seen && pair->flip_at == 0) {
                pair->up.bytes[bit / 8 - from] ^= (uint8_t)(1u << bit % 8);
                pair->flip_at = bit + 1;
            }
            (void)turn(&pair->server, PIPE);
        }
        // The server must not be open: it has seen another handshake than the client. One handshake may
        // be a few bytes shorter than another: the bit was then never sent.
        if (pair->server.chan.state == RPRT_CHAN_OPEN && pair->flip_at != 0)
            fail_msg("bit %zu of %zu", bit, handshake * 8);
        refused += pair->flip_at != 0 ? 1 : 0;
        pair_free(pair);
    }
    print_message("chan: %u changed handshakes, none completed\n", refused);
    // And in an open connection: one bit of a sealed message.
    for (size_t bit = 0; bit < 8 * RECORD_SIZE(12); bit += 3) {
        struct pair *pair = pair_new();
        char text[64];
        assert_true(connect_pair(pair, PIPE));
        assert_status(send_from(&pair->client, "set-point 12"), RPRT_OK);
        assert_int_equal(pair->up.n, RECORD_SIZE(12));
        pair->up.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        enum rprt_status status = receive_at(&pair->server, text, sizeof text);
        assert_true(status == RPRT_ERR_CLOSED || status == RPRT_AGAIN);
        assert_string_equal(text, "");
        pair_free(pair);
    }
}

static void repeated_dropped_and_exchanged_records_end_it(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct pair *pair = pair_new();
        char text[64];
        assert_true(connect_pair(pair, PIPE));
        uint8_t record[3][64];
        for (int i = 0; i < 3; i++) {
            assert_status(send_from(&pair->client, i == 0 ? "bolus 1" : "bolus 2"), RPRT_OK);
            assert_int_equal(pair->up.n, RECORD_SIZE(7));
            memcpy(record[i], pair->up.bytes, RECORD_SIZE(7));
            pair->up.n = 0;
        }
        const int order[3][3] = {{0, 0, 1}, {0, 2, 1}, {1, 0, 2}}; // repeat, drop, exchange
        unsigned accepted = 0;
        for (int i = 0; i < 3; i++) {
            memcpy(pair->up.bytes, record[order[kind][i]], RECORD_SIZE(7));
            pair->up.n = RECORD_SIZE(7);
            if (receive_at(&pair->server, text, sizeof text) == RPRT_OK)
                accepted++;
        }
        assert_int_equal(accepted, kind == 2 ? 0 : 1);
        assert_int_equal(pair->server.chan.state, RPRT_CHAN_PAUSED);
        assert_int_equal(pair->server.chan.counts.tags, 1);
        pair_free(pair);
    }
}

// What a stranger may send costs at most the filter, and pauses grow to their limit.
static void junk_is_rejected_with_growing_pauses(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    struct rprt_chan *chan = &pair->server.chan;
    uint32_t seed = 5;
    uint32_t longest = 0;
    for (int round = 0; round < 2000; round++) {
        uint32_t pause = 0;
        while (chan->state != RPRT_CHAN_CLOSED) {
            rprt_chan_tick(chan);
            pause++;
        }
        longest = pause > longest ? pause : longest;
        assert_status(rprt_chan_open(chan), RPRT_OK);
        uint8_t junk[64];
        for (size_t i = 0; i < sizeof junk; i++)
            junk[i] = (uint8_t)flash_pick(&seed, 256);
        if (round % 3 == 1)
            memcpy(junk, "\x16\x03\x01\x00\x30\x01", 6); // looks like a first hello
        if (round % 3 == 2)
            memcpy(junk, "\x17\x03\x03\x00\x30", 5); // data before any handshake
        for (int i = 0; i < 40 && chan->state == RPRT_CHAN_HANDSHAKE; i++) {
            assert_true(rprt_chan_line(chan, junk, sizeof junk) <= sizeof junk);
            sender = &pair->server;
            enum rprt_status status = rprt_chan_step(chan);
            assert_true(status != RPRT_OK);
        }
        assert_int_equal(chan->state, RPRT_CHAN_PAUSED);
    }
    assert_int_equal(longest, 16);
    assert_true(chan->counts.rejected > 1000);
    pair_free(pair);
}

static void half_open_handshake_meets_its_deadline(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    struct rprt_chan *chan = &pair->server.chan;
    assert_status(rprt_chan_open(chan), RPRT_OK);
    for (int i = 0; i < 1000; i++)
        rprt_chan_tick(chan); // nobody there: a server waits
    assert_int_equal(chan->state, RPRT_CHAN_HANDSHAKE);
    assert_int_equal(rprt_chan_line(chan, (const uint8_t *)"\x16", 1), 1);
    for (int i = 0; i < 19; i++)
        rprt_chan_tick(chan);
    assert_int_equal(chan->state, RPRT_CHAN_HANDSHAKE);
    rprt_chan_tick(chan);
    assert_int_equal(chan->state, RPRT_CHAN_PAUSED);
    assert_status(chan->why, RPRT_ERR_EXPIRED);
    pair_free(pair);
}

static void rate_is_held(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    rprt_chan_done(&pair->server.chan);
    pair->server.config.bytes_per_tick = 10;
    assert_status(rprt_chan_init(&pair->server.chan, &pair->server.config), RPRT_OK);
    struct rprt_chan *chan = &pair->server.chan;
    assert_status(rprt_chan_open(chan), RPRT_OK);
    uint8_t hello[40] = {22, 3, 1, 0, 60, 1};
    assert_int_equal(rprt_chan_line(chan, hello, sizeof hello), 10);
    assert_int_equal(rprt_chan_line(chan, hello + 10, 30), 0);
    rprt_chan_tick(chan);
    assert_int_equal(rprt_chan_line(chan, hello + 10, 30), 10);
    assert_int_equal(chan->counts.over_rate, 80);
    pair_free(pair);
}

static void it_comes_back_after_a_failure(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    assert_true(connect_pair(pair, PIPE));
    pair->up.n = 1;
    pair->up.bytes[0] = 99;
    (void)turn(&pair->server, PIPE);
    memset(pair->up.bytes, 99, 8);
    pair->up.n = 8;
    (void)turn(&pair->server, PIPE);
    assert_int_equal(pair->server.chan.state, RPRT_CHAN_PAUSED);
    rprt_chan_close(&pair->client.chan);
    pair->up.n = pair->down.n = 0;
    rprt_chan_tick(&pair->server.chan);
    rprt_chan_tick(&pair->server.chan);
    assert_true(connect_pair(pair, 7));
    pair_free(pair);
}

#if RPRT_CHAN_PROFILE == RPRT_CHAN_PSK
static void spoil(struct rprt_chan_config *config, int how)
{
    if (how == 0)
        config->psk_size = 15;
    else if (how == 1)
        config->identity_size = 0;
    else if (how == 2)
        config->psk_size = 33;
    else
        config->identity_size = 33;
}
#else
static void spoil(struct rprt_chan_config *config, int how)
{
    if (how == 0)
        config->peer_name = NULL;
    else if (how == 1)
        config->peer_name = "";
    else if (how == 2)
        config->own_key = NULL;
    else
        config->own_size = RPRT_CHAN_CERTIFICATE_MAX + 1;
}

static void unusable_certificates_are_refused(void **state)
{
    (void)state;
    static const uint8_t zero[RPRT_CHAN_OWN_KEY_SIZE];
    static const uint8_t large[RPRT_CHAN_OWN_KEY_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff,
                                                          0xff, 0xff, 0xff, 0xff};
    struct pair *pair = pair_new();
    for (int i = 0; i < 6; i++) {
        struct rprt_chan chan;
        struct rprt_chan_config config = pair->client.config;
        if (i == 0)
            config.ca_size--;
        else if (i == 1)
            config.own_size--;
        else if (i == 2)
            config.own_key = zero;
        else if (i == 3)
            config.own_key = large;
        else if (i == 4)
            config.ca = NULL;
        else
            config.own_size = 0;
        assert_status(rprt_chan_init(&chan, &config), RPRT_ERR_KEY);
        rprt_chan_done(&chan);
    }
    pair_free(pair);
}
#endif

static void wrong_configurations_are_refused(void **state)
{
    (void)state;
    struct pair *pair = pair_new();
    for (int i = 0; i < 11; i++) {
        struct rprt_chan chan;
        struct rprt_chan_config config = pair->client.config;
        struct rprt_port port = pair->client.port;
        config.port = &port;
        if (i < 4)
            spoil(&config, i);
        else if (i == 4)
            config.deadline = 0;
        else if (i == 5)
            config.pause_first = 0;
        else if (i == 6)
            config.pause_max = 1;
        else if (i == 7)
            config.end = (enum rprt_chan_end)3;
        else if (i == 8)
            config.resume_uses = 1;
        else if (i == 9)
            port.random = NULL;
        else
            port.tx = NULL;
        assert_status(rprt_chan_init(&chan, &config), i < 9 ? RPRT_ERR_ARG : RPRT_ERR_PORT);
        rprt_chan_done(&chan);
    }
    pair_free(pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_pass_both_ways),
        cmocka_unit_test(longest_message_passes_and_longer_is_refused),
        cmocka_unit_test(wrong_key_or_name_never_opens),
        cmocka_unit_test(changed_bits_are_never_accepted),
        cmocka_unit_test(repeated_dropped_and_exchanged_records_end_it),
        cmocka_unit_test(junk_is_rejected_with_growing_pauses),
        cmocka_unit_test(half_open_handshake_meets_its_deadline),
        cmocka_unit_test(rate_is_held),
        cmocka_unit_test(it_comes_back_after_a_failure),
        cmocka_unit_test(wrong_configurations_are_refused),
#if RPRT_CHAN_PROFILE == RPRT_CHAN_CERT
        cmocka_unit_test(unusable_certificates_are_refused),
#endif
    };
    return cmocka_run_group_tests_name("runtime.chan", tests, NULL, NULL);
}
