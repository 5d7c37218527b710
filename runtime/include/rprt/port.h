// SPDX-License-Identifier: Apache-2.0
/* What the library asks of the device: random, flash, counters, line, alarm. No clock: every time limit
 * counts calls of a tick, so that a wrong or missing clock shortens or lengthens none.
 *
 * One const table for the whole image, borrowed by every context. Each function gets the table's
 * `context` first. A function that can fail answers RPRT_OK or any other status; the library takes
 * everything but RPRT_OK as a failure. Nothing here is called from the essential function.
 */
#ifndef RPRT_PORT_H
#define RPRT_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "rprt/status.h"

// Every address and size given to flash_program is a multiple of this; a port whose flash programs
// in smaller units splits, one with larger units than 16 bytes cannot be used.
#define RPRT_FLASH_UNIT 16u

// A monotonic counter, one per purpose. The application may add its own from RPRT_COUNTER_OWN on.
enum rprt_counter {
    RPRT_COUNTER_BOOT = 1,
    RPRT_COUNTER_STORE = 2,
    RPRT_COUNTER_LOG = 3,
    RPRT_COUNTER_ROOTS = 4,
    RPRT_COUNTER_OWN = 16,
};

// Reasons to call a person. The device decides sound, light and priority (IEC 60601-1-8).
enum rprt_alarm {
    RPRT_ALARM_LINK_LOST = 1,     // the remote side is silent; detail: ms since it was heard
    RPRT_ALARM_ATTACK = 2,        // detail: the kind that raised the level
    RPRT_ALARM_SAFE_STATE = 3,    // the essential function is reduced; detail: the cause
    RPRT_ALARM_BREAK_GLASS = 4,   // emergency access begun; detail: the reason given
    RPRT_ALARM_COMMS_RESTART = 5, // the communication was restarted; detail: how often
    RPRT_ALARM_INTEGRITY = 6,     // stored data, log or image not authentic; detail: the event
};

// What happened, for the log. The numbers are part of the log's format and never change.
enum rprt_event {
    RPRT_EVENT_START = 1,                // device started; data: first bytes of the plan's hash
    RPRT_EVENT_MODE = 2,                 // data: old word, new word, cause
    RPRT_EVENT_SETPOINT_ACCEPTED = 3,    // data: origin, first words
    RPRT_EVENT_SETPOINT_REFUSED = 4,     // data: origin, why (a status)
    RPRT_EVENT_ATTACK = 5,               // data: kind, level
    RPRT_EVENT_COMMS_RESTART = 6,        // data: how often
    RPRT_EVENT_LOGIN = 7,                // data: user, roles
    RPRT_EVENT_LOGIN_REFUSED = 8,        // data: user, why, failures in a row
    RPRT_EVENT_LOGOUT = 9,               // data: user, why
    RPRT_EVENT_BREAK_GLASS_STARTED = 10, // data: reason, minutes
    RPRT_EVENT_BREAK_GLASS_STOPPED = 11, // data: why, commands given
    RPRT_EVENT_BREAK_GLASS_REFUSED = 12, // data: reason, why
    RPRT_EVENT_COMMAND_REFUSED = 13,     // data: user, command, why
    RPRT_EVENT_UPDATE_STAGED = 14,       // data: version, slot
    RPRT_EVENT_UPDATE_REFUSED = 15,      // data: why, version (of roots: generation)
    RPRT_EVENT_UPDATE_CONFIRMED = 16,    // data: version, slot, generation of roots
    RPRT_EVENT_UPDATE_REVERTED = 17,     // data: version, slot
    RPRT_EVENT_STORE = 18,               // data: status, record
    RPRT_EVENT_LOG_RESTARTED = 19,       // the log went on after damage; data: status
    RPRT_EVENT_LOG_INTERRUPTED = 20,     // power failed while a record was written
    RPRT_EVENT_LINK = 21,                // data: old state, new state, why
    RPRT_EVENT_SERVICE = 22,             // service access used; data: the application's
    RPRT_EVENT_OWN = 0x100,              // from here on the application's own
};

// Size of the data of one event in bytes.
#define RPRT_EVENT_SIZE 16u

// A piece of flash: n_sectors sectors of sector_size bytes each, from address on.
struct rprt_area {
    uint32_t address;
    uint32_t sector_size;
    uint32_t n_sectors;
};

struct rprt_port {
    // Given back to every function; the library never looks inside.
    void *context;

    // Fills out[size] with bytes fit for keys and nonces (a seeded generator, not the raw source).
    enum rprt_status (*random)(void *context, uint8_t *out, size_t size);

    // Reads size bytes from a flash address (any alignment).
    enum rprt_status (*flash_read)(void *context, uint32_t address, uint8_t *out, size_t size);

    // Programs size bytes; address and size are multiples of RPRT_FLASH_UNIT. The library programs
    // each unit at most once between two erasures. Answers RPRT_OK only when the bytes are there.
    enum rprt_status (*flash_program)(void *context, uint32_t address, const uint8_t *data,
                                      size_t size);

    // Erases the sector that starts at address (all bytes become 0xff).
    enum rprt_status (*flash_erase)(void *context, uint32_t address);

    // Reads a counter (enum rprt_counter). A new device reads 0.
    enum rprt_status (*counter_read)(void *context, uint32_t counter, uint32_t *ret_value);

    // Raises a counter to value. Must be atomic against loss of power (old or new value after it),
    // must refuse to lower it, and must answer RPRT_OK only when the new value will be read from
    // now on. Raising to the present value is RPRT_OK and changes nothing.
    enum rprt_status (*counter_advance)(void *context, uint32_t counter, uint32_t value);

    // Hands at most size bytes to the line; ret_sent is how many were taken (0: none now).
    enum rprt_status (*tx)(void *context, const uint8_t *data, size_t size, size_t *ret_sent);

    // Calls a person, at the device itself. Must not fail and not wait. Repeated calls with the same
    // reason are one alarm. Not NULL when mode or auth is in the image.
    void (*alarm)(void *context, enum rprt_alarm alarm, uint32_t detail);

    // Takes note of an event; the application hands it to the log and to detect as it sees fit. Must
    // not call back into the context that reports. May be NULL.
    void (*event)(void *context, enum rprt_event event, const uint8_t data[RPRT_EVENT_SIZE]);

    // Stops the communication context and starts it anew, without touching the essential function.
    // Only called by mode; NULL when the device has no such context.
    void (*restart_comms)(void *context);
};

#endif
