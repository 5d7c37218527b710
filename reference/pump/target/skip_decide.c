// SPDX-License-Identifier: Apache-2.0
/*
 * The decisions that the instruction-skip campaign attacks, and the places at which it stops.
 *
 * In a file of its own so that the compiler cannot pull them into their callers.
 */
#include "pump/target/skip.h"

#include <string.h>

enum { COMMAND = 1, USER = 7, STEPS = 64, STEP = 4096 };

uint32_t skip_ready(void)
{
    register uint32_t number __asm("r0");
    __asm volatile("nop" : "=r"(number)); // the campaign puts the number there
    return number;
}

void skip_done(uint32_t result)
{
    __asm volatile("nop" ::"r"(result));
}

enum rprt_status skip_mode(struct rprt_guard *guard, enum rprt_status grant,
                           const struct rprt_setpoint *setpoint)
{
    return rprt_mode_propose(guard, RPRT_ORIGIN_REMOTE, grant, setpoint);
}

enum rprt_status skip_auth(struct rprt_auth *auth, const uint8_t pin[4])
{
    (void)!(rprt_auth_login(auth, USER, pin, 4) == RPRT_OK);
    volatile enum rprt_status status = rprt_auth_allowed(auth, COMMAND);
    if (status != RPRT_OK)
        return RPRT_ERR_DENIED;
    return rprt_is_ok(status) == RPRT_YES ? status : RPRT_ERR_DENIED;
}

enum rprt_status skip_boot(struct rprt_boot *boot, const struct rprt_boot_config *config,
                           struct rprt_boot_decision *ret_decision)
{
    volatile enum rprt_status status = rprt_boot_begin(boot, config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_boot_step(boot, STEP, ret_decision);
    // A refusal never gives back what was looked at: one skipped instruction would make it a grant.
    if (status != RPRT_OK)
        return RPRT_ERR_DENIED;
    return rprt_boot_decided(boot, ret_decision);
}

int skip_plain(const uint8_t want[4], const uint8_t have[4])
{
    for (int i = 0; i < 4; i++)
        if (want[i] != have[i])
            return -1;
    return 0;
}
