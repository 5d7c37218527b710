// SPDX-License-Identifier: Apache-2.0
/* Every state that an end of the link can get into, and what each event does there.
 *
 * A state is what decides about the future: link state, timers, pause, kept secret, of the end under test
 * and of its peer. The first way into each state is kept as a list of events and played again, since a
 * context cannot be copied. The figures are the smallest that still show every rule.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "chan_rig.h"

enum event {
    OPEN,      // rprt_chan_open
    CLOSE,     // rprt_chan_close
    FORGET,    // rprt_chan_forget
    TICK,      // rprt_chan_tick
    JUNK,      // bytes that are no record
    STEP,      // a step with nothing new on the line
    BEGIN,     // the peer begins, the first turn only
    HANDSHAKE, // the peer begins, as many turns as a handshake takes
    MESSAGE,   // a message of the peer arrives
    CORRUPT,   // a message of the peer arrives with a changed bit
    FAREWELL,  // the peer closes
    EVENTS,
};

#define LENGTH 24u
#define STATES 4000u

struct state {
    uint8_t link, peer;
    uint8_t timer, pause, uses, ticks, peer_uses, begun;
};

struct way {
    struct state state;
    uint8_t n;
    uint8_t event[LENGTH];
};

static struct way found[STATES];
static unsigned n_found;
static bool server_side;
static unsigned steps;

static struct end *tested(struct pair *pair)
{
    return server_side ? &pair->server : &pair->client;
}

static struct end *other(struct pair *pair)
{
    return server_side ? &pair->client : &pair->server;
}

static struct state state_of(struct pair *pair)
{
    const struct rprt_chan *chan = &tested(pair)->chan;
    const struct rprt_chan *peer = &other(pair)->chan;
    return (struct state){(uint8_t)chan->state,     (uint8_t)peer->state,
                          (uint8_t)chan->timer,     (uint8_t)chan->pause,
                          (uint8_t)chan->kept.uses, (uint8_t)chan->kept.ticks,
                          (uint8_t)peer->kept.uses, (uint8_t)(chan->tls.state > 1)};
}

static struct pair *start(void)
{
    struct pair *pair = pair_new();
    struct end *ends[2] = {&pair->client, &pair->server};
    for (int i = 0; i < 2; i++) {
        ends[i]->config.deadline = 2;
        ends[i]->config.pause_first = 1;
        ends[i]->config.pause_max = 2;
        ends[i]->config.resume_uses = 2;
        ends[i]->config.resume_ticks = 3;
    }
    pair_configure(pair);
    return pair;
}

static void turns(struct pair *pair, int n)
{
    for (int i = 0; i < n; i++) {
        (void)turn(&pair->client, PIPE);
        (void)turn(&pair->server, PIPE);
    }
}

// The peer, at rest, begins or waits again.
static void peer_opens(struct pair *pair)
{
    struct end *peer = other(pair);
    sender = peer;
    rprt_chan_close(&peer->chan);
    for (int i = 0; i < 2 && peer->chan.state == RPRT_CHAN_PAUSED; i++)
        rprt_chan_tick(&peer->chan);
    pair->up.n = pair->down.n = 0;
    assert_status(rprt_chan_open(&peer->chan), RPRT_OK);
}

static void message(struct pair *pair, bool corrupt)
{
    struct end *end = tested(pair);
    uint8_t text[16];
    size_t n = 0;
    if (send_from(other(pair), "set-point") != RPRT_OK)
        return;
    if (corrupt && end->in->n > 0)
        end->in->bytes[end->in->n - 1] ^= 1;
    for (int i = 0; i < 3; i++) {
        (void)turn(end, PIPE);
        enum rprt_status status = rprt_chan_receive(&end->chan, text, sizeof text, &n);
        if (status == RPRT_OK) // handed out only when whole, and only by an open link
            assert_true(!corrupt && end->chan.state == RPRT_CHAN_OPEN && n == 9);
    }
}

static void apply(struct pair *pair, enum event event)
{
    struct end *end = tested(pair);
    struct rprt_chan *chan = &end->chan;
    uint32_t before = (uint32_t)chan->state;
    sender = end;
    switch (event) {
    case OPEN: {
        enum rprt_status wanted = before == RPRT_CHAN_CLOSED   ? RPRT_OK
                                  : before == RPRT_CHAN_PAUSED ? RPRT_ERR_LOCKED
                                                               : RPRT_ERR_STATE;
        assert_status(rprt_chan_open(chan), wanted);
        break;
    }
    case CLOSE:
        rprt_chan_close(chan);
        assert_true(chan->state == RPRT_CHAN_CLOSED || before == RPRT_CHAN_PAUSED);
        break;
    case FORGET:
        rprt_chan_forget(chan);
        assert_int_equal(chan->state, before);
        assert_int_equal(chan->kept.uses, 0);
        break;
    case TICK:
        rprt_chan_tick(chan);
        break;
    case JUNK: {
        // Inside a record, anything is its content until the tag is looked at.
        bool inside = chan->filter.left != 0 || chan->filter.n_header != 0;
        end->in->n = 0;
        assert_true(rprt_chan_line(chan, (const uint8_t *)"GET / HTTP/1.1", 14) <= 14);
        assert_true(inside || chan->state == RPRT_CHAN_PAUSED || before == RPRT_CHAN_CLOSED);
        break;
    }
    case STEP:
        (void)turn(end, PIPE);
        break;
    case BEGIN:
    case HANDSHAKE:
        peer_opens(pair);
        turns(pair, event == BEGIN ? 2 : 30);
        break;
    case MESSAGE:
    case CORRUPT:
        message(pair, event == CORRUPT);
        break;
    case FAREWELL: {
        uint8_t text[16];
        size_t n = 0;
        sender = other(pair);
        rprt_chan_close(&other(pair)->chan);
        (void)turn(end, PIPE);
        (void)!(rprt_chan_receive(chan, text, sizeof text, &n) == RPRT_OK);
        break;
    }
    case EVENTS:
        break;
    }
}

// What holds in every state, and between one and the next.
static void check(const struct state *before, enum event event, struct pair *pair)
{
    static const struct rprt_chan_kept nothing;
    struct rprt_chan *chan = &tested(pair)->chan;
    uint8_t byte = 0;
    size_t n = 0;
    assert_true(chan->state == RPRT_CHAN_CLOSED || chan->state == RPRT_CHAN_PAUSED ||
                chan->state == RPRT_CHAN_HANDSHAKE || chan->state == RPRT_CHAN_OPEN);
    assert_in_range(chan->pause, 1, 2);
    assert_in_range(chan->timer, 0, 2);
    assert_int_equal(chan->timer == 0,
                     chan->state == RPRT_CHAN_CLOSED || chan->state == RPRT_CHAN_OPEN ||
                         (server_side && chan->state == RPRT_CHAN_HANDSHAKE && chan->timer == 0));
    // A secret is kept whole or not at all, and for a time.
    if (chan->kept.uses == 0)
        assert_memory_equal(&chan->kept, &nothing, sizeof nothing);
    else
        assert_true(chan->kept.uses <= 2 && chan->kept.ticks >= 1 && chan->kept.ticks <= 3);
    // Only a handshake opens, and only one with the extended master secret.
    if (chan->state == RPRT_CHAN_OPEN) {
        assert_true(before->link == RPRT_CHAN_OPEN ||
                    (before->link == RPRT_CHAN_HANDSHAKE && (event == HANDSHAKE || event == STEP)));
        assert_int_equal(chan->bound, RPRT_YES);
        assert_int_equal(chan->filter.sealed, 2);
        if (RPRT_CHAN_PROFILE == RPRT_CHAN_CERT)
            assert_true(chan->peer == RPRT_YES || chan->resumed == RPRT_YES);
    } else {
        assert_status(rprt_chan_receive(chan, &byte, 1, &n), RPRT_ERR_CLOSED);
        assert_status(rprt_chan_send(chan, &byte, 1), RPRT_ERR_CLOSED);
    }
    // A pause ends by time alone; a failure is followed by one.
    if (before->link == RPRT_CHAN_PAUSED)
        assert_true(chan->state == RPRT_CHAN_PAUSED ||
                    (event == TICK && before->timer == 1 && chan->state == RPRT_CHAN_CLOSED));
    if (event == CORRUPT && before->link == RPRT_CHAN_OPEN && before->peer == RPRT_CHAN_OPEN)
        assert_int_equal(chan->state, RPRT_CHAN_PAUSED);
    steps++;
}

static void remember(const struct way *way)
{
    for (unsigned i = 0; i < n_found; i++)
        if (memcmp(&found[i].state, &way->state, sizeof way->state) == 0)
            return;
    assert_true(n_found < STATES);
    found[n_found++] = *way;
}

static void explore(unsigned most)
{
    n_found = steps = 0;
    struct way way = {.n = 0};
    struct pair *pair = start();
    way.state = state_of(pair);
    pair_free(pair);
    remember(&way);
    unsigned opened = 0;
    for (unsigned at = 0; at < n_found && at < most; at++) {
        for (unsigned event = 0; event < EVENTS; event++) {
            pair = start();
            for (unsigned i = 0; i < found[at].n; i++)
                apply(pair, (enum event)found[at].event[i]);
            struct state before = state_of(pair);
            assert_memory_equal(&before, &found[at].state, sizeof before);
            apply(pair, (enum event)event);
            check(&before, (enum event)event, pair);
            way = found[at];
            way.state = state_of(pair);
            opened += way.state.link == RPRT_CHAN_OPEN ? 1 : 0;
            if (way.n < LENGTH) {
                way.event[way.n++] = (uint8_t)event;
                remember(&way);
            }
            pair_free(pair);
        }
    }
    print_message("chan as %s: %u states, %u of them entered with %u events, %u times open\n",
                  server_side ? "server" : "client", n_found, n_found < most ? n_found : most,
                  steps, opened);
    assert_true(opened > 10);
}

static void every_state_and_event(void **state)
{
    (void)state;
    bool full = getenv("RPRT_FULL_CAMPAIGN") != NULL;
    for (int i = 0; i < 2; i++) {
        server_side = i != 0;
        explore(RPRT_CHAN_PROFILE == RPRT_CHAN_CERT && !full ? 20 : STATES);
        // With a shared key nothing is left out.
        if (RPRT_CHAN_PROFILE == RPRT_CHAN_PSK || full)
            assert_true(n_found < STATES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_and_event),
    };
    return cmocka_run_group_tests_name("runtime.chan.states", tests, NULL, NULL);
}
