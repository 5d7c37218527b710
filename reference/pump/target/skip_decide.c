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

uint32_t skip_mode(uintptr_t guard, uintptr_t grant, uintptr_t setpoint)
{
    return (uint32_t)rprt_mode_propose((struct rprt_guard *)guard, RPRT_ORIGIN_REMOTE,
                                       (enum rprt_status)grant,
                                       (const struct rprt_setpoint *)setpoint);
}

uint32_t skip_auth(uintptr_t auth, uintptr_t pin, uintptr_t unused)
{
    struct rprt_auth *login = (struct rprt_auth *)auth;
    (void)unused;
    (void)!(rprt_auth_login(login, USER, (const uint8_t *)pin, 4) == RPRT_OK);
    volatile enum rprt_status status = rprt_auth_allowed(login, COMMAND);
    if (status != RPRT_OK)
        return (uint32_t)RPRT_ERR_DENIED;
    return rprt_is_ok(status) == RPRT_YES ? (uint32_t)status : (uint32_t)RPRT_ERR_DENIED;
}

uint32_t skip_boot(uintptr_t boot, uintptr_t config, uintptr_t ret_decision)
{
    struct rprt_boot *start = (struct rprt_boot *)boot;
    struct rprt_boot_decision *decision = (struct rprt_boot_decision *)ret_decision;
    volatile enum rprt_status status =
        rprt_boot_begin(start, (const struct rprt_boot_config *)config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_boot_step(start, STEP, decision);
    // A refusal never gives back what was looked at: one skipped instruction would make it a grant.
    if (status != RPRT_OK)
        return (uint32_t)RPRT_ERR_DENIED;
    return (uint32_t)rprt_boot_decided(start, decision);
}

uint32_t skip_plain(uintptr_t want, uintptr_t have, uintptr_t unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++)
        if (((const uint8_t *)want)[i] != ((const uint8_t *)have)[i])
            return 1;
    return 0;
}
