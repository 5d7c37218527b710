// SPDX-License-Identifier: Apache-2.0
/*
 * Access by the library's `auth`: roles, waiting after failures, emergency access at the bedside.
 *
 * A session belongs to the line on which it was opened.  Nobody logs in from the network: its peer is
 * proven by the link or is nobody.  Stopping at the bedside needs no login, ever.
 */
#include "pump/seam/access.h"

#include "pump/seam/factory.h"
#include "pump/seam/keep.h"
#include "pump/seam/link.h"
#include "pump/seam/log.h"

#include <string.h>

enum {
    RECORD_FAILURES = 2, // among the kept records
    NURSE = 1 << 0,      // roles
    TECHNICIAN = 1 << 1,
    COMMANDS = PUMP_CMD_GUARD_RESET + 1,
    SECOND = PUMP_EP_HZ,
    MINUTE = 60 * SECOND,
    TICKS_A_TURN = 4 * SECOND, // counted at most in one turn of the loop
};

static const uint32_t roles_of_command[COMMANDS] = {
    [PUMP_CMD_PROGRAM] = NURSE,
    [PUMP_CMD_BOLUS] = NURSE,
    [PUMP_CMD_STOP] = NURSE,
    [PUMP_CMD_GUARD_RESET] = NURSE | TECHNICIAN,
    [PUMP_CMD_LIB_PUT] = TECHNICIAN,
    [PUMP_CMD_UPD_BEGIN] = TECHNICIAN,
    [PUMP_CMD_UPD_CHUNK] = TECHNICIAN,
    [PUMP_CMD_UPD_END] = TECHNICIAN,
    [PUMP_CMD_LOG_READ] = TECHNICIAN,
    [PUMP_CMD_CLOCK] = TECHNICIAN,
    [PUMP_CMD_PEEK] = TECHNICIAN,
    [PUMP_CMD_POKE] = 0, // nobody: for the maker's bench, not for a hospital
    [PUMP_CMD_RESET] = TECHNICIAN,
};

// Emergency access is for therapy inside the hard limits: never for keys, update or log.
static const enum rprt_answer emergency_of_command[COMMANDS] = {
    [PUMP_CMD_PROGRAM] = RPRT_YES,
    [PUMP_CMD_BOLUS] = RPRT_YES,
    [PUMP_CMD_STOP] = RPRT_YES,
};

static const struct rprt_auth_plan plan = {
    .roles_of_command = roles_of_command,
    .emergency_of_command = emergency_of_command,
    .n_commands = COMMANDS,
    .session = 5 * MINUTE,
    .free_attempts = 3,
    .wait_first = 5 * SECOND,
    .wait_max = 10 * MINUTE,
    .emergency_max = 15 * MINUTE,
    .button_hold = 2 * SECOND,
};

static enum rprt_status save(void *context, const uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    return pump_keep_put(context, RECORD_FAILURES, saved, RPRT_AUTH_SAVED_SIZE) ? RPRT_OK
                                                                                : RPRT_ERR_FLASH;
}

static enum rprt_status load(void *context, uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    size_t n = pump_keep_get(context, RECORD_FAILURES, saved, RPRT_AUTH_SAVED_SIZE);
    return n == RPRT_AUTH_SAVED_SIZE ? RPRT_OK : RPRT_ERR_NOT_FOUND;
}

static enum rprt_answer button(void *context)
{
    const struct pump_app *app = context;
    return app->port->button(app->port->context) ? RPRT_YES : RPRT_NO;
}

static enum rprt_status enrol(struct pump_access *access, uint32_t i, uint16_t id, uint32_t roles,
                              const char *pin)
{
    access->users[i] = (struct rprt_auth_user){.id = id, .roles = roles};
    return rprt_auth_enrol(&access->auth, &access->users[i], (const uint8_t *)pin, strlen(pin));
}

void pump_access_init(struct pump_app *app)
{
    struct pump_access *access = &app->access;
    access->config = (struct rprt_auth_config){
        .port = &app->secrets.port,
        .crypto = &app->secrets.crypto,
        .plan = &plan,
        .user = access->users,
        .key = RPRT_KEY_PIN,
        .context = app,
        .save = save,
        .load = load,
        .button = button,
    };
    access->tick = app->core->ep.tick;
    access->line = PUMP_LINE_COUNT;
    access->status = rprt_auth_init(&access->auth, &access->config);
    if (access->status == RPRT_OK)
        access->status = enrol(access, 0, PUMP_FACTORY_NURSE, NURSE, PUMP_FACTORY_NURSE_PIN);
    if (access->status == RPRT_OK)
        access->status =
            enrol(access, 1, PUMP_FACTORY_TECHNICIAN, TECHNICIAN, PUMP_FACTORY_TECHNICIAN_PIN);
    // Without persons emergency access remains, and somebody at the bedside is told.
    if (access->status != RPRT_OK)
        app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}

void pump_access_poll(struct pump_app *app)
{
    struct pump_access *access = &app->access;
    for (int i = 0; i < TICKS_A_TURN && access->tick != app->core->ep.tick; i++) {
        access->tick++;
        rprt_auth_tick(&access->auth);
    }
    if (rprt_auth_emergency(&access->auth) == 0)
        app->exchange->calls &= ~(UINT32_C(1) << PUMP_ALARM_BREAKGLASS);
}

// What everybody may do: look, prove himself, and stop the pump at the bedside.
static bool is_free(enum pump_line line, enum pump_command command)
{
    return command == PUMP_CMD_STATUS || command == PUMP_CMD_PING || command == PUMP_CMD_IDENTITY ||
           command == PUMP_CMD_LIB_GET || command == PUMP_CMD_LOGIN || command == PUMP_CMD_LOGOUT ||
           command == PUMP_CMD_EMERGENCY || (command == PUMP_CMD_STOP && line == PUMP_LINE_PANEL);
}

// What the hospital's server may do.
static bool is_server(enum pump_command command)
{
    return command == PUMP_CMD_PROGRAM || command == PUMP_CMD_BOLUS || command == PUMP_CMD_STOP ||
           command == PUMP_CMD_LIB_PUT || command == PUMP_CMD_UPD_BEGIN ||
           command == PUMP_CMD_UPD_CHUNK || command == PUMP_CMD_UPD_END ||
           command == PUMP_CMD_LOG_READ || command == PUMP_CMD_CLOCK;
}

static enum rprt_status by_session(struct pump_app *app, enum pump_line line,
                                   enum pump_command command)
{
    struct pump_access *access = &app->access;
    bool here = access->line == (uint32_t)line;
    bool emergency = line == PUMP_LINE_PANEL && rprt_auth_emergency(&access->auth) != 0;
    if (!here && !emergency)
        return RPRT_ERR_DENIED;
    return rprt_auth_allowed(&access->auth, (uint32_t)command);
}

enum pump_verdict pump_access_command(struct pump_app *app, enum pump_line line,
                                      enum pump_command command)
{
    if (is_free(line, command))
        return PUMP_ALLOW;
    if (line == PUMP_LINE_NET)
        return pump_link_proven(app) && is_server(command) ? PUMP_ALLOW : PUMP_DENY;
    volatile enum rprt_status status = by_session(app, line, command);
    if (status != RPRT_OK)
        return PUMP_DENY;
    // Looked at twice, so that one skipped instruction is not enough.
    return rprt_is_ok(status) == RPRT_YES ? PUMP_ALLOW : PUMP_DENY;
}

enum pump_result pump_access_login(struct pump_app *app, enum pump_line line, uint8_t user,
                                   const uint8_t *pin, size_t pin_size)
{
    struct pump_access *access = &app->access;
    enum rprt_status status = RPRT_ERR_DENIED;
    if (line != PUMP_LINE_NET)
        status = rprt_auth_login(&access->auth, user, pin, pin_size);
    if (status == RPRT_OK) {
        access->line = (uint32_t)line;
        return PUMP_DONE;
    }
    pump_app_note(app, PUMP_NOTE_LOGIN);
    pump_app_log_refusal(app, PUMP_EVENT_LOGIN, user, line);
    return PUMP_REFUSED;
}

void pump_access_logout(struct pump_app *app, enum pump_line line)
{
    struct pump_access *access = &app->access;
    if (access->line != (uint32_t)line)
        return;
    access->line = PUMP_LINE_COUNT;
    rprt_auth_logout(&access->auth);
}

bool pump_access_in_emergency(const struct pump_app *app)
{
    return rprt_auth_emergency(&app->access.auth) != 0;
}

enum pump_result pump_access_emergency(struct pump_app *app, enum pump_line line, uint8_t reason,
                                       uint8_t minutes)
{
    enum rprt_status status = RPRT_ERR_DENIED;
    if (line == PUMP_LINE_PANEL)
        status = rprt_auth_break_glass(&app->access.auth, reason, (uint32_t)minutes * MINUTE);
    if (status == RPRT_OK) {
        pump_log_add(app, PUMP_EVENT_EMERGENCY, reason, minutes);
        return PUMP_DONE;
    }
    pump_app_note(app, PUMP_NOTE_COMMAND);
    return PUMP_REFUSED;
}
