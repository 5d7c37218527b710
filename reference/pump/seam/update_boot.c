// SPDX-License-Identifier: Apache-2.0
/*
 * Firmware, by the library's `boot`: signed for this device, never older, on trial until the
 * essential function has run well.
 *
 * On this bench the image is data: what is judged is which one the start chooses.  A product's boot
 * loader makes the same calls and then jumps.
 */
#include "pump/seam/update.h"

#include "pump/seam/factory.h"

#include <string.h>

enum {
    STEP = 4096,
    STEPS = 256, // more than two slots need
    SELF_TEST_TICKS = 5 * PUMP_EP_HZ,
    FACTORY_VERSION = 1,
    // Phases of an update.
    IDLE = 0x17,
    HEADER = 0x2B,
    BODY = 0x4D,
};

static enum rprt_status decide(struct pump_update *update)
{
    enum rprt_status status = rprt_boot_begin(&update->boot, &update->config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_boot_step(&update->boot, STEP, &update->decision);
    // A refusal never gives back what was looked at: one skipped instruction would make it a grant.
    if (status != RPRT_OK)
        return RPRT_ERR_DENIED;
    return rprt_boot_decided(&update->boot, &update->decision);
}

void pump_update_factory(uint8_t *flash)
{
    uint8_t *slot = flash + (size_t)PUMP_SECTOR_SLOT_A * PUMP_SECTOR_SIZE;
    memcpy(slot, pump_factory_header, RPRT_IMAGE_HEADER_SIZE);
    for (size_t i = 0; i < PUMP_FACTORY_BODY_SIZE; i++)
        slot[RPRT_IMAGE_HEADER_SIZE + i] = pump_factory_body(i, FACTORY_VERSION);
}

void pump_update_init(struct pump_app *app)
{
    struct pump_update *update = &app->update;
    update->config = (struct rprt_boot_config){
        .port = &app->secrets.port,
        .crypto = &app->secrets.crypto,
        .slot = {{PUMP_SECTOR_SLOT_A * PUMP_SECTOR_SIZE, PUMP_SECTOR_SIZE, PUMP_SLOT_SECTORS},
                 {PUMP_SECTOR_SLOT_B * PUMP_SECTOR_SIZE, PUMP_SECTOR_SIZE, PUMP_SLOT_SECTORS}},
        .state = {PUMP_SECTOR_BOOT * PUMP_SECTOR_SIZE, PUMP_SECTOR_SIZE, 2},
        .counter = RPRT_COUNTER_BOOT,
        .root = {RPRT_KEY_ROOT},
        .n_roots = 1,
        .needed = 1,
    };
    memcpy(update->config.device, PUMP_FACTORY_DEVICE, sizeof update->config.device);
    update->phase = IDLE;
    update->status = decide(update);
    if (update->status != RPRT_OK) {
        pump_app_note(app, PUMP_NOTE_UPDATE);
        app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
    }
}

uint32_t pump_update_version(const struct pump_app *app)
{
    const struct pump_update *update = &app->update;
    return update->status == RPRT_OK ? update->decision.version : 0;
}

// The self-test: the essential function ran on time since the start and no alarm of its own stands.
static enum rprt_status self_test(const struct pump_app *app)
{
    const struct pump_core *core = app->core;
    const uint32_t own = UINT32_C(1) << PUMP_ALARM_DOSE | UINT32_C(1) << PUMP_ALARM_ORDER;
    return core->jitter.missed == 0 && (core->ep.alarms.active & own) == 0 ? RPRT_OK
                                                                           : RPRT_ERR_FAULT;
}

void pump_update_poll(struct pump_app *app)
{
    struct pump_update *update = &app->update;
    if (update->confirmed || update->status != RPRT_OK || update->phase != IDLE ||
        update->decision.trial != RPRT_YES || app->core->ep.tick < SELF_TEST_TICKS)
        return;
    if (update->next_try != 0 && app->core->ep.tick < update->next_try)
        return;
    update->next_try = app->core->ep.tick + SELF_TEST_TICKS;
    // The application's own beginning; the boot loader's state has done its work.
    enum rprt_status test = self_test(app);
    if (test == RPRT_OK && rprt_boot_begin(&update->boot, &update->config) == RPRT_OK)
        update->confirmed = rprt_boot_confirm(&update->boot, test) == RPRT_OK;
}

// The header is longer than a frame: it comes as the manifest of one or more BEGIN commands.
enum pump_result pump_update_begin(struct pump_app *app, const uint8_t *manifest, size_t n)
{
    struct pump_update *update = &app->update;
    if (update->phase != HEADER) {
        update->phase = HEADER;
        update->header = 0;
    }
    if (n > RPRT_IMAGE_HEADER_SIZE - update->header) {
        update->phase = IDLE;
        return PUMP_WRONG;
    }
    memcpy(update->bytes + update->header, manifest, n);
    update->header += (uint32_t)n;
    if (update->header < RPRT_IMAGE_HEADER_SIZE)
        return PUMP_DONE;
    update->phase = IDLE;
    enum rprt_status status = rprt_boot_begin(&update->boot, &update->config);
    if (status == RPRT_OK)
        status = rprt_update_offer(&update->boot, update->bytes);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_update_step(&update->boot, update->bytes);
    if (status != RPRT_OK) {
        pump_app_note(app, PUMP_NOTE_UPDATE);
        return PUMP_REFUSED;
    }
    update->phase = BODY;
    return PUMP_DONE;
}

enum pump_result pump_update_chunk(struct pump_app *app, uint32_t off, const uint8_t *bytes,
                                   size_t n)
{
    struct pump_update *update = &app->update;
    (void)off; // the library takes the bytes in order; a gap shows in the digest
    if (update->phase != BODY)
        return PUMP_WRONG;
    return rprt_update_chunk(&update->boot, bytes, n) == RPRT_OK ? PUMP_DONE : PUMP_FAILED;
}

enum pump_result pump_update_end(struct pump_app *app)
{
    struct pump_update *update = &app->update;
    if (update->phase != BODY)
        return PUMP_WRONG;
    update->phase = IDLE;
    enum rprt_status status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_update_finish(&update->boot, STEP);
    return status == RPRT_OK ? PUMP_DONE : PUMP_REFUSED;
}
