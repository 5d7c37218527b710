// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/base: text, names, numbers and dates, JSON.
 */
#include "base/json.h"
#include "base/lang.h"
#include "base/names.h"
#include "rp_test.h"

static void test_distance(void)
{
    static const struct {
        const char *a, *b;
        uint32_t distance;
    } row[] = {
        {"passerelle", "passerele", 1},
        {"zone", "zone", 0},
        {"zone", "znoe", 1},
        {"", "abc", 3},
        {"flow", "wolf", 3},
        {"pump", "bump", 1},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
        CHECK_AT(rp_str_distance(rp_str_of(row[i].a), rp_str_of(row[i].b)) == row[i].distance,
                 row[i].a);
    struct rp_str names[] = {RP_STR("severity"), RP_STR("scenario")};
    CHECK(rp_str_nearest(RP_STR("sevrity"), names, 2) == 0);
    CHECK(rp_str_nearest(RP_STR("zzz"), names, 2) == 2);
}

static void test_utf8(void)
{
    static const struct {
        const char *name, *text;
        size_t error;
    } row[] = {
        {"ascii", "abc", 3},
        {"accents", "\xC3\xA9t\xC3\xA9", 5},
        {"overlong", "a\xC0\xAF", 1},
        {"surrogate", "\xED\xA0\x80", 0},
        {"cut", "a\xE2\x82", 1},
        {"replacement", "\xEF\xBF\xBD", 3},
        {"too high", "\xF4\x90\x80\x80", 0},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
        CHECK_AT(rp_str_utf8_error(rp_str_of(row[i].text)) == row[i].error, row[i].name);
}

static void test_names(struct rp_arena *a)
{
    struct rp_names names;
    rp_names_init(&names, a);
    for (unsigned i = 0; i < 1000; i++)
        CHECK(rp_names_intern(&names, rp_str_printf(a, "id-%u", i)) == i + 1);
    CHECK(rp_names_intern(&names, RP_STR("id-7")) == 8);
    CHECK(rp_names_find(&names, RP_STR("id-999")) == 1000);
    CHECK(rp_names_find(&names, RP_STR("nobody")) == 0);
    CHECK(rp_names_intern(&names, RP_STR("")) == 0);
}

static void test_numbers(struct rp_arena *a)
{
    CHECK(rp_str_eq(rp_lang_integer(a, RP_EN, 1234567), RP_STR("1,234,567")));
    CHECK(rp_str_eq(rp_lang_integer(a, RP_FR, -1234), RP_STR("-1\xE2\x80\xAF"
                                                             "234")));
    CHECK(rp_str_eq(rp_lang_decimal(a, RP_FR, 12345, 1), RP_STR("1\xE2\x80\xAF"
                                                                "234,5")));
    CHECK(rp_str_eq(rp_lang_decimal(a, RP_EN, -5, 3), RP_STR("-0.005")));
}

static void test_dates(struct rp_arena *a)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t days;
    } row[] = {
        {"1970-01-01", true, 0},  {"2026-09-25", true, 20721}, {"2000-02-29", true, 11016},
        {"1900-02-29", false, 0}, {"2026-04-31", false, 0},    {"2026-13-01", false, 0},
        {"26-01-01", false, 0},   {"2026-9-25", false, 0},     {"1969-12-31", true, -1},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        int64_t days = 0;
        bool ok = rp_date_parse(rp_str_of(row[i].text), &days);
        CHECK_AT(ok == row[i].ok && days == row[i].days, row[i].text);
        if (ok)
            CHECK_AT(rp_str_eq(rp_lang_date(a, RP_EN, days), rp_str_of(row[i].text)), row[i].text);
    }
    CHECK(rp_str_eq(rp_lang_date(a, RP_FR, 20721), RP_STR("25/09/2026")));
}

static void test_json(void)
{
    struct rp_buf out;
    struct rp_json j;
    rp_buf_init(&out, 0);
    rp_json_init(&j, &out, true);
    rp_json_open(&j, NULL, '{');
    rp_json_str(&j, "a", RP_STR("q\"\n\x01\xFF"));
    rp_json_key(&j, RP_STR("b"));
    rp_json_open(&j, NULL, '[');
    rp_json_int(&j, NULL, -1);
    rp_json_bool(&j, NULL, true);
    rp_json_null(&j, NULL);
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
    CHECK(rp_str_eq(rp_buf_str(&out),
                    RP_STR("{\"a\":\"q\\\"\\n\\u0001\xEF\xBF\xBD\",\"b\":[-1,true,null]}")));
    rp_buf_done(&out);
    rp_buf_init(&out, 4);
    rp_buf_puts(&out, "12345");
    CHECK(out.full && out.n == 0);
    rp_buf_done(&out);
}

int main(void)
{
    struct rp_arena a;
    rp_arena_init(&a);
    test_distance();
    test_utf8();
    test_names(&a);
    test_numbers(&a);
    test_dates(&a);
    test_json();
    rp_arena_done(&a);
    TEST_DONE();
}
