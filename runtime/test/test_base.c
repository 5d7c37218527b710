// SPDX-License-Identifier: Apache-2.0
// Status codes, comparing, wiping, byte order, mode words and the mailbox.
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "flash.h"
#include "rprt/base.h"

static unsigned distance(uint32_t a, uint32_t b)
{
    unsigned n = 0;
    for (uint32_t x = a ^ b; x != 0; x &= x - 1)
        n++;
    return n;
}

static void codes_are_far_apart(void **state)
{
    (void)state;
    const int code[] = {
        RPRT_OK,
        RPRT_AGAIN,
        RPRT_YES,
        RPRT_NO,
        RPRT_ERR_ARG,
        RPRT_ERR_STATE,
        RPRT_ERR_PORT,
        RPRT_ERR_FLASH,
        RPRT_ERR_FULL,
        RPRT_ERR_NOT_FOUND,
        RPRT_ERR_CORRUPT,
        RPRT_ERR_MISMATCH,
        RPRT_ERR_ROLLBACK,
        RPRT_ERR_DENIED,
        RPRT_ERR_LOCKED,
        RPRT_ERR_EXPIRED,
        RPRT_ERR_LIMIT,
        RPRT_ERR_PROVIDER,
        RPRT_ERR_RANDOM,
        RPRT_ERR_COUNTER,
        RPRT_ERR_KEY,
        RPRT_ERR_CLOSED,
        RPRT_ERR_FAULT,
        RPRT_ERR_FORMAT,
        RPRT_ERR_VERSION,
        RPRT_ERR_DEVICE,
        0,
        -1,
    };
    size_t n = sizeof code / sizeof code[0];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            unsigned wanted = i >= n - 2 ? 8 : 13;
            assert_true(distance((uint32_t)code[i], (uint32_t)code[j]) >= wanted);
        }
    }
}

static void equal_sees_every_bit(void **state)
{
    (void)state;
    uint8_t a[33];
    uint8_t b[33];
    for (size_t i = 0; i < sizeof a; i++)
        a[i] = b[i] = (uint8_t)(i * 7);
    for (size_t size = 1; size <= sizeof a; size++) {
        assert_status(rprt_equal(a, b, size), RPRT_OK);
        for (size_t bit = 0; bit < 8 * sizeof a; bit++) {
            b[bit / 8] = (uint8_t)(b[bit / 8] ^ 1u << bit % 8);
            assert_status(rprt_equal(a, b, size), bit / 8 < size ? RPRT_ERR_MISMATCH : RPRT_OK);
            b[bit / 8] = (uint8_t)(b[bit / 8] ^ 1u << bit % 8);
        }
    }
    assert_status(rprt_equal(a, b, 0), RPRT_ERR_ARG);
}

static void wipe_wipes_exactly(void **state)
{
    (void)state;
    uint8_t memory[16];
    memset(memory, 0xa5, sizeof memory);
    rprt_wipe(memory + 4, 8);
    for (size_t i = 0; i < sizeof memory; i++)
        assert_int_equal(memory[i], i >= 4 && i < 12 ? 0 : 0xa5);
}

static void numbers_are_little_endian(void **state)
{
    (void)state;
    uint8_t bytes[4];
    rprt_put32(bytes, 0x80c3d4e5u);
    assert_memory_equal(bytes, "\xe5\xd4\xc3\x80", 4);
    assert_int_equal(rprt_get32(bytes), 0x80c3d4e5u);
    rprt_put16(bytes, 0xfedc);
    assert_memory_equal(bytes, "\xdc\xfe", 2);
    assert_int_equal(rprt_get16(bytes), 0xfedc);
}

static void only_twelve_words_are_modes(void **state)
{
    (void)state;
    // Every upper half, with its complement and with each single wrong bit.
    unsigned valid = 0;
    enum rprt_mode mode;
    enum rprt_action action;
    for (uint32_t code = 0; code <= 0xffff; code++) {
        uint32_t word = code << 16 | (~code & 0xffffu);
        if (rprt_mode_of(word, &mode, &action) != RPRT_OK)
            continue;
        valid++;
        assert_int_equal(rprt_mode_word(mode, action), word);
        for (unsigned bit = 0; bit < 32; bit++)
            assert_status(rprt_mode_of(word ^ 1u << bit, &mode, &action), RPRT_ERR_CORRUPT);
    }
    assert_int_equal(valid, 12);
}

static struct rprt_setpoint setpoint_of(uint32_t seed)
{
    struct rprt_setpoint setpoint;
    for (uint32_t i = 0; i < RPRT_SETPOINT_WORDS; i++)
        setpoint.word[i] = seed * 1000 + i;
    return setpoint;
}

static void mailbox_gives_the_last(void **state)
{
    (void)state;
    struct rprt_mailbox mailbox;
    struct rprt_setpoint out;
    struct rprt_setpoint in = setpoint_of(1);
    rprt_mailbox_init(&mailbox, &in, 7);
    for (uint32_t i = 1; i < 100; i++) {
        assert_status(rprt_mailbox_take(&mailbox, &out), RPRT_OK);
        assert_memory_equal(&out, &in, sizeof in);
        in = setpoint_of(i + 1);
        rprt_mailbox_publish(&mailbox, &in);
    }
}

// The reader as an interrupt: after each word that the writer stores, memory is read as it is then.
// The writer's stores are replayed one by one in the order in which slot_fill and publish make them.
static void reader_between_any_two_stores_sees_old_or_new(void **state)
{
    (void)state;
    struct rprt_setpoint old = setpoint_of(3);
    struct rprt_setpoint new = setpoint_of(4);
    struct rprt_mailbox before;
    rprt_mailbox_init(&before, &old, 7);
    struct rprt_mailbox after = before;
    rprt_mailbox_publish(&after, &new);

    struct rprt_mailbox now = before;
    struct rprt_setpoint out;
    struct rprt_slot *slot = &now.slot[1];
    const struct rprt_slot *final = &after.slot[1];
    for (unsigned store = 0; store < RPRT_SETPOINT_WORDS + 4; store++) {
        if (store == 0)
            slot->check = 0;
        else if (store == 1)
            slot->number = final->number;
        else if (store < RPRT_SETPOINT_WORDS + 2)
            slot->word[store - 2] = final->word[store - 2];
        else if (store == RPRT_SETPOINT_WORDS + 2)
            slot->check = final->check;
        else
            now.turn = after.turn;
        assert_status(rprt_mailbox_take(&now, &out), RPRT_OK);
        bool last = store == RPRT_SETPOINT_WORDS + 3;
        assert_memory_equal(&out, last ? &new : &old, sizeof out);
    }
    assert_memory_equal(&now, &after, sizeof now);
}

static void damaged_slot_is_passed_over(void **state)
{
    (void)state;
    struct rprt_setpoint old = setpoint_of(5);
    struct rprt_setpoint new = setpoint_of(6);
    struct rprt_mailbox mailbox;
    rprt_mailbox_init(&mailbox, &old, 7);
    rprt_mailbox_publish(&mailbox, &new);
    uint32_t turn = mailbox.turn & 1u;
    struct rprt_setpoint out;
    for (unsigned bit = 0; bit < 8 * sizeof(struct rprt_slot); bit++) {
        struct rprt_mailbox hit = mailbox;
        ((uint8_t *)&hit.slot[turn])[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_status(rprt_mailbox_take(&hit, &out), RPRT_OK);
        assert_memory_equal(&out, &old, sizeof out);
        ((uint8_t *)&hit.slot[turn ^ 1u])[bit / 8] ^= (uint8_t)(1u << bit % 8);
        out = setpoint_of(9);
        assert_status(rprt_mailbox_take(&hit, &out), RPRT_ERR_CORRUPT);
        assert_int_equal(out.word[0], 9000);
    }
}

static enum rprt_event seen_event;
static uint8_t seen_data[RPRT_EVENT_SIZE];

static void take_event(void *context, enum rprt_event event, const uint8_t data[RPRT_EVENT_SIZE])
{
    (void)context;
    seen_event = event;
    memcpy(seen_data, data, sizeof seen_data);
}

static void report_carries_four_words(void **state)
{
    (void)state;
    struct rprt_port port = {.event = take_event};
    const uint32_t data[4] = {1, 0x80000000u, 3, 0x04030201u};
    rprt_report(&port, RPRT_EVENT_LINK, data);
    assert_int_equal(seen_event, RPRT_EVENT_LINK);
    assert_memory_equal(seen_data, "\1\0\0\0\0\0\0\x80\3\0\0\0\1\2\3\4", 16);
    port.event = NULL;
    rprt_report(&port, RPRT_EVENT_LOGIN, data);
    assert_int_equal(seen_event, RPRT_EVENT_LINK);
}

static void flash_and_counters_answer_in_the_library_s_words(void **state)
{
    (void)state;
    static struct flash flash;
    flash_init(&flash, 256);
    struct rprt_port port = flash_port(&flash);
    const uint8_t unit[RPRT_FLASH_UNIT] = {1, 2, 3};
    uint8_t out[RPRT_FLASH_UNIT];
    uint32_t value = 7;
    assert_status(rprt_flash_complete(&port), RPRT_OK);
    assert_status(rprt_flash_blank(&port, FLASH_BASE, 256), RPRT_OK);
    assert_status(rprt_flash_program(&port, FLASH_BASE + 240, unit, sizeof unit), RPRT_OK);
    assert_status(rprt_flash_read(&port, FLASH_BASE + 240, out, sizeof out), RPRT_OK);
    assert_memory_equal(out, unit, sizeof unit);
    assert_status(rprt_flash_blank(&port, FLASH_BASE, 240), RPRT_OK);
    // One programmed bit anywhere is seen.
    for (uint32_t bit = 0; bit < 256 * 8; bit++) {
        memset(flash.bytes, 0xff, 256);
        flash.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_status(rprt_flash_blank(&port, FLASH_BASE, 256), RPRT_ERR_MISMATCH);
    }
    assert_status(rprt_flash_erase(&port, FLASH_BASE), RPRT_OK);
    assert_status(rprt_flash_blank(&port, FLASH_BASE, 256), RPRT_OK);
    assert_status(rprt_counter_raise(&port, 3, 5), RPRT_OK);
    assert_status(rprt_counter_read(&port, 3, &value), RPRT_OK);
    assert_int_equal(value, 5);
    flash.dead = true;
    assert_status(rprt_flash_blank(&port, FLASH_BASE, 256), RPRT_ERR_FLASH);
    assert_status(rprt_flash_read(&port, FLASH_BASE, out, sizeof out), RPRT_ERR_FLASH);
    assert_status(rprt_flash_program(&port, FLASH_BASE, unit, sizeof unit), RPRT_ERR_FLASH);
    assert_status(rprt_flash_erase(&port, FLASH_BASE), RPRT_ERR_FLASH);
    assert_status(rprt_counter_read(&port, 3, &value), RPRT_ERR_COUNTER);
    assert_status(rprt_counter_raise(&port, 3, 6), RPRT_ERR_COUNTER);
}

static void a_missing_port_function_is_seen(void **state)
{
    (void)state;
    static struct flash flash;
    const struct rprt_port whole = flash_port(&flash);
    struct rprt_port port = whole;
    port.flash_read = NULL;
    assert_status(rprt_flash_complete(&port), RPRT_ERR_PORT);
    port = whole;
    port.flash_program = NULL;
    assert_status(rprt_flash_complete(&port), RPRT_ERR_PORT);
    port = whole;
    port.flash_erase = NULL;
    assert_status(rprt_flash_complete(&port), RPRT_ERR_PORT);
    port = whole;
    port.counter_read = NULL;
    assert_status(rprt_flash_complete(&port), RPRT_ERR_PORT);
    port = whole;
    port.counter_advance = NULL;
    assert_status(rprt_flash_complete(&port), RPRT_ERR_PORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_far_apart),
        cmocka_unit_test(equal_sees_every_bit),
        cmocka_unit_test(wipe_wipes_exactly),
        cmocka_unit_test(numbers_are_little_endian),
        cmocka_unit_test(only_twelve_words_are_modes),
        cmocka_unit_test(mailbox_gives_the_last),
        cmocka_unit_test(reader_between_any_two_stores_sees_old_or_new),
        cmocka_unit_test(damaged_slot_is_passed_over),
        cmocka_unit_test(report_carries_four_words),
        cmocka_unit_test(flash_and_counters_answer_in_the_library_s_words),
        cmocka_unit_test(a_missing_port_function_is_seen),
    };
    return cmocka_run_group_tests_name("runtime.base", tests, NULL, NULL);
}
