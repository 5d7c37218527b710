// SPDX-License-Identifier: Apache-2.0
/* A log that shows every change: records chained by tags, in a ring of flash sectors.
 *
 * A record has 64 bytes and is tagged (HMAC-SHA-256) together with the tag before it. Each sector
 * has a key of its own: it is derived from a secret that is replaced by its own derivative when
 * the next sector begins and then erased, so that whoever takes the device over later cannot rewrite
 * earlier sectors. A counter is raised before and after each record, so that the end cannot be cut
 * off. The device checks the sector it writes to; a host that holds the first secret and the device
 * key checks everything and names the first bad record (runtime/README.md has the format).
 *
 * For a flood that must not push out what matters, use two logs with areas of their own: one for
 * what a stranger can cause at will, one for the rest.
 *
 * In every function: RPRT_ERR_STATE when the log is not open (or, for restart, not damaged): open it, or
 * go on without. RPRT_ERR_FLASH, RPRT_ERR_COUNTER, RPRT_ERR_PROVIDER, RPRT_ERR_KEY: the port, the counter (used
 * up after 2^31 records), the provider or a key failed; the log is closed, open it again at a slow
 * pace; the therapy does not wait for it.
 */
#ifndef RPRT_LOG_H
#define RPRT_LOG_H

#include <stdint.h>

#include "rprt/crypto.h"

#define RPRT_LOG_RECORD_SIZE 64u
#define RPRT_LOG_HEADER_SIZE 128u // at the beginning of each sector
#define RPRT_LOG_SECRET_SIZE 32u

// Where a log lies and which keys and counter are its own. Const, borrowed.
struct rprt_log_config {
    const struct rprt_port *port;
    struct rprt_crypto *crypto;

    // The records: at least 3 sectors of a multiple of 64 bytes, 256 to 65536 each.
    struct rprt_area area;

    // The secret: exactly 2 sectors of at least 64 bytes, used for nothing else.
    struct rprt_area secret;

    uint32_t counter;   // of the port; advances by 2 for each record
    uint32_t key;       // slot of the device key (RPRT_USE_MAC), never replaced
    uint32_t epoch_key; // slot that the log may overwrite
};

// What is written of one event.
struct rprt_log_entry {
    uint16_t event; // enum rprt_event
    uint16_t flags; // RPRT_LOG_...
    uint32_t time;  // seconds or milliseconds, as the flags say
    uint8_t data[RPRT_EVENT_SIZE];
};
#define RPRT_LOG_TIME_UNSURE 1u  // the device had no authentic time
#define RPRT_LOG_TIME_SECONDS 2u // seconds since 1970; otherwise milliseconds since power-on

// Caller-owned.
struct rprt_log {
    const struct rprt_log_config *config;
    uint32_t state;
    uint32_t number;                           // of the next record; the first is 1
    uint32_t epoch;                            // of the present sector; the first is 0
    uint32_t slot;                             // next free place in the present sector
    uint32_t torn;                             // places of the present sector that hold no record
    uint8_t tag[RPRT_MAC_SIZE];                // of the last record
    uint8_t next_secret[RPRT_LOG_SECRET_SIZE]; // of the epoch after the present one
};

// A statement about the present end of the log, made for one challenge.
struct rprt_log_seal {
    uint32_t number; // of the last record
    uint32_t epoch;
    uint32_t counter;
    uint8_t tag[RPRT_MAC_SIZE]; // HMAC under the present epoch's key, see README
};

// Makes an empty log; once in the device's life, in the factory. Borrows config for the life of the
// context. RPRT_ERR_PORT, RPRT_ERR_ARG: the configuration is wrong; after any error format again. first_secret must be random and
// kept by the host that will check the log; the caller wipes its copy. Not allowed to shorten a log
// in use: the counter goes on and stands in the first record. Takes a flash erase per sector.
RPRT_CHECKED enum rprt_status rprt_log_format(struct rprt_log *log,
                                              const struct rprt_log_config *config,
                                              const uint8_t first_secret[RPRT_LOG_SECRET_SIZE]);

// Begins to open a log after power-on; borrows config for the life of the context. Go on with
// rprt_log_step. RPRT_ERR_PORT, RPRT_ERR_ARG: the configuration is wrong.
RPRT_CHECKED enum rprt_status rprt_log_open(struct rprt_log *log,
                                            const struct rprt_log_config *config);

// Checks at most budget records (at least one); the last call also looks whether the rest of the
// sector is erased, and repairs what a power cut left of the last append.
// RPRT_OK: open. RPRT_ERR_CORRUPT or RPRT_ERR_ROLLBACK: the records are not what was written; raise
// the alarm, then rprt_log_restart to go on. RPRT_ERR_KEY: the secret is lost; the log stays closed
// until service formats it. Port and provider errors: try to open again later.
RPRT_CHECKED enum rprt_status rprt_log_step(struct rprt_log *log, uint32_t budget);

// After RPRT_ERR_CORRUPT or RPRT_ERR_ROLLBACK: goes on in a new sector, whose first record
// (RPRT_EVENT_LOG_RESTARTED) says so. What was there stays for the host to judge.
RPRT_CHECKED enum rprt_status rprt_log_restart(struct rprt_log *log);

// Writes one record of entry. RPRT_OK: it survives any loss of power from now on. The record that fills its
// sector also erases the next one, with all its records. Any error: the record is not promised, the
// log is closed; open it again.
RPRT_CHECKED enum rprt_status rprt_log_append(struct rprt_log *log,
                                              const struct rprt_log_entry *entry);

// Copies the raw 64 bytes at a place (0 to rprt_log_places - 1, else RPRT_ERR_ARG) to out, for export.
// Erased places included; the log may be closed.
RPRT_CHECKED enum rprt_status rprt_log_export(const struct rprt_log *log, uint32_t place,
                                              uint8_t out[RPRT_LOG_RECORD_SIZE]);
uint32_t rprt_log_places(const struct rprt_log *log);

// States the present end of the log for a verifier's challenge in ret_seal. Errors as above; the log
// stays open.
RPRT_CHECKED enum rprt_status rprt_log_seal(struct rprt_log *log, const uint8_t challenge[16],
                                            struct rprt_log_seal *ret_seal);

#endif
