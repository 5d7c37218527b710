// SPDX-License-Identifier: Apache-2.0
/* Flash after power-on -> a log that can be appended to, or the reason why not.
 *
 * Only the present sector can be checked here: the keys of the earlier ones are gone, on purpose.
 * The counter says which number the last record must have, so that nothing can be cut off the end.
 */
#include "rprt/log.h"

#if RPRT_WITH_LOG

#include <string.h>

#include "log_inside.h"

// Ends the opening. A damaged log may be restarted: it then knows the newest secret.
static enum rprt_status damaged(struct rprt_log *log, enum rprt_status why)
{
    log->state = RPRT_LOG_DAMAGED;
    return why;
}

static enum rprt_status closed(struct rprt_log *log, enum rprt_status why)
{
    log->state = RPRT_LOG_CLOSED;
    return why;
}

enum rprt_status rprt_log_open(struct rprt_log *log, const struct rprt_log_config *config)
{
    *log = (struct rprt_log){.config = config, .state = RPRT_LOG_CLOSED};
    enum rprt_status status = rprt_log_config_check(config);
    if (status == RPRT_OK)
        log->state = RPRT_LOG_OPENING;
    return status;
}

// RPRT_OK: the sector of log->epoch has an authentic header, the log stands behind it.
static enum rprt_status header_read(struct rprt_log *log)
{
    const struct rprt_log_config *config = log->config;
    uint8_t header[RPRT_LOG_HEADER_SIZE];
    uint8_t tag[RPRT_MAC_SIZE];
    enum rprt_status status = rprt_flash_read(
        config->port, rprt_log_sector_address(config, log->epoch), header, sizeof header);
    const struct rprt_part parts[2] = {{header, 64}, {header, 0}};
    if (status == RPRT_OK)
        status = rprt_log_mac(config, config->epoch_key, RPRT_LOG_FOR_HEADER, parts, tag);
    if (status != RPRT_OK)
        return status;
    // The spare bytes count too: they are programmed last, so that a torn header is not taken.
    uint8_t spare = 0;
    for (uint32_t i = 96; i < RPRT_LOG_HEADER_SIZE; i++)
        spare |= header[i];
    if (rprt_equal(tag, header + 64, sizeof tag) != RPRT_OK || spare != 0 ||
        rprt_get32(header) != RPRT_LOG_MAGIC || rprt_get16(header + 4) != RPRT_LOG_FORMAT ||
        rprt_get32(header + 8) != log->epoch)
        return RPRT_ERR_NOT_FOUND;
    log->number = rprt_get32(header + 12);
    memcpy(log->tag, tag, sizeof tag);
    log->slot = RPRT_LOG_FIRST_SLOT;
    log->torn = 0;
    return RPRT_OK;
}

// One of the two secrets, if it is there, and the header of its sector.
static enum rprt_status enter(struct rprt_log *log, uint32_t epoch,
                              const uint8_t secret[RPRT_LOG_SECRET_SIZE])
{
    enum rprt_status status = rprt_log_enter_epoch(log, epoch, secret);
    return status == RPRT_OK ? header_read(log) : status;
}

// The secrets that are there, one for each sector kept for them.
struct secrets {
    uint32_t epoch[2];
    enum rprt_status found[2];
    uint8_t secret[2][RPRT_LOG_SECRET_SIZE];
};

static enum rprt_status read_secrets(const struct rprt_log *log, struct secrets *secrets)
{
    for (uint32_t i = 0; i < 2; i++) {
        secrets->found[i] =
            rprt_log_secret_read(log->config, i, &secrets->epoch[i], secrets->secret[i]);
        if (secrets->found[i] != RPRT_OK && secrets->found[i] != RPRT_ERR_NOT_FOUND)
            return secrets->found[i];
    }
    return secrets->found[0] == RPRT_OK || secrets->found[1] == RPRT_OK ? RPRT_OK : RPRT_ERR_KEY;
}

// Stands in the sector of the newest secret, or in the one before it: if power failed while the next
// sector was begun, its secret is there but not its header, and the former sector still counts.
static enum rprt_status enter_newest(struct rprt_log *log, const struct secrets *s)
{
    uint32_t newest =
        s->found[0] != RPRT_OK || (s->found[1] == RPRT_OK && s->epoch[1] > s->epoch[0]) ? 1 : 0;
    uint32_t former = newest ^ 1u;
    enum rprt_status status = enter(log, s->epoch[newest], s->secret[newest]);
    if (s->found[former] != RPRT_OK)
        return status;
    if (status == RPRT_OK) { // the change of sector was finished but for this
        uint32_t address = log->config->secret.address + former * log->config->secret.sector_size;
        return rprt_flash_erase(log->config->port, address);
    }
    if (status != RPRT_ERR_NOT_FOUND)
        return status;
    status = enter(log, s->epoch[former], s->secret[former]);
    if (status != RPRT_ERR_NOT_FOUND)
        return status;
    // A restart goes on from the newest secret: no epoch is begun twice with other content.
    return rprt_log_enter_epoch(log, s->epoch[newest], s->secret[newest]) == RPRT_OK
               ? RPRT_ERR_NOT_FOUND
               : RPRT_ERR_PROVIDER;
}

static enum rprt_status choose_epoch(struct rprt_log *log)
{
    struct secrets secrets = {.epoch = {0, 0}};
    enum rprt_status status = read_secrets(log, &secrets);
    if (status == RPRT_OK)
        status = enter_newest(log, &secrets);
    rprt_wipe(&secrets, sizeof secrets);
    if (status == RPRT_ERR_NOT_FOUND)
        return damaged(log, RPRT_ERR_CORRUPT);
    if (status != RPRT_OK)
        return closed(log, status);
    log->state = RPRT_LOG_SCANNING;
    return RPRT_AGAIN;
}

// Looks at one place of the sector. RPRT_AGAIN: there may be more; RPRT_OK: the end is reached.
static enum rprt_status scan_one(struct rprt_log *log)
{
    const struct rprt_log_config *config = log->config;
    if (log->slot >= rprt_log_slots(config))
        return RPRT_OK;
    uint8_t record[RPRT_LOG_RECORD_SIZE];
    uint8_t tag[RPRT_MAC_SIZE];
    uint32_t address =
        rprt_log_sector_address(config, log->epoch) + log->slot * RPRT_LOG_RECORD_SIZE;
    enum rprt_status status = rprt_flash_blank(config->port, address, sizeof record);
    if (status != RPRT_ERR_MISMATCH)
        return status;
    status = rprt_flash_read(config->port, address, record, sizeof record);
    const struct rprt_part parts[2] = {{log->tag, RPRT_MAC_SIZE}, {record, RPRT_LOG_PLAIN}};
    if (status == RPRT_OK)
        status = rprt_log_mac(config, config->epoch_key, RPRT_LOG_FOR_RECORD, parts, tag);
    if (status != RPRT_OK)
        return status;
    log->slot++;
    if (rprt_equal(tag, record + RPRT_LOG_PLAIN, sizeof tag) != RPRT_OK ||
        rprt_get32(record) != log->number) {
        // Torn by a power cut, or changed: the chain and the counter tell which.
        log->torn++;
        return RPRT_AGAIN;
    }
    // Opening puts a record of its own behind a torn place; anything else there was not written here.
    if (log->torn != 0 && rprt_get16(record + 8) != RPRT_EVENT_LOG_INTERRUPTED)
        return RPRT_ERR_CORRUPT;
    log->torn = 0;
    memcpy(log->tag, tag, sizeof tag);
    log->number++;
    return RPRT_AGAIN;
}

// Nothing may stand behind the end: a removed record in the middle would look like an end.
static enum rprt_status rest_is_erased(const struct rprt_log *log)
{
    const struct rprt_log_config *config = log->config;
    uint32_t off = log->slot * RPRT_LOG_RECORD_SIZE;
    enum rprt_status status =
        rprt_flash_blank(config->port, rprt_log_sector_address(config, log->epoch) + off,
                         config->area.sector_size - off);
    return status == RPRT_ERR_MISMATCH ? RPRT_ERR_CORRUPT : status;
}

// Compares the end that was found with the counter, and finishes an append that was interrupted.
static enum rprt_status compare_counter(struct rprt_log *log)
{
    uint32_t counter;
    enum rprt_status status = rprt_counter_read(log->config->port, log->config->counter, &counter);
    if (status != RPRT_OK)
        return closed(log, status);
    uint32_t last = log->number - 1;
    uint32_t promised = counter / 2; // the last record that append answered for
    if (log->torn != 0 && counter % 2 == 0)
        return damaged(log, RPRT_ERR_CORRUPT);
    if (last == promised && counter % 2 == 0)
        return RPRT_OK;
    if (last == promised + 1 && counter % 2 != 0)
        return rprt_counter_raise(log->config->port, log->config->counter, counter + 1);
    if (last == promised) {
        struct rprt_log_entry entry = {.event = RPRT_EVENT_LOG_INTERRUPTED,
                                       .flags = RPRT_LOG_TIME_UNSURE};
        return rprt_log_write(log, &entry);
    }
    if (log->torn != 0 || last > promised)
        return damaged(log, RPRT_ERR_CORRUPT);
    return damaged(log, RPRT_ERR_ROLLBACK);
}

static enum rprt_status finish(struct rprt_log *log)
{
    enum rprt_status status = rest_is_erased(log);
    if (status == RPRT_ERR_CORRUPT)
        return damaged(log, status);
    if (status == RPRT_OK)
        status = compare_counter(log);
    if (status == RPRT_OK)
        status = rprt_log_make_room(log);
    if (status == RPRT_OK)
        log->state = RPRT_LOG_OPEN;
    else if (log->state != RPRT_LOG_DAMAGED)
        log->state = RPRT_LOG_CLOSED;
    return status;
}

enum rprt_status rprt_log_step(struct rprt_log *log, uint32_t budget)
{
    if (log->state == RPRT_LOG_OPEN)
        return RPRT_OK;
    if (log->state == RPRT_LOG_OPENING)
        return choose_epoch(log);
    if (log->state != RPRT_LOG_SCANNING)
        return RPRT_ERR_STATE;
    enum rprt_status status = RPRT_AGAIN;
    for (uint32_t i = 0; (i < budget || i == 0) && status == RPRT_AGAIN; i++)
        status = scan_one(log);
    if (status == RPRT_AGAIN)
        return status;
    if (status == RPRT_ERR_CORRUPT)
        return damaged(log, status);
    if (status != RPRT_OK)
        return closed(log, status);
    return finish(log);
}

#endif
