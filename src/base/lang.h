// SPDX-License-Identifier: Apache-2.0
/*
 * The two languages of every text, and how each writes numbers and dates.
 */
#ifndef REMPART_BASE_LANG_H
#define REMPART_BASE_LANG_H

#include "base/str.h"

enum rp_lang { RP_EN, RP_FR, RP_LANGS };

// One text in both languages, indexed by enum rp_lang.
struct rp_text {
    struct rp_str in[RP_LANGS];
};

// "en" or "fr" -> language; false for anything else.
bool rp_lang_parse(struct rp_str word, enum rp_lang *ret_lang);

// From LC_ALL, LC_MESSAGES and LANG as in the environment: French when the first that is set begins
// with "fr", else English.  Nothing else ever depends on the locale.
enum rp_lang rp_lang_of_environment(void);

// 1234567 -> "1,234,567" or "1 234 567" (narrow no-break space U+202F).
struct rp_str rp_lang_integer(struct rp_arena *a, enum rp_lang lang, int64_t value);

// value / 10^decimals with that many decimals (0..9): 12345, 2 -> "123.45" or "123,45".
struct rp_str rp_lang_decimal(struct rp_arena *a, enum rp_lang lang, int64_t value,
                              unsigned decimals);

// Days since 1970-01-01 -> "2026-09-25" or "25/09/2026".
struct rp_str rp_lang_date(struct rp_arena *a, enum rp_lang lang, int64_t days);

// "2026-09-25" -> days since 1970-01-01; false when it is not a date of the calendar (1900 to 9999).
bool rp_date_parse(struct rp_str text, int64_t *ret_days);

#endif
