// SPDX-License-Identifier: Apache-2.0
/*
 * The auditor: checks a log as it lies in the flash, with what the build gives him to check with.
 *
 * For a build with the library's `log` that is the independent reader of runtime/host; without it,
 * the CRC and the order of the records.
 */
#ifndef ATTACKS_LOGCHECK_H
#define ATTACKS_LOGCHECK_H

#include "attack.h"

enum { LOGCHECK_SIZE = (PUMP_SECTOR_AUTH - PUMP_SECTOR_LOG) * PUMP_SECTOR_SIZE };

// What an attacker without the processor's counters can reach.
struct logcheck {
    uint8_t bytes[LOGCHECK_SIZE];
    uint32_t counter;
    bool chained; // the build has the library's log
};

// Reads the pump's log and counter.  Ends the program when it cannot.
void logcheck_read(struct attack *attack, struct logcheck *ret_log);

// NULL when nothing is wrong with it, else what is; *ret_place is the first bad place of 64 bytes.
const char *logcheck_judge(const struct logcheck *log, uint32_t *ret_place);

// Both, for the pump's present log; NULL also when the flash cannot be reached.
const char *logcheck_file(struct attack *attack);

// Number of records in it.
uint32_t logcheck_count(const struct logcheck *log);

#endif
