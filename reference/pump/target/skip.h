// SPDX-License-Identifier: Apache-2.0
/*
 * The image of the instruction-skip campaign.
 */
#ifndef PUMP_TARGET_SKIP_H
#define PUMP_TARGET_SKIP_H

#include "rprt/auth.h"
#include "rprt/boot.h"
#include "rprt/mode.h"

// Cases; the number in r0 is twice this, plus 1 for the honest counterpart.
enum skip_case { SKIP_MODE, SKIP_AUTH, SKIP_BOOT, SKIP_PLAIN };

// A first byte of a signature that skip_psa.c accepts.
enum { SKIP_PSA_GOOD = 0x47 };

void skip_main(void);

// Places at which the campaign stops; they do nothing.
uint32_t skip_ready(void);
void skip_done(uint32_t result);

// The decisions as a device makes them, in functions of their own so that the campaign can find
// them: propose a set-point; log in and ask for a command; decide at the start; compare naively.
enum rprt_status skip_mode(struct rprt_guard *guard, enum rprt_status grant,
                           const struct rprt_setpoint *setpoint);
enum rprt_status skip_auth(struct rprt_auth *auth, const uint8_t pin[4]);
enum rprt_status skip_boot(struct rprt_boot *boot, const struct rprt_boot_config *config,
                           struct rprt_boot_decision *ret_decision);
int skip_plain(const uint8_t want[4], const uint8_t have[4]);

// The digest of skip_psa.c over n bytes.
void skip_psa_digest(const uint8_t *bytes, size_t n, uint8_t ret_digest[32]);

#endif
