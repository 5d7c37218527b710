// SPDX-License-Identifier: Apache-2.0
/*
 * The two languages of every text, and how each writes numbers and dates.
 *
 * Own small functions: the C library's depend on locales that are usually not installed.
 */
#include "base/lang.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

bool rp_lang_parse(struct rp_str word, enum rp_lang *ret_lang)
{
    if (rp_str_eq(word, RP_STR("en")))
        *ret_lang = RP_EN;
    else if (rp_str_eq(word, RP_STR("fr")))
        *ret_lang = RP_FR;
    else
        return false;
    return true;
}

enum rp_lang rp_lang_of_environment(void)
{
    static const char *const variable[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof(variable) / sizeof(variable[0]); i++) {
        const char *value = getenv(variable[i]);
        if (value && value[0])
            return rp_str_starts(rp_str_of(value), RP_STR("fr")) ? RP_FR : RP_EN;
    }
    return RP_EN;
}

struct rp_str rp_lang_integer(struct rp_arena *a, enum rp_lang lang, int64_t value)
{
    static const char *const separator[RP_LANGS] = {[RP_EN] = ",", [RP_FR] = "\xE2\x80\xAF"};
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    struct rp_str text = RP_STR("");
    while (rest >= 1000) {
        text =
            rp_str_printf(a, "%s%03u%.*s", separator[lang], (unsigned)(rest % 1000), RP_FMT(text));
        rest /= 1000;
    }
    return rp_str_printf(a, "%s%" PRIu64 "%.*s", value < 0 ? "-" : "", rest, RP_FMT(text));
}

struct rp_str rp_lang_decimal(struct rp_arena *a, enum rp_lang lang, int64_t value,
                              unsigned decimals)
{
    assert(decimals <= 9);
    uint64_t unit = 1;
    for (unsigned i = 0; i < decimals; i++)
        unit *= 10;
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    struct rp_str whole = rp_lang_integer(a, lang, (int64_t)(size / unit));
    const char *sign = value < 0 ? "-" : "";
    if (decimals == 0)
        return rp_str_printf(a, "%s%.*s", sign, RP_FMT(whole));
    return rp_str_printf(a, "%s%.*s%c%0*" PRIu64, sign, RP_FMT(whole), lang == RP_FR ? ',' : '.',
                         (int)decimals, size % unit);
}

// Howard Hinnant's civil-from-days (public algorithm, proleptic Gregorian calendar).
static void civil(int64_t days, int64_t *ret_year, int64_t *ret_month, int64_t *ret_day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *ret_day = day_of_year - (153 * m + 2) / 5 + 1;
    *ret_month = m < 10 ? m + 3 : m - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct rp_str rp_lang_date(struct rp_arena *a, enum rp_lang lang, int64_t days)
{
    int64_t year, month, day;
    civil(days, &year, &month, &day);
    if (lang == RP_FR)
        return rp_str_printf(a, "%02d/%02d/%04d", (int)day, (int)month, (int)year);
    return rp_str_printf(a, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

static bool digits(struct rp_str text, size_t at, size_t n, int64_t *ret_value)
{
    int64_t value = 0;
    for (size_t i = at; i < at + n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        value = value * 10 + (text.p[i] - '0');
    }
    *ret_value = value;
    return true;
}

bool rp_date_parse(struct rp_str text, int64_t *ret_days)
{
    int64_t year, month, day, y, m, d;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' || !digits(text, 0, 4, &year) ||
        !digits(text, 5, 2, &month) || !digits(text, 8, 2, &day))
        return false;
    if (year < 1900 || month < 1 || month > 12 || day < 1)
        return false;
    int64_t days = days_of(year, month, day);
    civil(days, &y, &m, &d);
    if (d != day || m != month)
        return false; // 31 April
    *ret_days = days;
    return true;
}
