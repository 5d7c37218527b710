// SPDX-License-Identifier: Apache-2.0
// Login, roles and emergency access: every reachable state with every event, guessing, lock-out,
// damaged memory and failing storage.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "rprt/auth.h"

enum command { READ, THERAPY, UPDATE, N_COMMANDS };
enum { NURSE = 1, SERVICE = 2 };

static const uint32_t roles_of_command[N_COMMANDS] = {NURSE | SERVICE, NURSE, SERVICE};
static const enum rprt_answer emergency_of_command[N_COMMANDS] = {RPRT_YES, RPRT_YES, RPRT_NO};

struct rig {
    struct bench bench;
    struct rprt_auth_plan plan;
    struct rprt_auth_config config;
    struct rprt_auth auth;
    struct rprt_auth_user user[RPRT_AUTH_USERS];
    uint8_t saved[RPRT_AUTH_SAVED_SIZE];
    bool has_saved, save_fails, load_fails;
    enum rprt_answer button;
    unsigned alarms;
};

static enum rprt_status save(void *context, const uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    struct rig *rig = context;
    if (rig->save_fails)
        return RPRT_ERR_PORT;
    memcpy(rig->saved, saved, RPRT_AUTH_SAVED_SIZE);
    rig->has_saved = true;
    return RPRT_OK;
}

static enum rprt_status load(void *context, uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    const struct rig *rig = context;
    if (rig->load_fails)
        return RPRT_ERR_PORT;
    if (!rig->has_saved)
        return RPRT_ERR_NOT_FOUND;
    memcpy(saved, rig->saved, RPRT_AUTH_SAVED_SIZE);
    return RPRT_OK;
}

static enum rprt_answer button(void *context)
{
    return ((const struct rig *)context)->button;
}

static unsigned alarms;

static void count_alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)context;
    (void)detail;
    alarms += alarm == RPRT_ALARM_BREAK_GLASS ? 1 : 0;
}

static void rig_init(struct rig *rig)
{
    memset(rig, 0, sizeof *rig);
    bench_init(&rig->bench, 256);
    rig->bench.port.alarm = count_alarm;
    rig->plan = (struct rprt_auth_plan){.roles_of_command = roles_of_command,
                                        .emergency_of_command = emergency_of_command,
                                        .n_commands = N_COMMANDS,
                                        .session = 3,
                                        .free_attempts = 1,
                                        .wait_first = 2,
                                        .wait_max = 5,
                                        .emergency_max = 4,
                                        .button_hold = 2};
    rig->config = (struct rprt_auth_config){.port = &rig->bench.port,
                                            .crypto = &rig->bench.crypto,
                                            .plan = &rig->plan,
                                            .user = rig->user,
                                            .key = RPRT_KEY_PIN,
                                            .context = rig,
                                            .save = save,
                                            .load = load,
                                            .button = button};
    rig->button = RPRT_NO;
    assert_status(rprt_auth_init(&rig->auth, &rig->config), RPRT_OK);
    rig->user[2] = (struct rprt_auth_user){.id = 7, .roles = NURSE};
    rig->user[5] = (struct rprt_auth_user){.id = 9, .roles = SERVICE};
    assert_status(rprt_auth_enrol(&rig->auth, &rig->user[2], (const uint8_t *)"4711", 4), RPRT_OK);
    assert_status(rprt_auth_enrol(&rig->auth, &rig->user[5], (const uint8_t *)"123456", 6),
                  RPRT_OK);
}

static enum rprt_status login(struct rig *rig, uint16_t user, const char *pin)
{
    return rprt_auth_login(&rig->auth, user, (const uint8_t *)pin, strlen(pin));
}

// --- enumeration ---

enum happening {
    TICK_UP,   // button up
    TICK_DOWN, // button down
    LOGIN_NURSE,
    LOGIN_SERVICE,
    LOGIN_WRONG,
    LOGIN_UNKNOWN,
    LOGOUT,
    ASK_READ,
    ASK_THERAPY,
    ASK_UPDATE,
    GLASS,
    GLASS_END,
    POWER_CYCLE,
    N_HAPPENINGS,
};

struct node {
    struct rprt_auth auth;
    uint8_t saved[RPRT_AUTH_SAVED_SIZE];
    bool has_saved;
    enum rprt_answer button;
};

static enum rprt_status happen(struct rig *rig, enum happening what)
{
    struct rprt_auth *auth = &rig->auth;
    switch (what) {
    case TICK_UP:
    case TICK_DOWN:
        rig->button = what == TICK_DOWN ? RPRT_YES : RPRT_NO;
        rprt_auth_tick(auth);
        return RPRT_OK;
    case LOGIN_NURSE:
        return login(rig, 7, "4711");
    case LOGIN_SERVICE:
        return login(rig, 9, "123456");
    case LOGIN_WRONG:
        return login(rig, 7, "4712");
    case LOGIN_UNKNOWN:
        return login(rig, 8, "4711");
    case LOGOUT:
        rprt_auth_logout(auth);
        return RPRT_OK;
    case ASK_READ:
    case ASK_THERAPY:
    case ASK_UPDATE:
        return rprt_auth_allowed(auth, (uint32_t)(what - ASK_READ));
    case GLASS:
        return rprt_auth_break_glass(auth, 5, 100);
    case GLASS_END:
        return rprt_auth_break_glass_end(auth);
    case POWER_CYCLE:
        return rprt_auth_init(auth, &rig->config);
    case N_HAPPENINGS:
        break;
    }
    return RPRT_ERR_ARG;
}

static bool may(const struct rprt_auth *auth, uint32_t command)
{
    bool session = auth->user == 7 ? command != UPDATE : auth->user == 9 ? command != THERAPY : 0;
    return session || (auth->emergency != 0 && command != UPDATE);
}

static uint32_t waiting(uint32_t failures)
{
    return failures <= 1 ? 0 : failures == 2 ? 2 : failures == 3 ? 4 : 5;
}

static void judge(const struct rprt_auth *old, const struct rig *rig, enum happening what,
                  enum rprt_status status, unsigned alarms_before)
{
    const struct rprt_auth *new = &rig->auth;
    if (what >= ASK_READ && what <= ASK_UPDATE)
        assert_status(status, may(old, (uint32_t)(what - ASK_READ)) ? RPRT_OK : RPRT_ERR_DENIED);
    if (what == LOGIN_NURSE || what == LOGIN_SERVICE) {
        assert_status(status, old->wait == 0 ? RPRT_OK : RPRT_ERR_LOCKED);
        assert_int_equal(new->user, old->wait != 0 ? 0 : what == LOGIN_NURSE ? 7 : 9);
    }
    if (what == LOGIN_WRONG || what == LOGIN_UNKNOWN) {
        assert_status(status, old->wait == 0 ? RPRT_ERR_DENIED : RPRT_ERR_LOCKED);
        assert_int_equal(new->user, 0);
        if (old->wait == 0)
            assert_int_equal(new->wait, waiting(new->failures));
    }
    if (what == POWER_CYCLE) {
        assert_int_equal(new->user, 0);
        assert_int_equal(new->emergency, 0);
        assert_true(new->wait >= old->wait);
        assert_int_equal(new->failures, old->failures);
    }
    // Emergency access depends on the button alone: no lock-out, no session has a say in it.
    bool armed = old->armed == RPRT_YES && rig->button == RPRT_YES;
    if (what == GLASS) {
        assert_status(status, armed ? RPRT_OK : RPRT_ERR_DENIED);
        assert_int_equal(alarms, alarms_before + (armed ? 1 : 0));
        if (armed)
            assert_int_equal(new->emergency, 4);
    }
    if (new->emergency > old->emergency)
        assert_int_equal(what, GLASS);
    if (new->armed == RPRT_YES && old->armed != RPRT_YES)
        assert_true(what == TICK_DOWN && old->held == 1);
    if (new->user != 0 && old->user == 0)
        assert_true(what == LOGIN_NURSE || what == LOGIN_SERVICE);
}

#define MOST_NODES 60000u

struct walk {
    struct node *node;
    uint32_t n;
    uint32_t *place; // open addressing: index + 1
};

static void remember(struct walk *walk, const struct rig *rig)
{
    struct node node;
    memset(&node, 0, sizeof node);
    node.auth = rig->auth;
    node.auth.commands = 0; // does not decide anything
    if (node.auth.failures > 5)
        return; // longer waiting than the longest there is not
    memcpy(node.saved, rig->saved, sizeof node.saved);
    node.has_saved = rig->has_saved;
    node.button = rig->button;
    uint32_t hash = 5381;
    for (size_t i = 0; i < sizeof node; i++)
        hash = hash * 33 + ((const uint8_t *)&node)[i];
    uint32_t i = (hash ^ hash >> 15) % (4 * MOST_NODES);
    for (; walk->place[i] != 0; i = (i + 1) % (4 * MOST_NODES)) {
        if (memcmp(&walk->node[walk->place[i] - 1], &node, sizeof node) == 0)
            return;
    }
    assert_true(walk->n < MOST_NODES);
    walk->node[walk->n++] = node;
    walk->place[i] = walk->n;
}

static void every_state_keeps_the_promises(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    struct walk walk = {malloc(MOST_NODES * sizeof(struct node)), 0,
                        calloc(4 * MOST_NODES, sizeof(uint32_t))};
    assert_non_null(walk.node);
    assert_non_null(walk.place);
    remember(&walk, &rig);
    for (uint32_t i = 0; i < walk.n; i++) {
        for (enum happening what = 0; what < N_HAPPENINGS; what++) {
            const struct node old = walk.node[i];
            rig.auth = old.auth;
            memcpy(rig.saved, old.saved, sizeof rig.saved);
            rig.has_saved = old.has_saved;
            rig.button = old.button;
            unsigned before = alarms;
            enum rprt_status status = happen(&rig, what);
            judge(&old.auth, &rig, what, status, before);
            remember(&walk, &rig);
        }
    }
    print_message("auth: %u states, %d events each\n", walk.n, (int)N_HAPPENINGS);
    assert_true(walk.n > 400);
    free(walk.node);
    free(walk.place);
    bench_done(&rig.bench);
}

// --- guessing ---

static void guessing_is_bounded(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    // Ticks of a second; a guesser who tries as often as it is let, for a week, and switches the
    // device off and on whenever that could help.
    rig.plan.wait_first = 30;
    rig.plan.wait_max = 3600;
    rig.plan.free_attempts = 3;
    assert_status(rprt_auth_init(&rig.auth, &rig.config), RPRT_OK);
    uint32_t looked_at = 0;
    for (uint32_t second = 0; second < 7 * 24 * 3600; second++) {
        char pin[5] = {'9', (char)('0' + looked_at % 10), '0', '0', 0};
        if (login(&rig, 7, pin) == RPRT_ERR_DENIED)
            looked_at++;
        if (second % 11 == 0 && rig.auth.wait == 0)
            assert_status(rprt_auth_init(&rig.auth, &rig.config), RPRT_OK);
        rprt_auth_tick(&rig.auth);
    }
    print_message("auth: %u guesses in a week\n", looked_at);
    assert_true(looked_at < 7 * 24 + 20);
    // The person locked out by this still gets emergency access at once.
    rig.button = RPRT_YES;
    rprt_auth_tick(&rig.auth);
    rprt_auth_tick(&rig.auth);
    assert_status(rprt_auth_break_glass(&rig.auth, 1, 2), RPRT_OK);
    assert_status(rprt_auth_allowed(&rig.auth, THERAPY), RPRT_OK);
    assert_status(rprt_auth_allowed(&rig.auth, UPDATE), RPRT_ERR_DENIED);
    bench_done(&rig.bench);
}

static void changed_tables_do_not_open(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    rig.plan.free_attempts = 100000;
    const struct rprt_auth_user sound = rig.user[2];
    for (uint32_t bit = 0; bit < 8 * sizeof sound; bit++) {
        rig.user[2] = sound;
        ((uint8_t *)&rig.user[2])[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (bit / 8 == 2 || bit / 8 == 3)
            continue; // the reserved field is not looked at
        assert_status(login(&rig, 7, "4711"), RPRT_ERR_DENIED);
        assert_status(login(&rig, rig.user[2].id, "4711"), RPRT_ERR_DENIED);
    }
    rig.user[2] = sound;
    assert_status(login(&rig, 7, "4711"), RPRT_OK);
    assert_status(login(&rig, 0, "4711"), RPRT_ERR_DENIED);
    assert_status(login(&rig, 7, "471"), RPRT_ERR_DENIED);
    assert_status(login(&rig, 7, "47111"), RPRT_ERR_DENIED);
    assert_status(login(&rig, 7, "47110000000000000000"), RPRT_ERR_DENIED);
    assert_status(login(&rig, 7, ""), RPRT_ERR_DENIED);
    bench_done(&rig.bench);
}

static void flipped_bits_of_the_session_give_nothing(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    const struct rprt_auth start = rig.auth;
    size_t first = offsetof(struct rprt_auth, usable);
    for (size_t bit = first * 8; bit < sizeof start * 8; bit++) {
        rig.auth = start;
        ((uint8_t *)&rig.auth)[bit / 8] ^= (uint8_t)(1u << bit % 8);
        for (uint32_t command = 0; command < N_COMMANDS; command++)
            assert_status(rprt_auth_allowed(&rig.auth, command), RPRT_ERR_DENIED);
        rig.button = RPRT_YES;
        assert_status(rprt_auth_break_glass(&rig.auth, 1, 1), RPRT_ERR_DENIED);
        rig.button = RPRT_NO;
    }
    bench_done(&rig.bench);
}

static void failing_storage_means_longest_waiting(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    rig.save_fails = true;
    assert_status(login(&rig, 7, "9999"), RPRT_ERR_DENIED);
    assert_int_equal(rprt_auth_waiting(&rig.auth), 5);
    rig.load_fails = true;
    assert_status(rprt_auth_init(&rig.auth, &rig.config), RPRT_OK);
    assert_int_equal(rprt_auth_waiting(&rig.auth), 5);
    for (int i = 0; i < 5; i++)
        rprt_auth_tick(&rig.auth);
    assert_status(login(&rig, 7, "4711"), RPRT_OK);
    rig.load_fails = false;
    rig.has_saved = true;
    memset(rig.saved, 0x55, sizeof rig.saved);
    assert_status(rprt_auth_init(&rig.auth, &rig.config), RPRT_OK);
    assert_int_equal(rprt_auth_waiting(&rig.auth), 5);
    bench_done(&rig.bench);
}

// Nothing but the button is left: no provider, no storage, no users, a broken plan.
static void emergency_access_works_with_all_else_dead(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    rig.save_fails = rig.load_fails = true;
    memset(rig.user, 0, sizeof rig.user);
    rprt_crypto_key_drop(&rig.bench.crypto, RPRT_KEY_PIN);
    rig.bench.flash.dead = true;
    rig.plan.session = 0;
    assert_status(rprt_auth_init(&rig.auth, &rig.config), RPRT_ERR_ARG);
    assert_status(login(&rig, 7, "4711"), RPRT_ERR_STATE);
    rig.button = RPRT_YES;
    rprt_auth_tick(&rig.auth);
    assert_status(rprt_auth_break_glass(&rig.auth, 1, 2), RPRT_ERR_DENIED);
    rprt_auth_tick(&rig.auth);
    assert_status(rprt_auth_break_glass(&rig.auth, 1, 2), RPRT_OK);
    assert_status(rprt_auth_allowed(&rig.auth, THERAPY), RPRT_OK);
    // Held down for ever, it does not begin again by itself.
    for (int i = 0; i < 100; i++)
        rprt_auth_tick(&rig.auth);
    assert_int_equal(rprt_auth_emergency(&rig.auth), 0);
    assert_status(rprt_auth_allowed(&rig.auth, THERAPY), RPRT_ERR_DENIED);
    assert_status(rprt_auth_break_glass(&rig.auth, 1, 2), RPRT_ERR_DENIED);
    bench_done(&rig.bench);
}

static void missing_key_is_no_login(void **state)
{
    (void)state;
    static struct rig rig;
    rig_init(&rig);
    rprt_crypto_key_drop(&rig.bench.crypto, RPRT_KEY_PIN);
    assert_status(login(&rig, 7, "4711"), RPRT_ERR_KEY);
    assert_status(rprt_auth_allowed(&rig.auth, READ), RPRT_ERR_DENIED);
    bench_done(&rig.bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_keeps_the_promises),
        cmocka_unit_test(guessing_is_bounded),
        cmocka_unit_test(changed_tables_do_not_open),
        cmocka_unit_test(flipped_bits_of_the_session_give_nothing),
        cmocka_unit_test(failing_storage_means_longest_waiting),
        cmocka_unit_test(emergency_access_works_with_all_else_dead),
        cmocka_unit_test(missing_key_is_no_login),
    };
    return cmocka_run_group_tests_name("runtime.auth", tests, NULL, NULL);
}
