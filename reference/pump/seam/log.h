// SPDX-License-Identifier: Apache-2.0
/*
 * The security log.  log_plain.c: records as they are.  log_chain.c: the library's `log`.
 */
#ifndef PUMP_SEAM_LOG_H
#define PUMP_SEAM_LOG_H

#include "pump/app.h"

enum { PUMP_LOG_RECORD_SIZE = 64 };

enum pump_event {
    PUMP_EVENT_START = 1, // a: version, b: restarts of the communications side
    PUMP_EVENT_PROGRAM,   // a: rate, b: drug and line
    PUMP_EVENT_BOLUS,     // a: volume, b: line
    PUMP_EVENT_STOP,      // b: line
    PUMP_EVENT_LIBRARY,   // a: drug, b: line
    PUMP_EVENT_REFUSED,   // a: command, b: line
    PUMP_EVENT_LOGIN,     // a: user, b: result and line
    PUMP_EVENT_EMERGENCY, // a: reason, b: minutes
    PUMP_EVENT_UPDATE,    // a: version, b: result
    PUMP_EVENT_LINK,      // a: state
    PUMP_EVENT_POSTURE,   // a: posture
    PUMP_EVENT_CLOCK,     // a: seconds, b: 1 when it went back
    PUMP_EVENT_SERVICE,   // a: command, b: address
};

void pump_log_init(struct pump_app *app);

// Appends; false when the record is not certain to be kept.
bool pump_log_add(struct pump_app *app, enum pump_event event, uint32_t a, uint32_t b);

// One turn of the loop: writes what the interrupt side reported (postures, alarms).
void pump_log_poll(struct pump_app *app);

// The record of that index as it lies in the flash; false when there is none.
bool pump_log_read(struct pump_app *app, uint32_t i, uint8_t ret_record[PUMP_LOG_RECORD_SIZE]);

#endif
