// SPDX-License-Identifier: Apache-2.0
/*
 * A compromised communications side, on order: the stand-in for an exploit.
 */
#include "pump/target/hook.h"

#include "pump/target/board.h"
#include "pump/target/registers.h"

enum { FORGED_RATE_ULH = 900000 };

struct again {
    void (*volatile next)(const struct again *);
};

// Calls itself through a pointer that the compiler cannot see through, without end.
static void recurse(const struct again *again)
{
    volatile uint32_t fill[16];
    fill[0] = 0;
    again->next(again);
    fill[1] = fill[0];
}

// The constness of the core is a promise between friends; the attacker makes none.
static void write_core(const struct pump_core *core)
{
    volatile struct pump_order *order = (volatile struct pump_order *)(uintptr_t)&core->ep.order;
    order->rate_ulh = FORGED_RATE_ULH;
}

static void forge(struct pump_exchange *exchange)
{
    struct pump_order order = exchange->order;
    order.seq ^= 0x55;
    order.rate_ulh = FORGED_RATE_ULH;
    order.bolus_nl = PUMP_BOLUS_MAX_NL + 1;
    order.check = pump_order_check(&order);
    exchange->order = order;
    exchange->programme = order;
}

extern uint32_t main_stack_top; // of the linker script

static void run_data(void)
{
    static volatile uint16_t code[] = {0x4770}; // bx lr; volatile, so that it lies in RAM
    ((void (*)(void))((uintptr_t)code | 1))();
}

// What is outside its own memory, kind by kind.
static void reach_out(uint32_t what)
{
    switch (what) {
    case PUMP_HOOK_STACK:
        *(volatile uint32_t *)((uintptr_t)&main_stack_top - 16) = 0;
        break;
    case PUMP_HOOK_CODE:
        *(volatile uint32_t *)((uintptr_t)pump_hook & ~(uintptr_t)3) = 0;
        break;
    case PUMP_HOOK_WORLD:
        *(volatile uint32_t *)&board_world.magic = 0;
        break;
    case PUMP_HOOK_DEVICE:
        REG_TIMER0->control = 0;
        break;
    case PUMP_HOOK_SYSTEM:
        REG_MPU->control = 0;
        break;
    case PUMP_HOOK_RUN:
        run_data();
        break;
    case PUMP_HOOK_INVALID:
        __asm volatile("udf #0");
        break;
    default:
        break;
    }
}

void pump_hook(volatile uint32_t *order, const struct pump_core *core,
               struct pump_exchange *exchange)
{
    uint32_t what = *order;
    volatile uint32_t turns = 0;
    const struct again again = {recurse};
    *order = PUMP_HOOK_NONE;
    switch (what) {
    case PUMP_HOOK_WRITE:
        write_core(core);
        break;
    case PUMP_HOOK_HANG:
        for (;;)
            turns++;
    case PUMP_HOOK_RECURSE:
        recurse(&again);
        break;
    case PUMP_HOOK_FORGE:
        forge(exchange);
        break;
    default:
        reach_out(what);
        break;
    }
}
