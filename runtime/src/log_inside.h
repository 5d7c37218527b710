// SPDX-License-Identifier: Apache-2.0
/* What the two sources of the log share. The format stands in runtime/README.md.
 *
 * Header of a sector (128 bytes): magic, format 2 and flags 2, epoch, number of the first record,
 * counter, 12 zero; tag of the record before it (32); own tag (32); 32 zero.
 * Record (64 bytes): number, time, event 2 and flags 2, 4 zero, data 16; tag (32).
 */
#ifndef RPRT_LOG_INSIDE_H
#define RPRT_LOG_INSIDE_H

#include "rprt/log.h"

#define RPRT_LOG_MAGIC 0x4c525052u // "RPRL"
#define RPRT_LOG_SECRET_MAGIC 0x53525052u
#define RPRT_LOG_FORMAT 1u
#define RPRT_LOG_RESTARTED 1u // flag of a header: the log went on after damage
#define RPRT_LOG_PLAIN 32u    // bytes of a record in front of its tag
#define RPRT_LOG_FIRST_SLOT (RPRT_LOG_HEADER_SIZE / RPRT_LOG_RECORD_SIZE)
#define RPRT_LOG_LAST_NUMBER 0x7ffffffeu

// Where a log stands. A log that failed is closed until it is opened again.
enum rprt_log_state {
    RPRT_LOG_CLOSED = 0x36,
    RPRT_LOG_OPENING = 0x5c,
    RPRT_LOG_SCANNING = 0x63,
    RPRT_LOG_DAMAGED = 0x95, // rprt_log_restart is allowed
    RPRT_LOG_OPEN = 0xca,
};

// What a tag is made over begins with one of these, so that none stands for another.
enum rprt_log_domain {
    RPRT_LOG_FOR_HEADER = 'H',
    RPRT_LOG_FOR_RECORD = 'R',
    RPRT_LOG_FOR_SEAL = 'S',
    RPRT_LOG_FOR_KEY = 'K',
    RPRT_LOG_FOR_NEXT = 'N',
    RPRT_LOG_FOR_CHECK = 'C',
};

uint32_t rprt_log_slots(const struct rprt_log_config *config);
uint32_t rprt_log_sector_address(const struct rprt_log_config *config, uint32_t epoch);

// HMAC under key slot over the domain and two parts.
RPRT_CHECKED enum rprt_status rprt_log_mac(const struct rprt_log_config *config, uint32_t key,
                                           enum rprt_log_domain domain,
                                           const struct rprt_part part[2],
                                           uint8_t out[RPRT_MAC_SIZE]);

// From the secret of an epoch: its working key (into the epoch key slot) and the next secret.
RPRT_CHECKED enum rprt_status rprt_log_enter_epoch(struct rprt_log *log, uint32_t epoch,
                                                   const uint8_t secret[RPRT_LOG_SECRET_SIZE]);

// Checks sizes and presence of what the configuration names.
RPRT_CHECKED enum rprt_status rprt_log_config_check(const struct rprt_log_config *config);

// Reads the secret of one of the two sectors. RPRT_ERR_NOT_FOUND: none, or torn.
RPRT_CHECKED enum rprt_status rprt_log_secret_read(const struct rprt_log_config *config,
                                                   uint32_t sector, uint32_t *ret_epoch,
                                                   uint8_t ret_secret[RPRT_LOG_SECRET_SIZE]);

// Begins the epoch after the present one in the next sector.
RPRT_CHECKED enum rprt_status rprt_log_next_epoch(struct rprt_log *log, uint32_t flags);

// Begins the next epoch if the present sector is full.
RPRT_CHECKED enum rprt_status rprt_log_make_room(struct rprt_log *log);

// Writes a record; number is log->number. The log must be positioned; its state is not looked at.
RPRT_CHECKED enum rprt_status rprt_log_write(struct rprt_log *log,
                                             const struct rprt_log_entry *entry);

#endif
