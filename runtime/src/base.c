// SPDX-License-Identifier: Apache-2.0
/* Comparing and wiping secrets, byte order, reports, and the mailbox to the essential function.
 *
 * The mailbox has two slots and a turn. The writer fills the slot that is not current, then changes
 * the turn with one store. The reader interrupts the writer, never the other way round, so that it
 * always finds one whole slot; damage by anything else is seen by the check word.
 */
#include "rprt/base.h"

// Marks a value that everybody may know from here on; means something to test/constant_time.c alone.
#ifndef RPRT_PUBLIC
#define RPRT_PUBLIC(value) ((void)0)
#endif

const uint8_t rprt_plan_hash[32] = RPRT_PLAN_HASH;

enum rprt_status rprt_equal(const uint8_t *a, const uint8_t *b, size_t size)
{
    if (size == 0)
        return RPRT_ERR_ARG;
    const volatile uint8_t *left = a;
    const volatile uint8_t *right = b;
    uint32_t differ = 0;
    size_t i = 0;
    for (; i < size; i++)
        differ |= (uint32_t)(left[i] ^ right[i]);
    // Both tests look at memory again, so that one skipped instruction does not make secrets equal;
    // the second also sees a loop that was left early.
    volatile uint32_t seen = differ;
    RPRT_PUBLIC(seen);
    volatile size_t compared = i;
    if (seen != 0)
        return RPRT_ERR_MISMATCH;
    if (compared != size || seen != 0)
        return RPRT_ERR_MISMATCH;
    return RPRT_OK;
}

enum rprt_answer rprt_is_ok(enum rprt_status status)
{
    return status == RPRT_OK ? RPRT_YES : RPRT_NO;
}

enum rprt_answer rprt_is_again(enum rprt_status status)
{
    return status == RPRT_AGAIN ? RPRT_YES : RPRT_NO;
}

enum rprt_status rprt_flash_complete(const struct rprt_port *port)
{
    return port->flash_read != NULL && port->flash_program != NULL && port->flash_erase != NULL &&
                   port->counter_read != NULL && port->counter_advance != NULL
               ? RPRT_OK
               : RPRT_ERR_PORT;
}

enum rprt_status rprt_flash_read(const struct rprt_port *port, uint32_t address, uint8_t *out,
                                 size_t size)
{
    return port->flash_read(port->context, address, out, size) == RPRT_OK ? RPRT_OK
                                                                          : RPRT_ERR_FLASH;
}

enum rprt_status rprt_flash_blank(const struct rprt_port *port, uint32_t address, size_t size)
{
    for (size_t off = 0; off < size; off += RPRT_FLASH_UNIT) {
        uint8_t unit[RPRT_FLASH_UNIT];
        enum rprt_status status = rprt_flash_read(port, address + (uint32_t)off, unit, sizeof unit);
        if (status != RPRT_OK)
            return status;
        uint8_t all = 0xff;
        for (size_t i = 0; i < sizeof unit; i++)
            all &= unit[i];
        if (all != 0xff)
            return RPRT_ERR_MISMATCH;
    }
    return RPRT_OK;
}

enum rprt_status rprt_flash_program(const struct rprt_port *port, uint32_t address,
                                    const uint8_t *data, size_t size)
{
    return port->flash_program(port->context, address, data, size) == RPRT_OK ? RPRT_OK
                                                                              : RPRT_ERR_FLASH;
}

enum rprt_status rprt_flash_erase(const struct rprt_port *port, uint32_t address)
{
    return port->flash_erase(port->context, address) == RPRT_OK ? RPRT_OK : RPRT_ERR_FLASH;
}

enum rprt_status rprt_counter_read(const struct rprt_port *port, uint32_t counter,
                                   uint32_t *ret_value)
{
    return port->counter_read(port->context, counter, ret_value) == RPRT_OK ? RPRT_OK
                                                                            : RPRT_ERR_COUNTER;
}

enum rprt_status rprt_counter_raise(const struct rprt_port *port, uint32_t counter, uint32_t value)
{
    return port->counter_advance(port->context, counter, value) == RPRT_OK ? RPRT_OK
                                                                           : RPRT_ERR_COUNTER;
}

void rprt_wipe(void *memory, size_t size)
{
    volatile uint8_t *byte = memory;
    for (size_t i = 0; i < size; i++)
        byte[i] = 0;
}

uint32_t rprt_get32(const uint8_t in[4])
{
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

void rprt_put32(uint8_t out[4], uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

uint16_t rprt_get16(const uint8_t in[2])
{
    return (uint16_t)(in[0] | in[1] << 8);
}

void rprt_put16(uint8_t out[2], uint16_t value)
{
    out[0] = (uint8_t)value;
    out[1] = (uint8_t)(value >> 8);
}

void rprt_report(const struct rprt_port *port, enum rprt_event event, const uint32_t data[4])
{
    if (port->event == NULL)
        return;
    uint8_t bytes[RPRT_EVENT_SIZE];
    for (size_t i = 0; i < 4; i++)
        rprt_put32(bytes + 4 * i, data[i]);
    port->event(port->context, event, bytes);
}

// Fowler-Noll-Vo over number and words: sees any single changed word. Not against forgery; who can
// write here could as well write the essential function's own memory.
static uint32_t slot_check(const struct rprt_slot *slot)
{
    uint32_t check = 2166136261u ^ slot->number;
    for (unsigned i = 0; i < RPRT_SETPOINT_WORDS; i++)
        check = (check * 16777619u) ^ slot->word[i];
    return ~check;
}

static void slot_fill(struct rprt_slot *slot, const struct rprt_setpoint *setpoint, uint32_t number)
{
    slot->check = 0;
    slot->number = number;
    for (unsigned i = 0; i < RPRT_SETPOINT_WORDS; i++)
        slot->word[i] = setpoint->word[i];
    slot->check = slot_check(slot);
}

void rprt_mailbox_init(struct rprt_mailbox *mailbox, const struct rprt_setpoint *initial,
                       uint32_t mode_word)
{
    slot_fill(&mailbox->slot[0], initial, 1);
    slot_fill(&mailbox->slot[1], initial, 0);
    mailbox->turn = 0;
    mailbox->mode_word = mode_word;
}

void rprt_mailbox_publish(struct rprt_mailbox *mailbox, const struct rprt_setpoint *setpoint)
{
    uint32_t turn = mailbox->turn & 1u;
    uint32_t number = mailbox->slot[turn].number;
    slot_fill(&mailbox->slot[turn ^ 1u], setpoint, number + 1);
    mailbox->turn = turn ^ 1u;
}

enum rprt_status rprt_mailbox_take(const struct rprt_mailbox *mailbox,
                                   struct rprt_setpoint *ret_setpoint)
{
    uint32_t turn = mailbox->turn & 1u;
    for (unsigned i = 0; i < 2; i++) {
        const struct rprt_slot *slot = &mailbox->slot[turn ^ i];
        if (slot->check != slot_check(slot))
            continue;
        for (unsigned w = 0; w < RPRT_SETPOINT_WORDS; w++)
            ret_setpoint->word[w] = slot->word[w];
        return RPRT_OK;
    }
    return RPRT_ERR_CORRUPT;
}

uint32_t rprt_mode_word(enum rprt_mode mode, enum rprt_action action)
{
    uint32_t code = ((uint32_t)mode & 0xffu) << 8 | ((uint32_t)action & 0xffu);
    return code << 16 | (~code & 0xffffu);
}

/*@ assigns \nothing;
    ensures \result == RPRT_YES <==> (code == RPRT_MODE_NORMAL || code == RPRT_MODE_GUARDED ||
                                      code == RPRT_MODE_ISLAND || code == RPRT_MODE_SAFE);
*/
static enum rprt_answer is_mode(uint32_t code)
{
    if (code == RPRT_MODE_NORMAL || code == RPRT_MODE_GUARDED || code == RPRT_MODE_ISLAND ||
        code == RPRT_MODE_SAFE)
        return RPRT_YES;
    return RPRT_NO;
}

/*@ assigns \nothing;
    ensures \result == RPRT_YES <==> (code == RPRT_ACTION_CONTINUE ||
                                      code == RPRT_ACTION_KEEP_OPEN || code == RPRT_ACTION_STOP);
*/
static enum rprt_answer is_action(uint32_t code)
{
    if (code == RPRT_ACTION_CONTINUE || code == RPRT_ACTION_KEEP_OPEN || code == RPRT_ACTION_STOP)
        return RPRT_YES;
    return RPRT_NO;
}

/*@ requires \valid(ret_mode) && \valid(ret_action) && \separated(ret_mode, ret_action);
    assigns *ret_mode, *ret_action;
    ensures \result == RPRT_OK || \result == RPRT_ERR_CORRUPT;
*/
enum rprt_status rprt_mode_of(uint32_t word, enum rprt_mode *ret_mode, enum rprt_action *ret_action)
{
    uint32_t code = word >> 16;
    if ((code ^ (word & 0xffffu)) != 0xffffu)
        return RPRT_ERR_CORRUPT;
    uint32_t mode = code >> 8;
    uint32_t action = code & 0xffu;
    if (is_mode(mode) != RPRT_YES || is_action(action) != RPRT_YES)
        return RPRT_ERR_CORRUPT;
    *ret_mode = (enum rprt_mode)mode;
    *ret_action = (enum rprt_action)action;
    return RPRT_OK;
}
