// SPDX-License-Identifier: Apache-2.0
/* PIN, roles and the emergency button -> may this command be given now?
 *
 * Emergency access shares no state with login: neither a lock-out, nor a broken store, clock, line or
 * provider can reach it. What it allows is the plan's table and nothing else.
 */
#include "rprt/auth.h"

#if RPRT_WITH_AUTH

#include <string.h>

#define SAVED_MAGIC 0x41525052u // "RPRA"

// A person that nobody is: unknown names cost the same work as wrong PINs.
static const struct rprt_auth_user nobody;

static void report(const struct rprt_auth *auth, enum rprt_event event, uint32_t a, uint32_t b,
                   uint32_t c)
{
    const uint32_t data[4] = {a, b, c, 0};
    rprt_report(auth->config->port, event, data);
}

// Doubles with each failure beyond the free ones, up to the longest.
/*@ requires \valid_read(plan);
    assigns \nothing;
    ensures \result <= plan->wait_max;
    ensures failures <= plan->free_attempts ==> \result == 0;
    ensures failures > plan->free_attempts ==>
      \result >= plan->wait_first || \result == plan->wait_max;
    ensures failures == plan->free_attempts + 2 && 2 * plan->wait_first <= plan->wait_max ==>
      \result == 2 * plan->wait_first;
*/
static uint32_t waiting_for(const struct rprt_auth_plan *plan, uint32_t failures)
{
    if (failures <= plan->free_attempts)
        return 0;
    uint32_t beyond = failures - plan->free_attempts - 1;
    uint32_t wait = plan->wait_first;
    /*@ loop invariant beyond <= \at(beyond, LoopEntry);
        loop invariant wait >= plan->wait_first || wait >= plan->wait_max;
        loop invariant beyond == \at(beyond, LoopEntry) ==> wait == plan->wait_first;
        loop invariant beyond + 1 == \at(beyond, LoopEntry) &&
          2 * plan->wait_first <= plan->wait_max ==> wait == 2 * plan->wait_first;
        loop assigns beyond, wait;
        loop variant beyond;
    */
    while (beyond != 0 && wait < plan->wait_max) {
        wait = wait > plan->wait_max / 2 ? plan->wait_max : 2 * wait;
        beyond--;
    }
    return wait < plan->wait_max ? wait : plan->wait_max;
}

static uint32_t waiting_after(const struct rprt_auth *auth)
{
    const struct rprt_auth_plan *plan = auth->config->plan;
    return auth->storage == RPRT_YES ? waiting_for(plan, auth->failures) : plan->wait_max;
}

/*@ assigns \nothing;
    ensures \result == (n == 0 ? 0 : n - 1);
*/
static uint32_t count_down(uint32_t n)
{
    return n != 0 ? n - 1 : 0;
}

/*@ assigns \nothing;
    ensures \result == (n == UINT32_MAX ? n : n + 1);
*/
static uint32_t count_up(uint32_t n)
{
    return n == UINT32_MAX ? n : n + 1;
}

// Emergency access a tick later. Damage ends it: what is left of the time is no longer known.
/*@ assigns \nothing;
    ensures \result <= most;
    ensures left != 0 ==> \result < left;
    ensures left != UINT32_MAX - inverse ==> \result == 0;
*/
static uint32_t emergency_after(uint32_t left, uint32_t inverse, uint32_t most)
{
    uint32_t after = left == UINT32_MAX - inverse ? count_down(left) : 0;
    return after <= most ? after : 0;
}

static void save_failures(struct rprt_auth *auth)
{
    const struct rprt_auth_config *config = auth->config;
    uint8_t saved[RPRT_AUTH_SAVED_SIZE];
    rprt_put32(saved, SAVED_MAGIC);
    rprt_put32(saved + 4, auth->failures);
    rprt_put32(saved + 8, ~(uint32_t)SAVED_MAGIC);
    rprt_put32(saved + 12, ~auth->failures);
    auth->storage = RPRT_NO;
    if (config->save != NULL && config->save(config->context, saved) == RPRT_OK)
        auth->storage = RPRT_YES;
}

static void load_failures(struct rprt_auth *auth)
{
    const struct rprt_auth_config *config = auth->config;
    uint8_t saved[RPRT_AUTH_SAVED_SIZE];
    auth->failures = 0;
    auth->storage = RPRT_NO;
    if (config->load == NULL)
        return;
    enum rprt_status status = config->load(config->context, saved);
    if (status == RPRT_ERR_NOT_FOUND)
        auth->storage = RPRT_YES; // a new device
    if (status != RPRT_OK)
        return;
    uint32_t failures = rprt_get32(saved + 4);
    if (rprt_get32(saved) != SAVED_MAGIC || rprt_get32(saved + 8) != ~(uint32_t)SAVED_MAGIC ||
        rprt_get32(saved + 12) != ~failures)
        return;
    auth->failures = failures;
    auth->storage = RPRT_YES;
}

// doubt is 0 when the person is sure; anything else spoils the second copies, and with them the session.
static void set_user(struct rprt_auth *auth, uint32_t user, uint32_t roles, uint32_t doubt)
{
    auth->user = user;
    auth->user_inverse = ~user ^ doubt;
    auth->roles = roles;
    auth->roles_inverse = ~roles ^ doubt;
}

static void set_emergency(struct rprt_auth *auth, uint32_t ticks)
{
    auth->emergency = ticks;
    auth->emergency_inverse = ~ticks;
}

static enum rprt_answer plan_is_sound(const struct rprt_auth_plan *plan)
{
    if (plan->roles_of_command == NULL || plan->emergency_of_command == NULL)
        return RPRT_NO;
    if (plan->n_commands == 0 || plan->n_commands > 256 || plan->session == 0)
        return RPRT_NO;
    return plan->wait_first != 0 && plan->wait_first <= plan->wait_max ? RPRT_YES : RPRT_NO;
}

enum rprt_status rprt_auth_init(struct rprt_auth *auth, const struct rprt_auth_config *config)
{
    *auth = (struct rprt_auth){.config = config, .usable = RPRT_NO, .armed = RPRT_NO};
    set_user(auth, 0, 0, 0);
    set_emergency(auth, 0);
    if (plan_is_sound(config->plan) != RPRT_YES || config->user == NULL ||
        config->port->alarm == NULL)
        return RPRT_ERR_ARG;
    auth->usable = RPRT_YES;
    load_failures(auth);
    auth->wait = waiting_after(auth); // switching off and on does not shorten it
    return RPRT_OK;
}

static void tick_button(struct rprt_auth *auth)
{
    const struct rprt_auth_config *config = auth->config;
    if (config->button == NULL || config->button(config->context) != RPRT_YES) {
        auth->held = 0;
        auth->armed = RPRT_NO;
        return;
    }
    if (auth->held >= config->plan->button_hold)
        return; // used or armed already; only letting go begins anew
    auth->held++;
    if (auth->held == config->plan->button_hold)
        auth->armed = RPRT_YES;
}

static void tick_emergency(struct rprt_auth *auth)
{
    if (auth->emergency == 0)
        return;
    uint32_t left = emergency_after(auth->emergency, auth->emergency_inverse,
                                    auth->config->plan->emergency_max);
    set_emergency(auth, left);
    if (left == 0)
        report(auth, RPRT_EVENT_BREAK_GLASS_STOPPED, (uint32_t)RPRT_ERR_EXPIRED, auth->commands, 0);
}

static void end_session(struct rprt_auth *auth, enum rprt_status why)
{
    uint32_t user = auth->user;
    set_user(auth, 0, 0, 0);
    auth->idle = 0;
    if (user != 0)
        report(auth, RPRT_EVENT_LOGOUT, user, (uint32_t)why, 0);
}

void rprt_auth_tick(struct rprt_auth *auth)
{
    tick_button(auth);
    tick_emergency(auth);
    auth->wait = count_down(auth->wait);
    if (auth->user == 0)
        return;
    auth->idle = count_down(auth->idle);
    if (auth->idle == 0)
        end_session(auth, RPRT_ERR_EXPIRED);
}

void rprt_auth_logout(struct rprt_auth *auth)
{
    end_session(auth, RPRT_OK);
}

// The verifier of a person: bound to id and roles, so that neither can be changed in the table. An
// answer and no status: an OK of this step, handed to the wrong caller by a damaged stack pointer, must
// not be a permission.
static enum rprt_answer verifier_of(const struct rprt_auth *auth, const struct rprt_auth_user *user,
                                    const uint8_t *pin, size_t pin_size, uint8_t out[RPRT_MAC_SIZE],
                                    enum rprt_status *ret_why)
{
    uint8_t head[23];
    rprt_put16(head, user->id);
    rprt_put32(head + 2, user->roles);
    memcpy(head + 6, user->salt, 16);
    head[22] = (uint8_t)pin_size;
    const struct rprt_part parts[2] = {{head, sizeof head}, {pin, pin_size}};
    *ret_why = rprt_crypto_mac(auth->config->crypto, auth->config->key, parts, 2, out);
    return rprt_is_ok(*ret_why);
}

// A refusal is a constant, never the status that was looked at.
static enum rprt_status no_verifier(enum rprt_status why)
{
    return why == RPRT_ERR_KEY ? RPRT_ERR_KEY : RPRT_ERR_PROVIDER;
}

enum rprt_status rprt_auth_enrol(struct rprt_auth *auth, struct rprt_auth_user *user,
                                 const uint8_t *pin, size_t pin_size)
{
    if (auth->usable != RPRT_YES)
        return RPRT_ERR_STATE;
    if (user->id == 0 || user->reserved != 0 || pin_size < RPRT_PIN_MIN || pin_size > RPRT_PIN_MAX)
        return RPRT_ERR_ARG;
    enum rprt_status status =
        rprt_crypto_random(auth->config->crypto, user->salt, sizeof user->salt);
    if (status != RPRT_OK)
        return status;
    if (verifier_of(auth, user, pin, pin_size, user->verifier, &status) != RPRT_YES)
        return no_verifier(status);
    return RPRT_OK;
}

static const struct rprt_auth_user *find(const struct rprt_auth *auth, uint16_t id)
{
    const struct rprt_auth_user *found = &nobody;
    for (uint32_t i = 0; i < RPRT_AUTH_USERS; i++) {
        if (id != 0 && auth->config->user[i].id == id)
            found = &auth->config->user[i];
    }
    return found;
}

// Compares PIN and person. The failure is counted and stored before. ret_sure is set to RPRT_YES at the
// very end: the caller believes the answer only together with it.
static enum rprt_status check_pin(const struct rprt_auth *auth, const struct rprt_auth_user *user,
                                  const uint8_t *pin, size_t pin_size,
                                  volatile enum rprt_answer *ret_sure)
{
    uint8_t verifier[RPRT_MAC_SIZE];
    enum rprt_status why = RPRT_ERR_FAULT;
    if (verifier_of(auth, user, pin, pin_size, verifier, &why) != RPRT_YES)
        return no_verifier(why);
    volatile enum rprt_status equal = RPRT_ERR_MISMATCH;
    equal = rprt_equal(verifier, user->verifier, sizeof verifier);
    rprt_wipe(verifier, sizeof verifier);
    volatile uint32_t id = user->id;
    if (equal != RPRT_OK || id == 0)
        return RPRT_ERR_DENIED;
    if (id == 0 || rprt_is_ok(equal) != RPRT_YES)
        return RPRT_ERR_DENIED;
    *ret_sure = rprt_is_ok(equal);
    return equal;
}

static enum rprt_status refuse_login(const struct rprt_auth *auth, uint16_t user,
                                     enum rprt_status why)
{
    report(auth, RPRT_EVENT_LOGIN_REFUSED, user, (uint32_t)why, auth->failures);
    return why;
}

enum rprt_status rprt_auth_login(struct rprt_auth *auth, uint16_t user, const uint8_t *pin,
                                 size_t pin_size)
{
    end_session(auth, RPRT_OK);
    if (auth->usable != RPRT_YES)
        return RPRT_ERR_STATE;
    if (auth->wait != 0)
        return refuse_login(auth, user, RPRT_ERR_LOCKED);
    auth->failures = count_up(auth->failures);
    save_failures(auth);
    const struct rprt_auth_user *person = find(auth, user);
    size_t size = pin_size > RPRT_PIN_MAX ? RPRT_PIN_MAX : pin_size;
    volatile enum rprt_status status = RPRT_ERR_DENIED;
    volatile enum rprt_answer sure = RPRT_NO;
    status = check_pin(auth, person, pin, size, &sure);
    if (status == RPRT_OK && (pin_size < RPRT_PIN_MIN || pin_size > RPRT_PIN_MAX))
        status = RPRT_ERR_DENIED;
    if (status != RPRT_OK) {
        auth->wait = waiting_after(auth);
        return refuse_login(auth, user, status);
    }
    if (sure != RPRT_YES || rprt_is_ok(status) != RPRT_YES)
        return RPRT_ERR_FAULT;
    auth->failures = 0;
    save_failures(auth);
    // A jump past the looks above (a damaged return address) ends in a session that is none.
    set_user(auth, person->id, person->roles, (uint32_t)sure ^ (uint32_t)RPRT_YES);
    auth->idle = auth->config->plan->session;
    report(auth, RPRT_EVENT_LOGIN, person->id, person->roles, 0);
    return RPRT_OK;
}

static enum rprt_answer by_session(const struct rprt_auth *auth, uint32_t command)
{
    if (auth->user == 0 || auth->user != ~auth->user_inverse ||
        auth->roles != ~auth->roles_inverse || auth->idle == 0)
        return RPRT_NO;
    uint32_t roles = auth->config->plan->roles_of_command[command];
    return (roles & auth->roles) != 0 ? RPRT_YES : RPRT_NO;
}

static enum rprt_answer by_emergency(const struct rprt_auth *auth, uint32_t command)
{
    if (auth->emergency == 0 || auth->emergency != ~auth->emergency_inverse ||
        auth->emergency > auth->config->plan->emergency_max)
        return RPRT_NO;
    return auth->config->plan->emergency_of_command[command] == RPRT_YES ? RPRT_YES : RPRT_NO;
}

// One look; RPRT_OK by the session, RPRT_AGAIN by emergency access.
static enum rprt_status look(const struct rprt_auth *auth, uint32_t command)
{
    const struct rprt_auth_plan *plan = auth->config->plan;
    if (plan->roles_of_command == NULL || plan->emergency_of_command == NULL ||
        command >= plan->n_commands)
        return RPRT_ERR_DENIED;
    if (auth->usable == RPRT_YES && by_session(auth, command) == RPRT_YES)
        return RPRT_OK;
    return by_emergency(auth, command) == RPRT_YES ? RPRT_AGAIN : RPRT_ERR_DENIED;
}

enum rprt_status rprt_auth_allowed(struct rprt_auth *auth, uint32_t command)
{
    volatile enum rprt_status first = RPRT_ERR_DENIED;
    volatile enum rprt_status second = RPRT_ERR_FAULT;
    first = look(auth, command);
    second = look(auth, command);
    if (first != second || (first != RPRT_OK && first != RPRT_AGAIN)) {
        report(auth, RPRT_EVENT_COMMAND_REFUSED, auth->user, command, (uint32_t)first);
        return RPRT_ERR_DENIED;
    }
    if (rprt_is_ok(second) != RPRT_YES && rprt_is_again(second) != RPRT_YES)
        return RPRT_ERR_DENIED;
    // The answer is made of what was found: a jump to this place (a damaged return address) finds a
    // refusal there.
    if (rprt_is_ok(second) == RPRT_YES) {
        auth->idle = auth->config->plan->session;
        return first;
    }
    auth->commands++;
    return (enum rprt_status)((uint32_t)first ^ (uint32_t)RPRT_AGAIN ^ (uint32_t)RPRT_OK);
}

uint32_t rprt_auth_waiting(const struct rprt_auth *auth)
{
    return auth->wait;
}

enum rprt_status rprt_auth_break_glass(struct rprt_auth *auth, uint32_t reason, uint32_t ticks)
{
    const struct rprt_auth_config *config = auth->config;
    uint32_t most = config->plan->emergency_max;
    volatile uint32_t armed = auth->armed;
    volatile enum rprt_answer pressed = RPRT_NO;
    pressed = config->button != NULL ? config->button(config->context) : RPRT_NO;
    if (ticks == 0)
        return RPRT_ERR_ARG;
    if (armed != RPRT_YES || pressed != RPRT_YES || most == 0 || config->port->alarm == NULL) {
        report(auth, RPRT_EVENT_BREAK_GLASS_REFUSED, reason, (uint32_t)RPRT_ERR_DENIED, 0);
        return RPRT_ERR_DENIED;
    }
    if (pressed != RPRT_YES || armed != RPRT_YES)
        return RPRT_ERR_DENIED;
    auth->armed = RPRT_NO;
    auth->commands = 0;
    set_emergency(auth, ticks < most ? ticks : most);
    config->port->alarm(config->port->context, RPRT_ALARM_BREAK_GLASS, reason);
    report(auth, RPRT_EVENT_BREAK_GLASS_STARTED, reason, auth->emergency, 0);
    return RPRT_OK;
}

enum rprt_status rprt_auth_break_glass_end(struct rprt_auth *auth)
{
    if (auth->emergency == 0)
        return RPRT_ERR_STATE;
    set_emergency(auth, 0);
    report(auth, RPRT_EVENT_BREAK_GLASS_STOPPED, (uint32_t)RPRT_OK, auth->commands, 0);
    return RPRT_OK;
}

uint32_t rprt_auth_emergency(const struct rprt_auth *auth)
{
    return auth->emergency == ~auth->emergency_inverse ? auth->emergency : 0;
}

#endif
