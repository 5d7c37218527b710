// SPDX-License-Identifier: Apache-2.0
/* The host's check of a device log: an image of its flash area -> all records, or the first bad one.
 *
 * Written from the format in README.md alone; shares no code with the device library, so that the two
 * check each other. HMAC comes from Mbed TLS.
 */
#ifndef RPRT_LOG_READER_H
#define RPRT_LOG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_READER_MOST 4096u // sectors in an image

// What is given to the check.
struct log_image {
    const uint8_t *bytes; // n_sectors * sector_size
    uint32_t sector_size;
    uint32_t n_sectors;
    const uint8_t *first_secret; // 32 bytes, from the factory
    const uint8_t *device_key;   // 32 bytes
    uint32_t counter;            // read from the device by a trusted way
};

enum log_finding {
    LOG_GOOD = 0,
    LOG_NO_SECTOR,    // no sector has an authentic header
    LOG_SECTOR_GONE,  // an earlier sector is missing or its header was changed
    LOG_RECORD_BAD,   // changed, removed, inserted or exchanged
    LOG_END_GONE,     // the counter knows of later records
    LOG_END_TOO_FAR,  // records beyond what the counter knows of
    LOG_WAS_RESTARTED // the device found damage itself and went on in a new sector
};

struct log_result {
    enum log_finding finding;
    uint32_t place;  // in units of 64 bytes from the beginning of the area
    uint32_t number; // that the record at place should have
    uint32_t first;  // number of the first record in the image
    uint32_t last;   // of the last good one
    bool changing;   // power failed in a change of sector: the oldest was not checked; start the
                     // device once, then read again
};

// Called for each good record in order, with its 64 bytes; may be NULL.
typedef void log_record_fn(void *context, const uint8_t record[64]);

// Checks everything. Stops at the first bad record; those before it have been handed over.
struct log_result log_check(const struct log_image *image, log_record_fn *record, void *context);

#endif
