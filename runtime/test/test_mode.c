// SPDX-License-Identifier: Apache-2.0
// Every reachable state of the guard, with every event in each, against what the header promises.
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mode_rig.h"

enum happening {
    TICK,
    HEARD,
    ALIVE,
    ATTACK_0,
    ATTACK_1,
    ATTACK_2,
    ATTACK_3,
    FAULT_INTEGRITY,
    FAULT_EP,
    FAULT_COMMS,
    RETURN_GRANTED,
    RETURN_DENIED,
    PROPOSE_REMOTE,
    PROPOSE_LOCAL,
    N_HAPPENINGS,
};

// What of the guard decides its future: counters beyond their limit are all the same.
struct digest {
    uint32_t causes, accepted, word, level, silence, comms_silence, island, quiet, restarts, age;
};

static uint32_t cut(uint32_t value, uint32_t limit)
{
    return value > limit ? limit : value;
}

static struct digest digest_of(const struct rprt_guard *guard)
{
    const struct rprt_mode_plan *plan = guard->plan;
    return (struct digest){guard->causes,
                           guard->accepted,
                           guard->word,
                           guard->level,
                           cut(guard->silence, plan->link_timeout),
                           cut(guard->comms_silence, plan->comms_timeout),
                           cut(guard->island, plan->island_limit),
                           cut(guard->quiet, plan->calm),
                           cut(guard->restarts, plan->max_restarts + 1),
                           cut(guard->restart_age, plan->calm + 1)};
}

#define TABLE_SIZE (1u << 18)
#define MOST_STATES (1u << 17)

struct enumeration {
    struct digest *known; // open addressing; an all-zero word marks a free place
    struct rprt_guard *queue;
    uint32_t n;
};

static uint32_t place_of(const struct digest *digest)
{
    uint32_t hash = 2166136261u;
    const uint32_t *word = (const uint32_t *)digest;
    for (size_t i = 0; i < sizeof *digest / sizeof *word; i++)
        hash = (hash ^ word[i]) * 16777619u ^ hash >> 15;
    return hash % TABLE_SIZE;
}

static void remember(struct enumeration *e, const struct rprt_guard *guard)
{
    struct digest digest = digest_of(guard);
    uint32_t i = place_of(&digest);
    while (e->known[i].word != 0) {
        if (memcmp(&e->known[i], &digest, sizeof digest) == 0)
            return;
        i = (i + 1) % TABLE_SIZE;
    }
    assert_true(e->n < MOST_STATES);
    e->known[i] = digest;
    e->queue[e->n++] = *guard;
}

static enum rprt_status happen(struct rprt_guard *guard, enum happening what)
{
    switch (what) {
    case TICK:
        rprt_mode_tick(guard);
        return RPRT_OK;
    case HEARD:
        rprt_mode_heard(guard);
        return RPRT_OK;
    case ALIVE:
        rprt_mode_comms_alive(guard);
        return RPRT_OK;
    case ATTACK_0:
    case ATTACK_1:
    case ATTACK_2:
    case ATTACK_3:
        rprt_mode_attack(guard, (uint32_t)(what - ATTACK_0), 1);
        return RPRT_OK;
    case FAULT_INTEGRITY:
        rprt_mode_fault(guard, RPRT_CAUSE_INTEGRITY);
        return RPRT_OK;
    case FAULT_EP:
        rprt_mode_fault(guard, RPRT_CAUSE_EP_FAULT);
        return RPRT_OK;
    case FAULT_COMMS:
        rprt_mode_fault(guard, RPRT_CAUSE_COMMS_FAULT);
        return RPRT_OK;
    case RETURN_GRANTED:
        return rprt_mode_return(guard, RPRT_OK);
    case RETURN_DENIED:
        return rprt_mode_return(guard, RPRT_ERR_DENIED);
    case PROPOSE_REMOTE:
        return rprt_mode_propose(guard, RPRT_ORIGIN_REMOTE, RPRT_OK, &middle);
    case PROPOSE_LOCAL:
        return rprt_mode_propose(guard, RPRT_ORIGIN_LOCAL, RPRT_OK, &middle);
    case N_HAPPENINGS:
        break;
    }
    return RPRT_ERR_ARG;
}

// The promises of mode.h about one transition.
static void judge(const struct bench *bench, const struct rprt_guard *old, enum happening what,
                  enum rprt_status status, const struct seen *before)
{
    const struct rprt_guard *new = &bench->guard;
    enum rprt_mode old_mode;
    enum rprt_mode mode;
    enum rprt_action old_action;
    enum rprt_action action;
    assert_status(rprt_mode_now(old, &old_mode, &old_action), RPRT_OK);
    assert_status(rprt_mode_now(new, &mode, &action), RPRT_OK);
    assert_int_equal(bench->mailbox.mode_word, new->word);

    if (rank_of(action) > rank_of(old_action)) {
        // Only as far as the table says for a cause that holds, and a person is called.
        bool in_table = false;
        for (uint32_t cause = 1; cause < RPRT_CAUSES; cause++)
            in_table |= (new->causes & ~new->accepted & 1u << cause) != 0 &&
                        bench->plan.action[cause] == action;
        assert_true(in_table);
        assert_int_equal(bench->seen.alarms[RPRT_ALARM_SAFE_STATE],
                         before->alarms[RPRT_ALARM_SAFE_STATE] + 1);
    }
    if (rank_of(action) < rank_of(old_action))
        assert_int_equal(what, RETURN_GRANTED);
    if (what == RETURN_GRANTED)
        assert_int_equal(action, RPRT_ACTION_CONTINUE);
    if (what == RETURN_DENIED || what == HEARD || what == ALIVE)
        assert_int_equal(new->word, old->word);
    if (what == RETURN_DENIED)
        assert_status(status, RPRT_ERR_DENIED);
    if (what == PROPOSE_REMOTE && (old_mode == RPRT_MODE_ISLAND || old_mode == RPRT_MODE_SAFE))
        assert_status(status, RPRT_ERR_DENIED);
    if (what == PROPOSE_REMOTE && (old_mode == RPRT_MODE_NORMAL || old_mode == RPRT_MODE_GUARDED))
        assert_status(status, RPRT_OK);
    if (what == PROPOSE_LOCAL)
        assert_status(status, RPRT_OK);
    if (what == FAULT_EP || what == FAULT_INTEGRITY)
        assert_int_equal(mode, RPRT_MODE_SAFE);
    if (what == ATTACK_3 || what == FAULT_COMMS)
        assert_true(mode == RPRT_MODE_ISLAND || mode == RPRT_MODE_SAFE);
    if (what == FAULT_COMMS) {
        assert_int_equal(bench->seen.restarts, before->restarts + 1);
        assert_int_equal(bench->seen.alarms[RPRT_ALARM_COMMS_RESTART],
                         before->alarms[RPRT_ALARM_COMMS_RESTART] + 1);
    }
    if (old_mode == RPRT_MODE_SAFE && mode != RPRT_MODE_SAFE)
        assert_int_equal(what, RETURN_GRANTED);
    // From the island there is no way to normal but through guarded mode.
    if (old_mode == RPRT_MODE_ISLAND)
        assert_int_not_equal(mode, RPRT_MODE_NORMAL);
}

// Whatever happened, a person, a link and quiet bring the device back.
static void judge_return(struct bench *bench)
{
    enum rprt_mode mode;
    enum rprt_action action;
    rprt_mode_attack(&bench->guard, 0, 0);
    assert_status(rprt_mode_return(&bench->guard, RPRT_OK), RPRT_OK);
    for (int i = 0; i < 16; i++) {
        rprt_mode_heard(&bench->guard);
        rprt_mode_comms_alive(&bench->guard);
        rprt_mode_tick(&bench->guard);
    }
    assert_status(rprt_mode_now(&bench->guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_NORMAL);
    assert_int_equal(action, RPRT_ACTION_CONTINUE);
}

static uint32_t enumerate(const struct rprt_mode_plan *plan)
{
    struct bench bench;
    bench_init(&bench, plan);
    struct enumeration e = {calloc(TABLE_SIZE, sizeof(struct digest)),
                            malloc(MOST_STATES * sizeof(struct rprt_guard)), 0};
    assert_non_null(e.known);
    assert_non_null(e.queue);
    remember(&e, &bench.guard);
    for (uint32_t i = 0; i < e.n; i++) {
        for (enum happening what = 0; what < N_HAPPENINGS; what++) {
            const struct rprt_guard old = e.queue[i];
            bench.guard = old;
            bench.mailbox.mode_word = old.word;
            struct seen before = bench.seen;
            enum rprt_status status = happen(&bench.guard, what);
            judge(&bench, &old, what, status, &before);
            remember(&e, &bench.guard);
        }
        bench.guard = e.queue[i];
        judge_return(&bench);
    }
    uint32_t n = e.n;
    free(e.known);
    free(e.queue);
    return n;
}

static void every_state_keeps_the_promises(void **state)
{
    (void)state;
    const enum rprt_action actions[] = {RPRT_ACTION_CONTINUE, RPRT_ACTION_KEEP_OPEN,
                                        RPRT_ACTION_STOP};
    uint32_t most = 0;
    // Each cause with each action while the rest continue, then a mixed and an all-stop table.
    for (uint32_t cause = 0; cause < RPRT_CAUSES + 1; cause++) {
        for (uint32_t a = 0; a < 3; a++) {
            struct rprt_mode_plan plan = small_plan();
            for (uint32_t c = 1; c < RPRT_CAUSES && cause != 0; c++)
                plan.action[c] = c == cause || cause == RPRT_CAUSES ? actions[a] : actions[0];
            uint32_t n = enumerate(&plan);
            most = n > most ? n : most;
        }
    }
    print_message("at most %u states, %d events each\n", most, (int)N_HAPPENINGS);
    assert_true(most > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_keeps_the_promises),
    };
    return cmocka_run_group_tests_name("runtime.mode", tests, NULL, NULL);
}
