// SPDX-License-Identifier: Apache-2.0
/* The ground that every image stands on: comparing and wiping secrets, and the mailbox to the
 * essential function.
 *
 * The essential function runs in the interrupt of highest priority. It never calls into another
 * module: it reads a mode word and a set-point from a mailbox with one writer. The writer may be
 * interrupted anywhere, hang or be killed; the reader always finds a whole set-point, old or new.
 * The mailbox lies in memory that the communication context cannot write (see the guide).
 */
#ifndef RPRT_BASE_H
#define RPRT_BASE_H

#include <stddef.h>
#include <stdint.h>

#include "rprt/config.h"
#include "rprt/port.h"
#include "rprt/status.h"

// SHA-256 of the plan this image was made from; the device reports it.
extern const uint8_t rprt_plan_hash[32];

// Compares size bytes of a and b in a time that depends on size alone. RPRT_OK when equal, else
// RPRT_ERR_MISMATCH. size 0 is RPRT_ERR_ARG: two empty secrets prove nothing.
RPRT_CHECKED enum rprt_status rprt_equal(const uint8_t *a, const uint8_t *b, size_t size);

// RPRT_YES when status is RPRT_OK (RPRT_AGAIN), else RPRT_NO. For the second look at a decision: the
// compiler works out a second comparison in the same function from the registers of the first, so
// that one skipped instruction falsifies both; a call it cannot see through does not.
enum rprt_answer rprt_is_ok(enum rprt_status status);
enum rprt_answer rprt_is_again(enum rprt_status status);

// Overwrites size bytes of memory with zeros; the compiler may not leave it out.
void rprt_wipe(void *memory, size_t size);

// Little-endian numbers in byte strings (in; out, with any value), whatever the core's order.
uint32_t rprt_get32(const uint8_t in[4]);
void rprt_put32(uint8_t out[4], uint32_t value);
uint16_t rprt_get16(const uint8_t in[2]);
void rprt_put16(uint8_t out[2], uint16_t value);

// Hands an event with four words of data to the port, if it takes events.
void rprt_report(const struct rprt_port *port, enum rprt_event event, const uint32_t data[4]);

// The flash and the counters of a port, for the modules that keep something; address, data, out, size,
// counter, value and ret_value are as in port.h. A failure of any kind is RPRT_ERR_FLASH or
// RPRT_ERR_COUNTER: the module stops there, the caller tries again later.
// rprt_flash_complete: RPRT_ERR_PORT when one of the five functions is missing.
// rprt_flash_blank: RPRT_OK when size bytes (a multiple of RPRT_FLASH_UNIT) are erased,
// RPRT_ERR_MISMATCH when something is there.
RPRT_CHECKED enum rprt_status rprt_flash_complete(const struct rprt_port *port);
RPRT_CHECKED enum rprt_status rprt_flash_read(const struct rprt_port *port, uint32_t address,
                                              uint8_t *out, size_t size);
RPRT_CHECKED enum rprt_status rprt_flash_blank(const struct rprt_port *port, uint32_t address,
                                               size_t size);
RPRT_CHECKED enum rprt_status rprt_flash_program(const struct rprt_port *port, uint32_t address,
                                                 const uint8_t *data, size_t size);
RPRT_CHECKED enum rprt_status rprt_flash_erase(const struct rprt_port *port, uint32_t address);
RPRT_CHECKED enum rprt_status rprt_counter_read(const struct rprt_port *port, uint32_t counter,
                                                uint32_t *ret_value);
RPRT_CHECKED enum rprt_status rprt_counter_raise(const struct rprt_port *port, uint32_t counter,
                                                 uint32_t value);

// What the essential function is to do, in the application's units (documented in its plan).
struct rprt_setpoint {
    uint32_t word[RPRT_SETPOINT_WORDS];
};

// One side of the mailbox: a set-point with its number and a check over both.
struct rprt_slot {
    volatile uint32_t number;
    volatile uint32_t word[RPRT_SETPOINT_WORDS];
    volatile uint32_t check;
};

// Caller-owned, in memory that only the writer and the essential function reach.
struct rprt_mailbox {
    volatile uint32_t mode_word; // see rprt_mode_of
    volatile uint32_t turn;      // index of the slot that holds the current set-point
    struct rprt_slot slot[2];
};

// Puts an initial set-point and a mode_word (of rprt_mode_word) in. Must be done before the essential function starts.
void rprt_mailbox_init(struct rprt_mailbox *mailbox, const struct rprt_setpoint *initial,
                       uint32_t mode_word);

// Replaces the set-point by a copy of setpoint; for the one writer. The former one stays readable until the last step.
void rprt_mailbox_publish(struct rprt_mailbox *mailbox, const struct rprt_setpoint *setpoint);

// Copies the current set-point out; for the essential function, also in an interrupt. At most two
// slots are looked at, no loop waits. RPRT_ERR_CORRUPT: both slots are damaged; ret_setpoint is
// untouched, the essential function keeps its own last copy and reports an internal fault.
RPRT_CHECKED enum rprt_status rprt_mailbox_take(const struct rprt_mailbox *mailbox,
                                                struct rprt_setpoint *ret_setpoint);

// How the device behaves as a whole. The values differ in at least four bits.
enum rprt_mode {
    RPRT_MODE_NORMAL = 0x3c,  // everything on
    RPRT_MODE_GUARDED = 0x55, // under suspicion: less time for communication
    RPRT_MODE_ISLAND = 0x66,  // alone: no remote command is accepted
    RPRT_MODE_SAFE = 0x99,    // the essential function is in its safe state
};

// What the essential function does with its set-point.
enum rprt_action {
    RPRT_ACTION_CONTINUE = 0x69,  // carry out the set-point
    RPRT_ACTION_KEEP_OPEN = 0x96, // only what keeps the access usable (for a pump: keep vein open)
    RPRT_ACTION_STOP = 0xa5,      // stop and alarm
};

// Packs mode and action with their complement into the word that the essential function reads.
uint32_t rprt_mode_word(enum rprt_mode mode, enum rprt_action action);

// Takes the word apart into ret_mode and ret_action. RPRT_ERR_CORRUPT when it is not one of the twelve valid words: the
// essential function then keeps its last action and reports an internal fault.
RPRT_CHECKED enum rprt_status rprt_mode_of(uint32_t word, enum rprt_mode *ret_mode,
                                           enum rprt_action *ret_action);

#endif
