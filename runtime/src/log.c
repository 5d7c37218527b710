// SPDX-License-Identifier: Apache-2.0
/* Events -> chained records in a ring of flash sectors.
 *
 * Order of an append, record n: counter to 2n-1 ("n is being written"), record, counter to 2n ("n is
 * there"). Whoever cuts the power in between and removes the half-written record finds the number
 * taken: opening fills it with a record that says so. Whoever removes a finished one finds the
 * counter ahead.
 */
#include "rprt/log.h"

#if RPRT_WITH_LOG

#include <string.h>

#include "log_inside.h"

uint32_t rprt_log_slots(const struct rprt_log_config *config)
{
    return config->area.sector_size / RPRT_LOG_RECORD_SIZE;
}

uint32_t rprt_log_sector_address(const struct rprt_log_config *config, uint32_t epoch)
{
    return config->area.address + epoch % config->area.n_sectors * config->area.sector_size;
}

enum rprt_status rprt_log_mac(const struct rprt_log_config *config, uint32_t key,
                              enum rprt_log_domain domain, const struct rprt_part part[2],
                              uint8_t out[RPRT_MAC_SIZE])
{
    const uint8_t first = (uint8_t)domain;
    const struct rprt_part parts[3] = {{&first, 1}, part[0], part[1]};
    return rprt_crypto_mac(config->crypto, key, parts, 3, out);
}

enum rprt_status rprt_log_config_check(const struct rprt_log_config *config)
{
    if (rprt_flash_complete(config->port) != RPRT_OK)
        return RPRT_ERR_PORT;
    const struct rprt_area *area = &config->area;
    if (area->n_sectors < 3 || area->sector_size % RPRT_LOG_RECORD_SIZE != 0 ||
        area->sector_size < 256 || area->sector_size > 65536)
        return RPRT_ERR_ARG;
    if (config->secret.n_sectors != 2 || config->secret.sector_size < RPRT_LOG_RECORD_SIZE)
        return RPRT_ERR_ARG;
    return config->key != config->epoch_key ? RPRT_OK : RPRT_ERR_ARG;
}

// The check makes a torn or forged secret useless: it needs the device key.
static enum rprt_status secret_check(const struct rprt_log_config *config,
                                     const uint8_t record[RPRT_LOG_RECORD_SIZE],
                                     uint8_t out[RPRT_MAC_SIZE])
{
    const struct rprt_part parts[2] = {{record, 8}, {record + 16, RPRT_LOG_SECRET_SIZE}};
    return rprt_log_mac(config, config->key, RPRT_LOG_FOR_CHECK, parts, out);
}

static enum rprt_status secret_write(const struct rprt_log_config *config, uint32_t epoch,
                                     const uint8_t secret[RPRT_LOG_SECRET_SIZE])
{
    uint8_t record[RPRT_LOG_RECORD_SIZE] = {0};
    uint8_t check[RPRT_MAC_SIZE];
    rprt_put32(record, RPRT_LOG_SECRET_MAGIC);
    rprt_put32(record + 4, epoch);
    memcpy(record + 16, secret, RPRT_LOG_SECRET_SIZE);
    enum rprt_status status = secret_check(config, record, check);
    memcpy(record + 48, check, 16);
    uint32_t address = config->secret.address + epoch % 2 * config->secret.sector_size;
    if (status == RPRT_OK)
        status = rprt_flash_erase(config->port, address);
    if (status == RPRT_OK)
        status = rprt_flash_program(config->port, address, record, sizeof record);
    rprt_wipe(record, sizeof record);
    return status;
}

enum rprt_status rprt_log_secret_read(const struct rprt_log_config *config, uint32_t sector,
                                      uint32_t *ret_epoch, uint8_t ret_secret[RPRT_LOG_SECRET_SIZE])
{
    uint8_t record[RPRT_LOG_RECORD_SIZE];
    uint8_t check[RPRT_MAC_SIZE];
    uint32_t address = config->secret.address + sector * config->secret.sector_size;
    enum rprt_status status = rprt_flash_read(config->port, address, record, sizeof record);
    if (status != RPRT_OK)
        return status;
    uint32_t epoch = rprt_get32(record + 4);
    if (rprt_get32(record) != RPRT_LOG_SECRET_MAGIC || epoch % 2 != sector)
        return RPRT_ERR_NOT_FOUND;
    status = secret_check(config, record, check);
    if (status != RPRT_OK)
        return status;
    if (rprt_equal(check, record + 48, 16) != RPRT_OK)
        return RPRT_ERR_NOT_FOUND;
    *ret_epoch = epoch;
    memcpy(ret_secret, record + 16, RPRT_LOG_SECRET_SIZE);
    rprt_wipe(record, sizeof record);
    return RPRT_OK;
}

enum rprt_status rprt_log_enter_epoch(struct rprt_log *log, uint32_t epoch,
                                      const uint8_t secret[RPRT_LOG_SECRET_SIZE])
{
    const struct rprt_log_config *config = log->config;
    const struct rprt_part parts[2] = {{secret, RPRT_LOG_SECRET_SIZE}, {secret, 0}};
    uint8_t key[RPRT_MAC_SIZE];
    uint8_t next[RPRT_MAC_SIZE];
    enum rprt_status status = rprt_log_mac(config, config->key, RPRT_LOG_FOR_KEY, parts, key);
    if (status == RPRT_OK)
        status = rprt_log_mac(config, config->key, RPRT_LOG_FOR_NEXT, parts, next);
    if (status == RPRT_OK)
        status =
            rprt_crypto_key_set(config->crypto, config->epoch_key, RPRT_USE_MAC, key, sizeof key);
    rprt_wipe(key, sizeof key);
    if (status == RPRT_OK) {
        log->epoch = epoch;
        memcpy(log->next_secret, next, sizeof next);
    }
    rprt_wipe(next, sizeof next);
    return status;
}

static enum rprt_status header_write(struct rprt_log *log, uint32_t flags)
{
    const struct rprt_log_config *config = log->config;
    uint8_t header[RPRT_LOG_HEADER_SIZE] = {0};
    uint32_t counter;
    enum rprt_status status = rprt_counter_read(config->port, config->counter, &counter);
    if (status != RPRT_OK)
        return status;
    rprt_put32(header, RPRT_LOG_MAGIC);
    rprt_put16(header + 4, RPRT_LOG_FORMAT);
    rprt_put16(header + 6, (uint16_t)flags);
    rprt_put32(header + 8, log->epoch);
    rprt_put32(header + 12, log->number);
    rprt_put32(header + 16, counter);
    memcpy(header + 32, log->tag, RPRT_MAC_SIZE);
    const struct rprt_part parts[2] = {{header, 64}, {header, 0}};
    status = rprt_log_mac(config, config->epoch_key, RPRT_LOG_FOR_HEADER, parts, header + 64);
    if (status != RPRT_OK)
        return status;
    status = rprt_flash_program(config->port, rprt_log_sector_address(config, log->epoch), header,
                                sizeof header);
    if (status != RPRT_OK)
        return status;
    memcpy(log->tag, header + 64, RPRT_MAC_SIZE);
    log->slot = RPRT_LOG_FIRST_SLOT;
    log->torn = 0;
    return RPRT_OK;
}

// The former secret goes last: until the new header is there, the old sector must stay readable.
enum rprt_status rprt_log_next_epoch(struct rprt_log *log, uint32_t flags)
{
    const struct rprt_log_config *config = log->config;
    if (log->epoch == UINT32_MAX)
        return RPRT_ERR_COUNTER;
    uint32_t epoch = log->epoch + 1;
    enum rprt_status status =
        rprt_flash_erase(config->port, rprt_log_sector_address(config, epoch));
    if (status != RPRT_OK)
        return status;
    uint8_t secret[RPRT_LOG_SECRET_SIZE];
    memcpy(secret, log->next_secret, sizeof secret);
    status = secret_write(config, epoch, secret);
    if (status == RPRT_OK)
        status = rprt_log_enter_epoch(log, epoch, secret);
    rprt_wipe(secret, sizeof secret);
    if (status == RPRT_OK)
        status = header_write(log, flags);
    if (status != RPRT_OK)
        return status;
    return rprt_flash_erase(config->port,
                            config->secret.address + (epoch + 1) % 2 * config->secret.sector_size);
}

enum rprt_status rprt_log_make_room(struct rprt_log *log)
{
    return log->slot < rprt_log_slots(log->config) ? RPRT_OK : rprt_log_next_epoch(log, 0);
}

enum rprt_status rprt_log_write(struct rprt_log *log, const struct rprt_log_entry *entry)
{
    const struct rprt_log_config *config = log->config;
    if (log->number > RPRT_LOG_LAST_NUMBER)
        return RPRT_ERR_COUNTER;
    enum rprt_status status = rprt_log_make_room(log);
    if (status != RPRT_OK)
        return status;
    uint8_t record[RPRT_LOG_RECORD_SIZE] = {0};
    rprt_put32(record, log->number);
    rprt_put32(record + 4, entry->time);
    rprt_put16(record + 8, entry->event);
    rprt_put16(record + 10, entry->flags);
    memcpy(record + 16, entry->data, RPRT_EVENT_SIZE);
    const struct rprt_part parts[2] = {{log->tag, RPRT_MAC_SIZE}, {record, RPRT_LOG_PLAIN}};
    status = rprt_log_mac(config, config->epoch_key, RPRT_LOG_FOR_RECORD, parts,
                          record + RPRT_LOG_PLAIN);
    if (status == RPRT_OK)
        status = rprt_counter_raise(config->port, config->counter, 2 * log->number - 1);
    if (status == RPRT_OK)
        status = rprt_flash_program(config->port,
                                    rprt_log_sector_address(config, log->epoch) +
                                        log->slot * RPRT_LOG_RECORD_SIZE,
                                    record, sizeof record);
    if (status == RPRT_OK)
        status = rprt_counter_raise(config->port, config->counter, 2 * log->number);
    if (status != RPRT_OK)
        return status;
    memcpy(log->tag, record + RPRT_LOG_PLAIN, RPRT_MAC_SIZE);
    log->number++;
    log->slot++;
    // At once, not before the next record: a full sector at rest would hide whether the oldest one
    // was erased by the log or by somebody else.
    return rprt_log_make_room(log);
}

enum rprt_status rprt_log_append(struct rprt_log *log, const struct rprt_log_entry *entry)
{
    if (log->state != RPRT_LOG_OPEN)
        return RPRT_ERR_STATE;
    enum rprt_status status = rprt_log_write(log, entry);
    if (status != RPRT_OK)
        log->state = RPRT_LOG_CLOSED;
    return status;
}

// Brings an odd counter (a record that was being written) to the even one behind it.
static enum rprt_status counter_settle(struct rprt_log *log)
{
    uint32_t counter;
    enum rprt_status status = rprt_counter_read(log->config->port, log->config->counter, &counter);
    if (status != RPRT_OK)
        return status;
    if (counter >= 2 * RPRT_LOG_LAST_NUMBER)
        return RPRT_ERR_COUNTER;
    if (counter % 2 != 0) {
        counter++;
        status = rprt_counter_raise(log->config->port, log->config->counter, counter);
    }
    log->number = counter / 2 + 1;
    return status;
}

enum rprt_status rprt_log_format(struct rprt_log *log, const struct rprt_log_config *config,
                                 const uint8_t first_secret[RPRT_LOG_SECRET_SIZE])
{
    *log = (struct rprt_log){.config = config, .state = RPRT_LOG_CLOSED};
    enum rprt_status status = rprt_log_config_check(config);
    // The secrets go first: half a format leaves a log that cannot be opened, never an old one.
    for (uint32_t i = 0; i < 2 && status == RPRT_OK; i++)
        status =
            rprt_flash_erase(config->port, config->secret.address + i * config->secret.sector_size);
    for (uint32_t i = 0; i < config->area.n_sectors && status == RPRT_OK; i++)
        status = rprt_flash_erase(config->port, rprt_log_sector_address(config, i));
    if (status == RPRT_OK)
        status = counter_settle(log);
    if (status == RPRT_OK)
        status = secret_write(config, 0, first_secret);
    if (status == RPRT_OK)
        status = rprt_log_enter_epoch(log, 0, first_secret);
    if (status == RPRT_OK)
        status = header_write(log, 0);
    if (status == RPRT_OK)
        log->state = RPRT_LOG_OPEN;
    return status;
}

enum rprt_status rprt_log_restart(struct rprt_log *log)
{
    if (log->state != RPRT_LOG_DAMAGED)
        return RPRT_ERR_STATE;
    log->state = RPRT_LOG_CLOSED;
    memset(log->tag, 0, sizeof log->tag); // what came before is not vouched for
    enum rprt_status status = counter_settle(log);
    if (status == RPRT_OK)
        status = rprt_log_next_epoch(log, RPRT_LOG_RESTARTED);
    struct rprt_log_entry entry = {.event = RPRT_EVENT_LOG_RESTARTED,
                                   .flags = RPRT_LOG_TIME_UNSURE};
    if (status == RPRT_OK)
        status = rprt_log_write(log, &entry);
    if (status == RPRT_OK)
        log->state = RPRT_LOG_OPEN;
    return status;
}

uint32_t rprt_log_places(const struct rprt_log *log)
{
    return rprt_log_slots(log->config) * log->config->area.n_sectors;
}

enum rprt_status rprt_log_export(const struct rprt_log *log, uint32_t place,
                                 uint8_t out[RPRT_LOG_RECORD_SIZE])
{
    const struct rprt_log_config *config = log->config;
    if (place >= rprt_log_places(log))
        return RPRT_ERR_ARG;
    return rprt_flash_read(config->port, config->area.address + place * RPRT_LOG_RECORD_SIZE, out,
                           RPRT_LOG_RECORD_SIZE);
}

enum rprt_status rprt_log_seal(struct rprt_log *log, const uint8_t challenge[16],
                               struct rprt_log_seal *ret_seal)
{
    if (log->state != RPRT_LOG_OPEN)
        return RPRT_ERR_STATE;
    struct rprt_log_seal seal = {.number = log->number - 1, .epoch = log->epoch};
    enum rprt_status status =
        rprt_counter_read(log->config->port, log->config->counter, &seal.counter);
    uint8_t text[28 + RPRT_MAC_SIZE];
    memcpy(text, challenge, 16);
    rprt_put32(text + 16, seal.number);
    rprt_put32(text + 20, seal.epoch);
    rprt_put32(text + 24, seal.counter);
    memcpy(text + 28, log->tag, RPRT_MAC_SIZE);
    const struct rprt_part parts[2] = {{text, sizeof text}, {text, 0}};
    if (status == RPRT_OK)
        status =
            rprt_log_mac(log->config, log->config->epoch_key, RPRT_LOG_FOR_SEAL, parts, seal.tag);
    if (status == RPRT_OK)
        *ret_seal = seal;
    return status;
}

#endif
