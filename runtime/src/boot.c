// SPDX-License-Identifier: Apache-2.0
/* Two slots, a state and a floor -> what to start.
 *
 * What is stored about the state is only a preference: whatever it says, nothing starts that is not
 * authentic and at or above the floor. Each check that is passed adds its status to a running sum;
 * the last look before the jump expects exactly the sum of all of them, so that a check that was
 * jumped over is missed.
 */
#include "rprt/boot.h"

#if RPRT_WITH_BOOT

#include <string.h>

#include "boot_inside.h"

static enum rprt_answer sectors_fit(const struct rprt_area *area)
{
    return area->sector_size != 0 && area->sector_size % RPRT_FLASH_UNIT == 0 &&
                   area->n_sectors != 0 && area->n_sectors <= UINT32_MAX / area->sector_size
               ? RPRT_YES
               : RPRT_NO;
}

static enum rprt_status config_check(const struct rprt_boot_config *config)
{
    if (rprt_flash_complete(config->port) != RPRT_OK)
        return RPRT_ERR_PORT;
    const struct rprt_area *a = &config->slot[0];
    const struct rprt_area *b = &config->slot[1];
    if (sectors_fit(a) != RPRT_YES || sectors_fit(b) != RPRT_YES ||
        a->sector_size * a->n_sectors != b->sector_size * b->n_sectors ||
        a->sector_size * a->n_sectors <= RPRT_IMAGE_HEADER_SIZE || a->address == b->address)
        return RPRT_ERR_ARG;
    const struct rprt_area *state = &config->state;
    if (state->n_sectors != 2 || state->sector_size < 64 ||
        state->sector_size % RPRT_BOOT_RECORD_SIZE != 0)
        return RPRT_ERR_ARG;
    if (config->n_roots == 0 || config->n_roots > RPRT_BOOT_ROOTS || config->needed == 0 ||
        config->needed > 2 || config->needed > config->n_roots)
        return RPRT_ERR_ARG;
    return RPRT_OK;
}

static uint32_t records_per_sector(const struct rprt_boot *boot)
{
    return boot->config->state.sector_size / RPRT_BOOT_RECORD_SIZE;
}

static uint32_t record_address(const struct rprt_boot *boot, uint32_t place)
{
    return boot->config->state.address + place * RPRT_BOOT_RECORD_SIZE;
}

static enum rprt_answer record_is_whole(const uint8_t record[RPRT_BOOT_RECORD_SIZE])
{
    uint8_t differ = 0;
    for (unsigned i = 0; i < 16; i++)
        differ |= (uint8_t)(record[i] ^ record[i + 16] ^ 0xffu);
    if (differ != 0 || rprt_get32(record) != RPRT_BOOT_MAGIC || record[9] > 1)
        return RPRT_NO;
    uint32_t state = record[8];
    return state == RPRT_BOOT_CONFIRMED || state == RPRT_BOOT_STAGED || state == RPRT_BOOT_TRIAL
               ? RPRT_YES
               : RPRT_NO;
}

// Finds the newest whole record. None: a new device, slot 0 counts as confirmed.
static enum rprt_status state_read(struct rprt_boot *boot)
{
    boot->state = RPRT_BOOT_EMPTY;
    boot->confirmed = 0;
    boot->number = 0;
    boot->record = 0;
    for (uint32_t place = 0; place < 2 * records_per_sector(boot); place++) {
        uint8_t record[RPRT_BOOT_RECORD_SIZE];
        enum rprt_status status =
            rprt_flash_read(boot->config->port, record_address(boot, place), record, sizeof record);
        if (status != RPRT_OK)
            return status;
        uint32_t number = rprt_get32(record + 4);
        if (record_is_whole(record) != RPRT_YES || number <= boot->number)
            continue;
        boot->state = (enum rprt_boot_state)record[8];
        boot->confirmed = record[9];
        boot->number = number;
        boot->record = place;
    }
    return RPRT_OK;
}

// The next place of the sector that holds the newest record, if it is still erased.
static enum rprt_status free_place(const struct rprt_boot *boot, uint32_t *ret_place)
{
    uint32_t n = records_per_sector(boot);
    uint32_t end = (boot->record / n + 1) * n;
    for (uint32_t place = boot->record; place < end; place++) {
        *ret_place = place;
        enum rprt_status status = rprt_flash_blank(boot->config->port, record_address(boot, place),
                                                   RPRT_BOOT_RECORD_SIZE);
        if (status != RPRT_ERR_MISMATCH)
            return status;
    }
    return RPRT_ERR_FULL;
}

enum rprt_status rprt_boot_state_write(struct rprt_boot *boot, enum rprt_boot_state state,
                                       uint32_t confirmed)
{
    const struct rprt_port *port = boot->config->port;
    uint32_t place = 0;
    if (boot->number == UINT32_MAX)
        return RPRT_ERR_COUNTER;
    enum rprt_status status = free_place(boot, &place);
    if (status == RPRT_ERR_FULL) {
        // The other sector holds only older records; this one stays whole until it is needed.
        uint32_t other = boot->record / records_per_sector(boot) ^ 1u;
        place = other * records_per_sector(boot);
        status = rprt_flash_erase(port, record_address(boot, place));
    }
    if (status != RPRT_OK)
        return status;
    uint8_t record[RPRT_BOOT_RECORD_SIZE] = {0};
    rprt_put32(record, RPRT_BOOT_MAGIC);
    rprt_put32(record + 4, boot->number + 1);
    record[8] = (uint8_t)state;
    record[9] = (uint8_t)confirmed;
    for (unsigned i = 0; i < 16; i++)
        record[i + 16] = (uint8_t)~record[i];
    status = rprt_flash_program(port, record_address(boot, place), record, sizeof record);
    if (status != RPRT_OK)
        return status;
    boot->number++;
    boot->record = place;
    boot->state = state;
    boot->confirmed = confirmed;
    return RPRT_OK;
}

static enum rprt_status raise(const struct rprt_boot *boot, uint32_t counter, uint32_t *kept,
                              uint32_t value)
{
    if (value <= *kept)
        return RPRT_OK;
    enum rprt_status status = rprt_counter_raise(boot->config->port, counter, value);
    if (status == RPRT_OK)
        *kept = value;
    return status;
}

enum rprt_status rprt_boot_keep(struct rprt_boot *boot, const struct rprt_image *image)
{
    enum rprt_status status = raise(boot, boot->config->counter, &boot->floor, image->version);
#if RPRT_BOOT_ROTATION
    if (status == RPRT_OK)
        status = raise(boot, boot->config->roots_counter, &boot->generation, image->generation);
#endif
    return status;
}

// A skipped instruction could leave a counter unread or read another one, and a low value lets revoked
// things in: it is read twice, and what is not written stays too high for anything.
static enum rprt_status read_counter(const struct rprt_boot *boot, uint32_t counter,
                                     uint32_t *ret_value)
{
    uint32_t first = 0;
    uint32_t second = UINT32_MAX;
    enum rprt_status status = rprt_counter_read(boot->config->port, counter, &first);
    if (status == RPRT_OK)
        status = rprt_counter_read(boot->config->port, counter, &second);
    if (status == RPRT_OK && first != second)
        return RPRT_ERR_FAULT;
    *ret_value = second;
    return status;
}

static enum rprt_status roots_begin(struct rprt_boot *boot)
{
#if RPRT_BOOT_ROTATION
    const struct rprt_boot_config *config = boot->config;
    boot->generation = UINT32_MAX;
    if (config->roots.n_sectors != 2 || config->roots.sector_size < RPRT_BOOT_KEPT_SIZE ||
        config->roots.sector_size % RPRT_FLASH_UNIT != 0 || config->factory_root == NULL)
        return RPRT_ERR_ARG;
    return read_counter(boot, config->roots_counter, &boot->generation);
#else
    (void)boot;
    return RPRT_OK;
#endif
}

enum rprt_status rprt_boot_begin(struct rprt_boot *boot, const struct rprt_boot_config *config)
{
    *boot = (struct rprt_boot){.config = config, .step = RPRT_STEP_CLOSED, .floor = UINT32_MAX};
    enum rprt_status status = config_check(config);
    if (status != RPRT_OK)
        return status;
    status = read_counter(boot, config->counter, &boot->floor);
    if (status == RPRT_OK)
        status = roots_begin(boot);
    if (status == RPRT_OK)
        status = state_read(boot);
    if (status != RPRT_OK)
        return status;
    // A staged image is looked at first; a trial that was not confirmed goes back.
    boot->candidate = boot->confirmed ^ (boot->state == RPRT_BOOT_STAGED ? 1u : 0u);
    boot->step = RPRT_STEP_IDLE;
    return RPRT_OK;
}

// Gives the present candidate up. RPRT_AGAIN: there is another one.
static enum rprt_status next_candidate(struct rprt_boot *boot)
{
    boot->tried |= 1u << boot->candidate;
    boot->candidate ^= 1u;
    boot->flow = 0;
    if ((boot->tried & 1u << boot->candidate) != 0) {
        boot->step = RPRT_STEP_CLOSED;
        return RPRT_ERR_NOT_FOUND;
    }
    boot->step = RPRT_STEP_HEADER;
    return RPRT_AGAIN;
}

static enum rprt_status step_header(struct rprt_boot *boot)
{
    uint8_t header[RPRT_IMAGE_HEADER_SIZE];
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    boot->flow = 0;
    status = rprt_boot_header_read(boot, boot->candidate, header);
    if (status == RPRT_OK)
        status = rprt_boot_parse(boot, boot->candidate, header, &boot->image);
    if (status == RPRT_OK)
        status = rprt_hash_begin(&boot->hash);
    if (status != RPRT_OK)
        return next_candidate(boot);
    boot->flow += (uint32_t)status;
    boot->done = 0;
    boot->step = RPRT_STEP_BODY;
    return RPRT_AGAIN;
}

static enum rprt_status step_body(struct rprt_boot *boot, uint32_t budget)
{
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_boot_hash(boot, budget);
    if (status == RPRT_AGAIN)
        return RPRT_AGAIN;
    if (status != RPRT_OK) {
        rprt_hash_abort(&boot->hash);
        return next_candidate(boot);
    }
    boot->flow += (uint32_t)status;
    boot->step = RPRT_STEP_SIGNATURE;
    return RPRT_AGAIN;
}

// What was hashed and used must be what is signed: the header is read and taken apart once more.
static enum rprt_status step_signature(struct rprt_boot *boot)
{
    uint8_t header[RPRT_IMAGE_HEADER_SIZE];
    struct rprt_image image;
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_boot_header_read(boot, boot->candidate, header);
    if (status == RPRT_OK)
        status = rprt_boot_parse(boot, boot->candidate, header, &image);
    if (status == RPRT_OK && memcmp(&image, &boot->image, sizeof image) != 0)
        status = RPRT_ERR_FAULT;
    // An answer of its own: were it the same variable, leaving out the call would leave it at OK.
    volatile enum rprt_status authentic = RPRT_ERR_FAULT;
    if (status == RPRT_OK)
        authentic = rprt_boot_signed(boot, header, RPRT_IMAGE_SIGNED_SIZE);
    if (status != RPRT_OK || authentic != RPRT_OK)
        return next_candidate(boot);
    if (rprt_is_ok(authentic) != RPRT_YES || rprt_is_ok(status) != RPRT_YES)
        return next_candidate(boot);
    boot->flow += (uint32_t)authentic;
    boot->step = RPRT_STEP_DECIDE;
    return RPRT_AGAIN;
}

// Brings the stored state in line with the choice. An image that is not confirmed starts only when its
// trial could be stored: otherwise it would start for ever.
static enum rprt_status store_choice(struct rprt_boot *boot)
{
    if (boot->candidate != boot->confirmed)
        return rprt_boot_state_write(boot, RPRT_BOOT_TRIAL, boot->confirmed);
    if (boot->state == RPRT_BOOT_STAGED || boot->state == RPRT_BOOT_TRIAL) {
        const uint32_t data[4] = {boot->image.version, boot->confirmed, 0, 0};
        rprt_report(boot->config->port, RPRT_EVENT_UPDATE_REVERTED, data);
        // If this fails the next start comes here again: the image starts in any case.
        (void)(rprt_boot_state_write(boot, RPRT_BOOT_CONFIRMED, boot->confirmed) == RPRT_OK);
    }
    // Power may have failed between confirmation and floor; a failure now is made good next time.
    (void)(rprt_boot_keep(boot, &boot->image) == RPRT_OK);
    return RPRT_OK;
}

static enum rprt_status step_decide(struct rprt_boot *boot, struct rprt_boot_decision *ret_decision)
{
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = store_choice(boot);
    if (status != RPRT_OK)
        return next_candidate(boot);
    boot->flow += (uint32_t)status;
    uint32_t entry =
        boot->config->slot[boot->image.slot].address + RPRT_IMAGE_HEADER_SIZE + boot->image.entry;
    *ret_decision = (struct rprt_boot_decision){
        .slot = boot->image.slot,
        .slot_inverse = ~boot->image.slot,
        .entry = entry,
        .entry_inverse = ~entry,
        .version = boot->image.version,
        .trial = boot->candidate == boot->confirmed ? RPRT_NO : RPRT_YES,
    };
    boot->step = RPRT_STEP_DECIDED;
    return RPRT_OK;
}

enum rprt_status rprt_boot_step(struct rprt_boot *boot, uint32_t budget,
                                struct rprt_boot_decision *ret_decision)
{
    switch (boot->step) {
    case RPRT_STEP_IDLE:
        boot->tried = 0;
        boot->step = RPRT_STEP_HEADER;
        return RPRT_AGAIN;
    case RPRT_STEP_HEADER:
        return step_header(boot);
    case RPRT_STEP_BODY:
        return step_body(boot, budget);
    case RPRT_STEP_SIGNATURE:
        return step_signature(boot);
    case RPRT_STEP_DECIDE:
        return step_decide(boot, ret_decision);
    default:
        return RPRT_ERR_STATE;
    }
}

enum rprt_status rprt_boot_decided(const struct rprt_boot *boot,
                                   const struct rprt_boot_decision *decision)
{
    const uint32_t wanted = RPRT_BOOT_CHECKS * (uint32_t)RPRT_OK;
    volatile uint32_t flow = boot->flow;
    volatile uint32_t step = boot->step;
    volatile uint32_t slot = decision->slot ^ decision->slot_inverse;
    volatile uint32_t entry = decision->entry ^ decision->entry_inverse;
    if (flow != wanted || step != RPRT_STEP_DECIDED)
        return RPRT_ERR_FAULT;
    if (slot != UINT32_MAX || entry != UINT32_MAX || decision->slot != boot->image.slot)
        return RPRT_ERR_FAULT;
    if (step != RPRT_STEP_DECIDED || flow != wanted)
        return RPRT_ERR_FAULT;
    return RPRT_OK;
}

enum rprt_status rprt_boot_state_now(const struct rprt_boot *boot, enum rprt_boot_state *ret_state,
                                     uint32_t *ret_confirmed)
{
    if (boot->step == RPRT_STEP_CLOSED)
        return RPRT_ERR_STATE;
    *ret_state = boot->state;
    *ret_confirmed = boot->confirmed;
    return RPRT_OK;
}

#endif
