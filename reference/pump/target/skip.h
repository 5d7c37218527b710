// SPDX-License-Identifier: Apache-2.0
/*
 * The image of the instruction-skip campaign.
 */
#ifndef PUMP_TARGET_SKIP_H
#define PUMP_TARGET_SKIP_H

#include "rprt/auth.h"
#include "rprt/boot.h"
#include "rprt/mode.h"

#include <stdbool.h>

// Cases; the number in r0 is twice this, plus 1 for the honest counterpart.
enum skip_case { SKIP_MODE, SKIP_AUTH, SKIP_BOOT, SKIP_PLAIN };

// A first byte of a signature that skip_psa.c accepts.
enum { SKIP_PSA_GOOD = 0x47 };

void skip_main(void);

// Places at which the campaign stops; they do nothing.
uint32_t skip_ready(void);
void skip_done(uint32_t result);

// Starts or stops the timer that ends a case which hangs.
void skip_watch(bool on);

// The decisions as a device makes them, in functions of their own so that the campaign can find
// them: propose a set-point; log in and ask for a command; decide at the start; compare naively.
// Faults begin at their first instruction.  Arguments and result as skip_call() hands them on.
uint32_t skip_mode(uintptr_t guard, uintptr_t grant, uintptr_t setpoint);
uint32_t skip_auth(uintptr_t auth, uintptr_t pin, uintptr_t unused);
uint32_t skip_boot(uintptr_t boot, uintptr_t config, uintptr_t ret_decision);
uint32_t skip_plain(uintptr_t want, uintptr_t have, uintptr_t unused);

// Calls one of them.
uint32_t skip_call(uintptr_t a, uintptr_t b, uintptr_t c,
                   uint32_t (*decision)(uintptr_t, uintptr_t, uintptr_t));

// The digest of skip_psa.c over n bytes.
void skip_psa_digest(const uint8_t *bytes, size_t n, uint8_t ret_digest[32]);

#endif
