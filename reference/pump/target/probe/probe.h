// SPDX-License-Identifier: Apache-2.0
/*
 * An image that measures the library on the simulated target: instructions and stack of its calls
 * (costs.py), and whether the way through the code depends on secrets (traces.py).  With the
 * provider that the pump's image has.
 */
#ifndef PUMP_TARGET_PROBE_H
#define PUMP_TARGET_PROBE_H

#include "rprt/auth.h"
#include "rprt/chan.h"
#include "rprt/detect.h"
#include "rprt/log.h"
#include "rprt/mode.h"
#include "rprt/store.h"

#include <stdbool.h>

enum { PROBE_USER = 7, PROBE_PIN_SIZE = 6 };

// Everything that a device would have; one of each.
struct probe {
    struct rprt_port port;
    struct rprt_crypto crypto;
    struct rprt_mailbox mailbox;
    struct rprt_guard guard;
    struct rprt_detect detect;
    struct rprt_auth auth;
    struct rprt_auth_user users[RPRT_AUTH_USERS];
    struct rprt_log log;
    struct rprt_store store;
    struct rprt_chan chan;
    uint8_t work[RPRT_STORE_WORK_SIZE];
    uint8_t flash[8][4096];
    uint32_t counters[8];
    uint64_t random;
};

extern struct probe probe;

// Sets everything up; false when something refuses.
bool probe_start(void);

// The login's state as after power-on, with one user and that PIN.
bool probe_login_start(const uint8_t pin[PROBE_PIN_SIZE]);

// Bytes that only look random (SplitMix64); the same in each run.
void probe_random(uint8_t *out, size_t size);

void probe_say(const char *text);
void probe_say_number(const char *name, uint32_t a, uint32_t b);

void probe_costs(void);
void probe_traces(uint32_t secrets);

#endif
