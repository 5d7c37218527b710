// SPDX-License-Identifier: Apache-2.0
// Short handshakes: when they are done, when they are not, and what is left of a secret.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "chan_rig.h"

static struct pair *keeping_pair(uint32_t uses, uint32_t ticks)
{
    struct pair *pair = pair_new();
    pair->client.config.resume_uses = pair->server.config.resume_uses = uses;
    pair->client.config.resume_ticks = pair->server.config.resume_ticks = ticks;
    pair_configure(pair);
    assert_true(connect_pair(pair, PIPE));
    return pair;
}

// Both ends open; so many short handshakes each, ever.
static void assert_resumed(const struct pair *pair, uint32_t n)
{
    assert_int_equal(pair->client.chan.counts.resumed, n);
    assert_int_equal(pair->server.chan.counts.resumed, n);
}

static void assert_nothing_kept(const struct rprt_chan *chan)
{
    static const struct rprt_chan_kept zero;
    assert_memory_equal(&chan->kept, &zero, sizeof zero);
}

static void assert_talks(struct pair *pair)
{
    char text[32];
    assert_status(send_from(&pair->client, "hello"), RPRT_OK);
    assert_status(receive_at(&pair->server, text, sizeof text), RPRT_OK);
    assert_string_equal(text, "hello");
    assert_status(send_from(&pair->server, "there"), RPRT_OK);
    assert_status(receive_at(&pair->client, text, sizeof text), RPRT_OK);
    assert_string_equal(text, "there");
}

static void second_handshake_is_short_and_of_other_keys(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(3, 1000);
    assert_resumed(pair, 0);
    size_t full = pair->up.seen + pair->down.seen;
    uint8_t first[RECORD_SIZE(5)];
    assert_status(send_from(&pair->client, "hello"), RPRT_OK);
    memcpy(first, pair->up.bytes, sizeof first);
    for (uint32_t i = 1; i <= 3; i++) {
        hang_up(pair);
        pair->up.seen = pair->down.seen = 0;
        assert_true(connect_pair(pair, PIPE));
        assert_resumed(pair, i);
        print_message("chan: full handshake %zu bytes, short one %zu\n", full,
                      pair->up.seen + pair->down.seen);
        if (RPRT_CHAN_PROFILE == RPRT_CHAN_CERT)
            assert_true(pair->up.seen + pair->down.seen < full / 2);
        uint8_t record[RECORD_SIZE(5)];
        assert_status(send_from(&pair->client, "hello"), RPRT_OK);
        memcpy(record, pair->up.bytes, sizeof record);
        assert_memory_not_equal(record, first, sizeof record);
        memcpy(first, record, sizeof first);
        char text[32];
        assert_status(receive_at(&pair->server, text, sizeof text), RPRT_OK);
        assert_talks(pair);
    }
    // The three uses are spent: a full one, which can be followed by short ones again.
    assert_nothing_kept(&pair->client.chan);
    assert_nothing_kept(&pair->server.chan);
    hang_up(pair);
    assert_true(connect_pair(pair, PIPE));
    assert_resumed(pair, 3);
    hang_up(pair);
    assert_true(connect_pair(pair, PIPE));
    assert_resumed(pair, 4);
    pair_free(pair);
}

static void without_uses_nothing_is_kept(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(0, 0);
    assert_nothing_kept(&pair->client.chan);
    assert_nothing_kept(&pair->server.chan);
    hang_up(pair);
    assert_true(connect_pair(pair, PIPE));
    assert_resumed(pair, 0);
    pair_free(pair);
}

static void link_comes_back_short_after_an_attack(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(9, 1000);
    for (int i = 0; i < 3; i++) {
        char text[32];
        assert_status(send_from(&pair->client, "hello"), RPRT_OK);
        pair->up.bytes[20 + i] ^= 1;
        assert_int_not_equal((int)receive_at(&pair->server, text, sizeof text), (int)RPRT_OK);
        assert_int_equal(pair->server.chan.state, RPRT_CHAN_PAUSED);
        sender = &pair->client;
        rprt_chan_close(&pair->client.chan);
        pair->up.n = pair->down.n = 0;
        for (int k = 0; k < 2; k++)
            rprt_chan_tick(&pair->server.chan);
        assert_true(connect_pair(pair, PIPE));
        assert_talks(pair);
    }
    assert_resumed(pair, 3);
    pair_free(pair);
}

static void time_ends_a_secret_at_either_end(void **state)
{
    (void)state;
    for (int server = 0; server < 2; server++) {
        struct pair *pair = keeping_pair(9, 5);
        struct rprt_chan *late = server != 0 ? &pair->server.chan : &pair->client.chan;
        for (int i = 0; i < 4; i++)
            rprt_chan_tick(late);
        hang_up(pair);
        assert_true(connect_pair(pair, PIPE));
        assert_resumed(pair, 1); // the clock began with the full handshake and goes on
        rprt_chan_tick(late);
        assert_nothing_kept(late);
        hang_up(pair);
        assert_true(connect_pair(pair, PIPE));
        assert_resumed(pair, 1);
        pair_free(pair);
    }
}

static void time_that_ends_during_the_handshake_is_harmless(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(9, 5);
    hang_up(pair);
    assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
    assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
    for (int i = 0; i < 4; i++)
        (void)turn(&pair->client, PIPE);
    for (int i = 0; i < 8; i++)
        (void)turn(&pair->server, PIPE);
    assert_int_equal(pair->server.chan.resumed, RPRT_YES);
    for (int i = 0; i < 5; i++)
        rprt_chan_tick(&pair->server.chan);
    assert_nothing_kept(&pair->server.chan);
    assert_true(talk(pair, PIPE));
    assert_resumed(pair, 1);
    assert_nothing_kept(&pair->server.chan);
    pair_free(pair);
}

static bool holds(const void *where, size_t size, const uint8_t *secret)
{
    const uint8_t *bytes = where;
    for (size_t i = 0; i + 48 <= size; i++)
        if (memcmp(bytes + i, secret, 48) == 0)
            return true;
    return false;
}

static void forgotten_is_wiped_and_not_used(void **state)
{
    (void)state;
    for (int server = 0; server < 2; server++) {
        struct pair *pair = keeping_pair(9, 1000);
        struct rprt_chan *chan = server != 0 ? &pair->server.chan : &pair->client.chan;
        uint8_t secret[48];
        memcpy(secret, chan->kept.master, sizeof secret);
        assert_true(holds(chan, sizeof *chan, secret));
        assert_non_null(chan->tls.session);
        hang_up(pair);
        rprt_chan_forget(chan);
        assert_false(holds(chan, sizeof *chan, secret));
        assert_null(chan->tls.session); // freed, which wipes it
        assert_true(connect_pair(pair, PIPE));
        assert_resumed(pair, 0);
        assert_talks(pair);
        // Forgetting while it is open leaves the connection alone.
        rprt_chan_forget(chan);
        assert_talks(pair);
        hang_up(pair);
        assert_true(connect_pair(pair, PIPE));
        assert_resumed(pair, 0);
        rprt_chan_done(chan);
        assert_false(holds(chan, sizeof *chan, secret));
        pair_free(pair);
    }
}

// A new configuration is a new beginning, whatever changed in it.
static void changed_keys_and_names_forget(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(9, 1000);
    struct rprt_chan_kept kept = pair->client.chan.kept;
    hang_up(pair);
    rprt_chan_done(&pair->server.chan);
    if (RPRT_CHAN_PROFILE == RPRT_CHAN_CERT)
        pair->server.config.peer_name = "pump-8";
    else
        pair->server.config.identity = (const uint8_t *)"pump-8";
    assert_status(rprt_chan_init(&pair->server.chan, &pair->server.config), RPRT_OK);
    assert_nothing_kept(&pair->server.chan);
    assert_int_equal(kept.uses, 9);
    assert_false(connect_pair(pair, PIPE)); // the old secret is of no use, the old name is refused
    assert_int_equal(pair->server.chan.counts.resumed, 0);
    pair_free(pair);
}

static void changed_secret_or_number_never_resumes(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        struct pair *pair = keeping_pair(2, 1000);
        struct rprt_chan *chan = kind < 2 ? &pair->client.chan : &pair->server.chan;
        hang_up(pair);
        if (kind % 2 == 0)
            chan->kept.master[17] ^= 4;
        else
            chan->kept.id[17] ^= 4;
        bool open = connect_pair(pair, PIPE);
        assert_resumed(pair, 0);
        // Another number is not found: a full handshake. Another secret: the Finished messages differ.
        assert_int_equal(open, kind % 2);
        // The dialling end does not insist for ever.
        for (int i = 0; i < 3 && !open; i++) {
            hang_up(pair);
            for (int k = 0; k < 40; k++) {
                rprt_chan_tick(&pair->client.chan);
                rprt_chan_tick(&pair->server.chan);
            }
            open = connect_pair(pair, PIPE);
        }
        assert_true(open);
        assert_resumed(pair, 0);
        pair_free(pair);
    }
}

// The number of a secret is open on the line. Whoever repeats it opens nothing and uses nothing up.
static void repeated_hello_opens_nothing(void **state)
{
    (void)state;
    struct pair *pair = keeping_pair(2, 10000);
    hang_up(pair);
    uint8_t recorded[2048];
    size_t n = 0;
    assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
    assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
    for (int i = 0; i < 20; i++) { // records everything that the client sends
        (void)turn(&pair->client, PIPE);
        memcpy(recorded + n, pair->up.bytes, pair->up.n);
        n += pair->up.n;
        (void)turn(&pair->server, PIPE);
    }
    assert_resumed(pair, 1);
    for (int round = 0; round < 20; round++) {
        hang_up(pair);
        while (pair->server.chan.state != RPRT_CHAN_CLOSED)
            rprt_chan_tick(&pair->server.chan);
        assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
        memcpy(pair->up.bytes, recorded, n);
        pair->up.n = n;
        for (int i = 0; i < 20; i++)
            assert_int_not_equal((int)turn(&pair->server, PIPE), (int)RPRT_OK);
        assert_int_equal(pair->server.chan.state, RPRT_CHAN_PAUSED);
    }
    assert_int_equal(pair->server.chan.kept.uses, 1);
    hang_up(pair);
    while (pair->server.chan.state != RPRT_CHAN_CLOSED)
        rprt_chan_tick(&pair->server.chan);
    assert_true(connect_pair(pair, PIPE));
    assert_resumed(pair, 2);
    pair_free(pair);
}

// Bits of either direction of a short handshake changed: the end that read them does not open.
static void changed_bits_of_a_short_handshake(void **state)
{
    (void)state;
    uint32_t changed = 0;
    for (size_t bit = 0;; bit += RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? 29 : 7) {
        struct pair *pair = keeping_pair(2, 1000);
        hang_up(pair);
        struct pipe *pipe = bit % 2 != 0 ? &pair->up : &pair->down;
        struct end *reader = bit % 2 != 0 ? &pair->server : &pair->client;
        pipe->seen = 0;
        bool done = false;
        assert_status(rprt_chan_open(&pair->client.chan), RPRT_OK);
        assert_status(rprt_chan_open(&pair->server.chan), RPRT_OK);
        for (int i = 0; i < 30; i++) {
            (void)turn(&pair->client, PIPE);
            for (int k = 0; k < 2; k++) {
                size_t from = pipe->seen - pipe->n;
                if (!done && bit / 8 >= from && bit / 8 < pipe->seen) {
                    pipe->bytes[bit / 8 - from] ^= (uint8_t)(1u << bit % 8);
                    done = true;
                }
                if (k == 0)
                    (void)turn(&pair->server, PIPE);
            }
        }
        if (done && reader->chan.state == RPRT_CHAN_OPEN)
            fail_msg("bit %zu", bit);
        bool beyond = bit / 8 > pair->up.seen && bit / 8 > pair->down.seen;
        pair_free(pair);
        if (beyond)
            break;
        changed += done ? 1 : 0;
    }
    print_message("chan: %u changed short handshakes, none completed\n", changed);
    assert_true(changed > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(second_handshake_is_short_and_of_other_keys),
        cmocka_unit_test(without_uses_nothing_is_kept),
        cmocka_unit_test(link_comes_back_short_after_an_attack),
        cmocka_unit_test(time_ends_a_secret_at_either_end),
        cmocka_unit_test(time_that_ends_during_the_handshake_is_harmless),
        cmocka_unit_test(forgotten_is_wiped_and_not_used),
        cmocka_unit_test(changed_keys_and_names_forget),
        cmocka_unit_test(changed_secret_or_number_never_resumes),
        cmocka_unit_test(repeated_hello_opens_nothing),
        cmocka_unit_test(changed_bits_of_a_short_handshake),
    };
    return cmocka_run_group_tests_name("runtime.chan.resume", tests, NULL, NULL);
}
