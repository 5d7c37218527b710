// SPDX-License-Identifier: Apache-2.0
/* Who may give which command: PIN login, roles, and emergency access that nobody can lock.
 *
 * One session at a time, at the device. A failed login makes the next one wait longer; the number of
 * failures is stored before the PIN is looked at, so that switching off does not help guessing.
 * Emergency access (break-glass) needs a hand on a physical button, no account, network or clock. It
 * allows only the commands that the plan marks, ends by itself, calls a person and is logged; a
 * lock-out never stands in its way. Time is counted in ticks.
 */
#ifndef RPRT_AUTH_H
#define RPRT_AUTH_H

#include <stddef.h>
#include <stdint.h>

#include "rprt/crypto.h"

#define RPRT_PIN_MIN 4u
#define RPRT_PIN_MAX 16u
#define RPRT_AUTH_SAVED_SIZE 16u

// A person. Kept by the application (in the store, for instance) and lent as a table.
struct rprt_auth_user {
    uint16_t id;          // 1 to 65535; 0: unused entry
    uint16_t reserved;    // 0
    uint32_t roles;       // bits, the plan's
    uint8_t salt[16];     // random
    uint8_t verifier[32]; // HMAC-SHA-256 under the PIN key over id, roles, salt and PIN
};

// The plan's figures; const, borrowed. Times are in ticks (of rprt_auth_tick).
struct rprt_auth_plan {
    // By number of command: bits of the roles that may give it.
    const uint32_t *roles_of_command;
    // By number of command: RPRT_YES when emergency access allows it, else RPRT_NO.
    const enum rprt_answer *emergency_of_command;
    uint32_t n_commands; // at most 256

    uint32_t session;       // length of a session without a command
    uint32_t free_attempts; // failures in a row that cost no waiting
    uint32_t wait_first;    // waiting after the first failure beyond that; doubles with each
    uint32_t wait_max;      // longest waiting
    uint32_t emergency_max; // longest emergency access
    uint32_t button_hold;   // time that the button must be held, at least 1
};

// Const, borrowed.
struct rprt_auth_config {
    const struct rprt_port *port;
    struct rprt_crypto *crypto;
    const struct rprt_auth_plan *plan;
    struct rprt_auth_user *user; // RPRT_AUTH_USERS entries
    uint32_t key;                // slot of the PIN key (RPRT_USE_MAC), used for nothing else

    // Given to the three functions below.
    void *context;

    // Stores and brings back the number of failures so that it survives loss of power. load answers
    // RPRT_ERR_NOT_FOUND on a new device. While either fails, each failure waits wait_max.
    enum rprt_status (*save)(void *context, const uint8_t saved[RPRT_AUTH_SAVED_SIZE]);
    enum rprt_status (*load)(void *context, uint8_t saved[RPRT_AUTH_SAVED_SIZE]);

    // The emergency button as wired; RPRT_YES while pressed. Must read the pin itself: nothing that
    // comes over a line may have a say.
    enum rprt_answer (*button)(void *context);
};

// Caller-owned.
struct rprt_auth {
    const struct rprt_auth_config *config;
    uint32_t usable;       // RPRT_YES when the plan is sound
    uint32_t user;         // id of who is logged in; 0: nobody
    uint32_t user_inverse; // complement
    uint32_t roles;
    uint32_t roles_inverse;
    uint32_t idle;              // ticks left of the session
    uint32_t failures;          // in a row
    uint32_t wait;              // ticks until the next attempt
    uint32_t storage;           // RPRT_YES while save and load work
    uint32_t held;              // ticks that the button has been held
    uint32_t armed;             // RPRT_YES: held long enough, not used yet
    uint32_t emergency;         // ticks left
    uint32_t emergency_inverse; // complement
    uint32_t commands;          // given under emergency access
};

// Starts with nobody logged in and loads the failures; their waiting begins anew. Borrows config.
// RPRT_ERR_ARG: the plan contradicts itself; nothing but emergency access is possible then, and that
// only when emergency_max, button_hold and button are set.
RPRT_CHECKED enum rprt_status rprt_auth_init(struct rprt_auth *auth,
                                             const struct rprt_auth_config *config);

// One tick of the timer: counts down, watches the button. At most 300 instructions.
void rprt_auth_tick(struct rprt_auth *auth);

// Fills in salt and verifier of a table entry (user) whose id and roles are set; the caller has checked
// that this is allowed, stores the entry and wipes the PIN. pin_size: RPRT_PIN_MIN to RPRT_PIN_MAX bytes
// at pin, any values. RPRT_ERR_ARG: outside that, or id 0. RPRT_ERR_STATE: rprt_auth_init failed.
// RPRT_ERR_RANDOM, RPRT_ERR_KEY, RPRT_ERR_PROVIDER: as in crypto.h. After an error the entry must not be used.
RPRT_CHECKED enum rprt_status rprt_auth_enrol(struct rprt_auth *auth, struct rprt_auth_user *user,
                                              const uint8_t *pin, size_t pin_size);

// Logs a person in (user: the id of a table entry; pin_size bytes at pin); ends a running session first.
// RPRT_ERR_LOCKED: waiting, the PIN was not looked at; show rprt_auth_waiting. RPRT_ERR_DENIED: unknown
// person or wrong PIN (the same answer, the same work). RPRT_ERR_STATE: rprt_auth_init failed; offer
// emergency access. RPRT_ERR_KEY, RPRT_ERR_PROVIDER: the PIN could not be checked; counts as a failure.
RPRT_CHECKED enum rprt_status rprt_auth_login(struct rprt_auth *auth, uint16_t user,
                                              const uint8_t *pin, size_t pin_size);

// Ends the session. Nobody logged in: nothing happens.
void rprt_auth_logout(struct rprt_auth *auth);

// Whether a command may be given now: by the session's roles, or else under emergency access.
// RPRT_OK, or RPRT_ERR_DENIED (reported). Carry the command out only on == RPRT_OK.
RPRT_CHECKED enum rprt_status rprt_auth_allowed(struct rprt_auth *auth, uint32_t command);

// Ticks until a login is looked at again; 0: now.
uint32_t rprt_auth_waiting(const struct rprt_auth *auth);

// Begins emergency access for ticks (at least 1, cut to emergency_max). reason is the plan's number,
// logged. RPRT_ERR_DENIED: the button is not held now, was not held for button_hold, or was not
// released since the last time; tell the person to hold it. RPRT_ERR_ARG: 0 ticks.
RPRT_CHECKED enum rprt_status rprt_auth_break_glass(struct rprt_auth *auth, uint32_t reason,
                                                    uint32_t ticks);

// Ends emergency access. RPRT_ERR_STATE: there is none.
RPRT_CHECKED enum rprt_status rprt_auth_break_glass_end(struct rprt_auth *auth);

// Ticks of emergency access left; 0: none.
uint32_t rprt_auth_emergency(const struct rprt_auth *auth);

#endif
